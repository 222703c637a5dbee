"""The text of a PDF."""

from __future__ import annotations

import io
import logging
import re

from foretold.corpus.problems import Refused

_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})-\n(?=[a-z]{2})")
"""A word that was parted at the end of a line."""


def text_of_pdf(raw: bytes) -> str:
    """Return the text of a PDF, its pages parted by blank lines. Raise Refused for what is damaged, locked or scanned.

    What the file says of itself is not taken: its title is often that of a template, its date that of an export.
    """
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # each repaired flaw would be a line in the run's log
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("it needs a password", "a PDF can be opened", "save it without one")
        pages = [page.extract_text() for page in reader.pages]
    except Refused:
        raise
    except Exception as error:  # a damaged file makes the library raise almost anything
        what = " ".join(str(error).split())[:200] or type(error).__name__
        raise Refused(f"it is no PDF that can be read ({what})", "a PDF is whole",
                      "open and save it anew, or leave it out") from error  # fmt: skip
    text = "\n\n".join(page.strip() for page in pages if page.strip())
    text = text.replace("\0", "").replace("\r\n", "\n").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if not text:
        raise Refused("it holds pictures and no text", "a document has text", "read it with OCR, such as ocrmypdf")
    return _HYPHEN.sub("", text) + "\n"
