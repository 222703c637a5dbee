"""What servers answer: taken when it is whole, of a kind and of a size that can be read, else refused in words."""

from __future__ import annotations

import email.utils
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpcore
import httpx

from foretold.corpus.problems import Refused

WAIT = ("a page comes when it is asked for", "it is tried again in the next run; open it in a browser if this stays")
MEANING = {
    0: ("a page that is there is answered with 200", "open it in a browser, and correct or remove the address"),
    401: ("pages are read without logging in", "save its texts to a folder, or leave it out"),
    402: ("pages are read without paying", "save its texts to a folder, or leave it out"),
    403: ("the site lets programs read it", "ask the site, save its texts to a folder, or leave it out"),
    404: ("the page is there", "correct or remove the address"),
    410: ("the page is there", "remove the address"),
}


class Unreachable(Refused):
    """A page that did not come over the network, and may the next time."""


class HostLeftAlone(Unreachable):
    """A host that is not asked again in this run."""


class Stopped(Exception):
    """The run is over before the visit was."""


class TryAgain(Exception):
    """A try that failed and may succeed later."""

    def __init__(self, what: str, after: float | None = None) -> None:
        """Take what went wrong, and after how many seconds the server asks to be tried again."""
        super().__init__(what)
        self.after = after


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent, or that a page is as it was (`is_unchanged`, without content)."""

    url: str
    """Where it was found in the end, after redirects."""
    media_type: str = ""
    charset: str | None = None
    raw: bytes = field(default=b"", repr=False)
    etag: str | None = None
    last_modified: str | None = None
    is_unchanged: bool = False


def in_words(error: Exception) -> str:
    """Return what went wrong on the network, in words for the operator."""
    if isinstance(error, httpcore.ConnectTimeout):
        return (
            f"the server cannot be reached in time ({error})" if str(error) else "the server cannot be reached in time"
        )
    if isinstance(error, httpcore.TimeoutException):
        return f"the server is too slow ({error})"
    if isinstance(error, httpcore.ProtocolError):
        return f"the server broke off or does not speak HTTP ({error})"
    return f"the connection failed ({error or type(error).__name__})"


def seconds_of(retry_after: str | None) -> float | None:
    """Return the pause that a Retry-After header asks for: seconds, or a date."""
    if retry_after is None:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after.strip()[:9])
    try:
        moment = email.utils.parsedate_to_datetime(retry_after)
    except (ValueError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def content_type(header: str) -> tuple[str, str | None]:
    """Return the media type and the charset of a Content-Type header."""
    media_type, _, rest = header.partition(";")
    charset = next(
        (part.split("=", 1)[1] for part in rest.split(";") if part.strip().lower().startswith("charset=")), ""
    )
    return media_type.strip().lower(), charset.strip().strip("\"'").lower() or None


def sniffed(raw: bytes) -> str:
    """Return what content is whose server does not say."""
    if raw.startswith(b"%PDF-"):
        return "application/pdf"
    # The zeros are those of UTF-16.
    return "text/html" if raw[:100].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"<" else "text/plain"


def _too_large(size: str, max_bytes: int) -> Refused:
    """Return the refusal of a body that is too large."""
    return Refused(f"it has {size}", f"a page has at most {max_bytes / 1e6:g} MB", "leave it out")


def body(answer: httpx.Response, max_bytes: int) -> bytes:
    """Return the unpacked body of an answer. What is announced as too large is not read, what is too large not on."""
    announced = answer.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > max_bytes:
        raise _too_large(f"{int(announced) / 1e6:,.0f} MB", max_bytes)
    packing = answer.headers.get("content-encoding", "identity").strip().lower()
    if packing in {"gzip", "x-gzip"}:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    elif packing in {"identity", ""}:
        unpacker = None
    else:
        raise Refused(f"it is packed as {packing}", "pages come as they are, or as gzip", "leave it out")
    parts, n = [], 0
    for chunk in answer.iter_raw():
        try:
            part = chunk if unpacker is None else unpacker.decompress(chunk, max_bytes + 1 - n)
        except zlib.error as error:
            raise TryAgain(f"it is no gzip although the server says so ({error})") from None
        n += len(part)
        if n > max_bytes:
            raise _too_large(f"more than {max_bytes / 1e6:g} MB", max_bytes)
        parts.append(part)
    if unpacker is not None and not unpacker.eof and n:
        raise TryAgain("the gzip ends in the middle")
    return b"".join(parts)
