"""Files of a folder: listed, opened and decoded, or refused with the reason."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from foretold.corpus import html
from foretold.corpus.front_matter import front_matter, headed
from foretold.corpus.mail import text_of_mail
from foretold.corpus.pdf import text_of_pdf
from foretold.corpus.problems import Problem, Refused, SourceError

MAX_BYTES = 20_000_000
"""The largest file that is read, in bytes. A book has about a million; what is larger is a dump or a mistake."""

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
}
MAILS = {".eml": "message/rfc822"}
ABOUT_THE_FOLDER = frozenset({"readme", "license", "licence"})
"""Names (without ending) of files that are about a folder and no commentary; they are passed over."""

_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as the listing of its folder tells of it."""

    path: Path
    address: str
    media_type: str
    size: int
    mtime_ns: int


def folder_files(
    root: Path, source_id: str = "", types: Mapping[str, str] = MEDIA_TYPES
) -> Iterator[FoundFile | Problem]:
    """Yield the files of a folder and its folders, sorted by name, and what stood in the way of listing them.

    `types` gives the media type for each ending that is looked for. Hidden files and folders are passed over, and what
    is about the folder (README). A link to a folder is followed once; one that leads back into itself is a problem.
    Raise SourceError when there is no such folder.
    """
    if not root.is_dir():
        raise SourceError(
            f"the folder {root} of source {source_id} is {'a file' if root.exists() else 'not there'}",
            rule="the path of a folder source is a folder",
            remedy="correct the path, or mount the folder",
        )
    visited: set[tuple[int, int]] = set()
    yield from _listed(str(root), "", (source_id, types), (), visited)


def _listed(
    folder: str,
    prefix: str,
    wanted: tuple[str, Mapping[str, str]],
    above: tuple[tuple[int, int], ...],
    visited: set[tuple[int, int]],
) -> Iterator[FoundFile | Problem]:
    """Yield the files of one folder, then of the folders in it; `wanted` is the source's id and the endings."""
    source_id = wanted[0]
    try:
        status = os.stat(folder)  # noqa: PTH116  (100,000 files: strings are twice as fast as paths)
        identity = (status.st_dev, status.st_ino)
        if identity in above:
            yield Problem(prefix.rstrip("/"), "the link leads back into a folder above it",
                          "a folder does not hold itself", "remove the link", source_id)  # fmt: skip
            return
        if identity in visited:
            return
        visited.add(identity)
        with os.scandir(folder) as entries:
            listing = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield Problem(prefix.rstrip("/") or folder, f"the folder cannot be listed ({error.strerror})",
                      "the operator can read what is collected", "change its permissions", source_id)  # fmt: skip
        return
    for entry in listing:
        if not entry.name.startswith("."):
            yield from _entry(entry, prefix, wanted, (*above, identity), visited)


def _entry(
    entry: os.DirEntry[str],
    prefix: str,
    wanted: tuple[str, Mapping[str, str]],
    above: tuple[tuple[int, int], ...],
    visited: set[tuple[int, int]],
) -> Iterator[FoundFile | Problem]:
    """Yield the file that one entry of a folder is, or those in the folder that it is."""
    source_id, types = wanted
    address = prefix + entry.name
    stem, ending = os.path.splitext(entry.name)  # noqa: PTH122
    media_type = types.get(ending.lower())
    try:
        if entry.is_dir():
            yield from _listed(entry.path, address + "/", wanted, above, visited)
            return
        if media_type is None or stem.lower() in ABOUT_THE_FOLDER:
            return
        address.encode("utf-8")
        status = entry.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refused("it is a pipe, socket or device", "documents are files", "remove it")
    except (OSError, UnicodeEncodeError, Refused) as error:
        yield Problem(address.encode("utf-8", "backslashreplace").decode(), *_clauses(error), source_id)
        return
    yield FoundFile(Path(entry.path), address, media_type, status.st_size, status.st_mtime_ns)


def _clauses(error: OSError | UnicodeEncodeError | Refused) -> tuple[str, str, str]:
    """Return what was wrong, the rule and the remedy for what the system said about a file."""
    if isinstance(error, Refused):
        return error.clauses
    if isinstance(error, UnicodeEncodeError):
        return "its name is not UTF-8", "addresses are text", "rename it"
    if isinstance(error, FileNotFoundError):
        return "it is gone, or a link to nothing", "what is listed can be read", "restore or remove it"
    if isinstance(error, PermissionError):
        return "it may not be read", "the operator can read what is collected", "change its permissions (chmod u+r)"
    return f"it cannot be read ({error.strerror})", "what is listed can be read", "mend or remove it"


