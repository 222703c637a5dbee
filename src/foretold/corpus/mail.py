"""The text of a mail (.eml): what its writer wrote, below the name, subject and day."""

from __future__ import annotations

import email
import email.policy
import email.utils
from email.message import EmailMessage

from foretold.corpus import html
from foretold.corpus.front_matter import headed
from foretold.corpus.problems import Refused

_ENOUGH_WORDS = 30
"""Newsletters often have a plain part that only says where to read them; a plain part with so many words is text."""


def text_of_mail(raw: bytes) -> str:
    """Return the text of a mail below its subject, sender and day. Raise Refused for what has no text.

    The address of the sender is left out, the day is that of the sender's zone. Attachments are not looked at.
    """
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if not message.keys():
        raise Refused("it is no mail: it begins with no header", "an .eml file is a mail as it was sent",
                      "export it from the mail program anew")  # fmt: skip
    plain, page = _part(message, "plain"), _part(message, "html")
    text = plain.strip()
    if page and len(text.split()) < _ENOUGH_WORDS:
        try:
            text = html.body_text(page) or text
        except html.NoMainText:
            text = text or ""
    if not text:
        raise Refused("it has no text", "a mail has a part that is text", "save what is attached to it by itself")
    return headed(_fields(message), text.replace("\r\n", "\n"))


def _part(message: EmailMessage, kind: str) -> str:
    """Return the text of a mail's plain or HTML part, "" when it has none. Raise Refused when it cannot be decoded."""
    part = message.get_body((kind,))
    if part is None:
        return ""
    raw = part.get_payload(decode=True)
    charset = part.get_content_charset() or "utf-8"
    if not isinstance(raw, bytes):
        return ""
    try:
        return raw.decode("cp1252" if charset in {"us-ascii", "ascii", "iso-8859-1"} and not raw.isascii() else charset)
    except (UnicodeDecodeError, LookupError) as error:
        raise Refused(f"its text is not {charset} although it says so ({error})", "a mail says how it is encoded",
                      "export it from the mail program anew") from None  # fmt: skip


def _fields(message: EmailMessage) -> dict[str, object]:
    """Return what the headers of a mail say that is worth keeping."""
    name = email.utils.parseaddr(str(message.get("From", "")))[0].strip()
    fields: dict[str, object] = {"title": " ".join(str(message.get("Subject", "")).split())}
    if name and "@" not in name:
        fields["author"] = [name]
    try:
        sent = email.utils.parsedate_to_datetime(str(message.get("Date", "")))
    except (ValueError, TypeError):
        return fields
    return fields | {"published": sent.date().isoformat()}
