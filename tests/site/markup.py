"""What tests read of a page: its words, links and what it loads. Whether it is HTML says a real validator."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path


class Markup(HTMLParser):
    """Keeps what a page consists of."""

    def __init__(self, file: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.loaded: list[str] = []
        self.links: list[tuple[str, str | None]] = []
        self.attributes: set[str] = set()
        self.tags: list[str] = []
        self.text = ""
        self.feed(file.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.attributes |= values.keys()
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "a":
            self.links.append((values.get("href") or "", values.get("rel")))
        if tag in ("script", "link", "img", "iframe", "source"):
            self.loaded.append(values.get("src") or values.get("href") or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def pages(site: Path) -> list[Path]:
    """The pages of a site."""
    return sorted(site.rglob("*.html"))
