"""A page's main text and what it says about itself, as one text with front matter."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

from foretold.corpus.front_matter import headed

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Browsers read these as Windows-1252, which is what pages that declare them are written in.
_ALIASES = dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"), "cp1252")


class NoMainText(ValueError):
    """A page in which no main text could be found."""


def decoded(raw: bytes, charset: str | None = None) -> str:
    """Return the source of a page by its byte order mark, as UTF-8, or by the charset that its server or it declares.

    Nothing is guessed. Raise UnicodeDecodeError, or LookupError for a charset that nobody knows.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw.decode(encoding)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED.search(raw[:4096])
        named = [charset] if charset else []
        named += [declared[1].decode("ascii").lower()] if declared else []
        # A server and a page may say different things; a charset that the bytes contradict is not the one.
        for name in named[:-1]:
            try:
                return raw.decode(_ALIASES.get(name, name))
            except (UnicodeDecodeError, LookupError):
                continue
        if not named:
            raise
        return raw.decode(_ALIASES.get(named[-1], named[-1]))


def main_text(page: str, known: Mapping[str, object] | None = None, url: str | None = None) -> str:
    """Return the main text of a page, below front matter with the title, authors, date and address that it gives.

    What the page does not give is taken from `known` (what a feed says about it) and `url` (where it was found); of
    two dates the earlier one, since the other is that of a change or of another time zone. The text is trafilatura's:
    menus, comments and notices are left out, so offsets are into this text and not into the page. The date is one that
    the page's own metadata give; none is searched for in the text. Raise NoMainText.
    """
    import trafilatura

    found = trafilatura.bare_extraction(
        page,
        url=url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "9999-12-31"},
    )
    if found is not None and not isinstance(found, dict) and found.text and found.text.strip():
        text = found.text.strip()
    else:
        raise NoMainText("no main text was found in the page")
    address = found.url if (found.url or "").startswith(("http://", "https://")) else url
    known = known or {}
    dates = sorted(str(day) for day in (found.date, known.get("published")) if day)
    fields = {
        "title": found.title,
        "author": [name for name in (found.author or "").split("; ") if name],
        "source": found.sitename or found.hostname,
        "url": address,
        "published": dates[0] if dates else None,
    }
    return headed({key: value or known.get(key) for key, value in fields.items()}, text)


def body_text(page: str) -> str:
    """Return the text of a page or of a piece of one, without looking for anything that it says of itself."""
    import trafilatura

    found = trafilatura.extract(page, include_comments=False) or trafilatura.html2txt(page)
    if not found or not found.strip():
        raise NoMainText("no main text was found in the page")
    return str(found).strip()