def read_bytes(path: Path, max_bytes: int = MAX_BYTES) -> tuple[bytes, os.stat_result]:
    """Return the bytes of a file and its status as it was read. Raise Refused; a large file is not read at all."""
    try:
        # Without O_NONBLOCK, a pipe that took the file's place since it was listed would hold up the night.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(file.fileno())
            raw = b"" if status.st_size > max_bytes else file.read(status.st_size + 1)
    except OSError as error:
        raise Refused(*_clauses(error)) from error
    if status.st_size > max_bytes:
        raise Refused(
            f"it has {status.st_size / 1e6:.1f} MB",
            f"a file has at most {max_bytes / 1e6:g} MB",
            "split it into documents, or leave it out",
        )
    if len(raw) != status.st_size:
        raise Refused("it was being written to while it was read", "a capture is a whole text", "run again")
    if not raw.strip():
        raise Refused("it is empty", "a document has text", "fill or remove it")
    return raw, status


def text_of(
    raw: bytes,
    media_type: str,
    *,
    charset: str | None = None,
    known: Mapping[str, object] | None = None,
    url: str | None = None,
) -> str:
    """Return the text that is stored for a file's bytes: exactly what decoding gives, or a page's or mail's main text.

    `charset` is what a server says, `known` what a feed says about a page (title, author, published), `url` where it
    was found. Raise Refused for what is no text, is encoded otherwise, or has front matter that is not YAML.
    """
    if not raw.strip():
        raise Refused("it is empty", "a document has text", "fill or remove it")
    if media_type == "application/pdf":
        return _headed(text_of_pdf(raw), known, url)
    if media_type == "message/rfc822":
        return text_of_mail(raw)
    page = media_type in {"text/html", "application/xhtml+xml"}
    try:
        text = html.decoded(raw, charset) if page or charset else raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrongly_encoded(raw, error) from None
    except LookupError as error:
        raise Refused(f"its charset is not known ({error})", "a page is UTF-8 or names its charset",
                      "convert it to UTF-8 with iconv") from None  # fmt: skip
    if "\0" in text or len(_CONTROLS.findall(text)) > len(text) // 50:
        raise Refused("it is binary, not text", "a .txt, .md or .html file holds text", "remove or rename it")
    return _page_text(text, known, url) if page else _plain_text(text, known, url)


def _page_text(text: str, known: Mapping[str, object] | None, url: str | None) -> str:
    """Return the text that is stored for a page's source."""
    if text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["} and _is_json(text):
        raise Refused("it says that it is HTML and is JSON", "a page is HTML", "find the address of the page itself")
    try:
        return html.main_text(text, known, url)
    except html.NoMainText as error:
        raise Refused(str(error), "a page has a main text", "save the text itself as .txt") from None


def _plain_text(text: str, known: Mapping[str, object] | None, url: str | None) -> str:
    """Return the text that is stored for a text."""
    matter = front_matter(text)
    if matter.error:
        raise Refused(f"its front matter is not YAML: {matter.error}", "front matter is `key: value` lines between ---",
                      "mend it; quote a value that holds a colon")  # fmt: skip
    if not text[matter.body_start :].strip():
        raise Refused("it has front matter and no text", "a document has text", "add the text or remove it")
    return text if matter.fields else _headed(text, known, url)


def _headed(text: str, known: Mapping[str, object] | None, url: str | None) -> str:
    """Return a text below what is known about it from elsewhere; the very text when that is nothing."""
    fields = {**(known or {}), "url": url}
    return headed(fields, text.removeprefix("\ufeff")) if any(fields.values()) else text


def _is_json(text: str) -> bool:
    """Return whether a text is JSON."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _wrongly_encoded(raw: bytes, error: UnicodeDecodeError) -> Refused:
    """Return the refusal of bytes that are not UTF-8, with what they may be instead."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        guess = "UTF-16"
    elif b"\0" in raw or sum(byte < 9 or 13 < byte < 27 for byte in raw[:4096]) > min(len(raw), 4096) // 50:
        return Refused("it is binary, not text", "a .txt, .md or .html file holds text", "remove or rename it")
    else:
        guess = "WINDOWS-1252"
    return Refused(
        f"byte {error.start} (0x{raw[error.start]:02x}) is not UTF-8",
        "a text is UTF-8",
        f"find out how it is encoded and convert it, perhaps: iconv -f {guess} -t UTF-8 FILE",
    )
