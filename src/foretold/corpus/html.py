"""A page's main text and what it says about itself, as one text with front matter."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class NoMainText(ValueError):
    """A page in which no main text could be found."""


def decoded(raw: bytes) -> str:
    """Return the source of a page by its byte order mark, as UTF-8, or by the charset that it declares.

    Nothing is guessed. Raise UnicodeDecodeError, or LookupError for a charset that nobody knows.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw.decode(encoding)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED.search(raw[:4096])
        if declared is None:
            raise
        charset = declared[1].decode("ascii").lower()
        # Browsers read these two as Windows-1252, which is what pages that declare them are written in.
        return raw.decode("cp1252" if charset in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"} else charset)


def main_text(page: str) -> str:
    """Return the main text of a page, below front matter with the title, authors, date and address that it gives.

    The text is trafilatura's: menus, comments and notices are left out, so offsets are into this text and not into the
    page. The date is one that the page's own metadata give; none is searched for in the text. Raise NoMainText.
    """
    import trafilatura
    import yaml

    found = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "9999-12-31"},
    )
    if found is not None and not isinstance(found, dict) and found.text and found.text.strip():
        text = found.text.strip()
    else:
        raise NoMainText("no main text was found in the page")
    fields = {
        "title": found.title,
        "author": [name for name in (found.author or "").split("; ") if name],
        "source": found.sitename or found.hostname,
        "url": found.url,
        "published": found.date,
    }
    kept = {key: value for key, value in fields.items() if value}
    if not kept:
        return f"{text}\n"
    head = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{head}---\n\n{text}\n"
