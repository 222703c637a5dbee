"""What is remembered of a source between two visits over the network: a cache, whose loss costs requests, no more.

One file for each source, `captures/visits/<source id>.json`, replaced whole after each visit.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from foretold.errors import SettingsError

_HOURS = {"h": 1, "d": 24}
TRIES = 3
"""Visits in which a page of a feed or sitemap is asked for again after it was refused."""


class Visits:
    """The state of one source: when it was visited, and what its server said about each of its pages."""

    def __init__(self, root: Path, source_id: str) -> None:
        """Read what was kept under the captures' folder `root`; a file that cannot be read counts as none."""
        self._path = root / "visits" / f"{source_id}.json"
        self.visited_at: datetime | None = None
        self.is_complete = True
        """Whether everything that the last visit found was also taken, so that an unchanged list means nothing new."""
        self.pages: dict[str, dict[str, Any]] = {}
        """By address: etag, last_modified, stamp (when it was changed, in the list's words), n_refused."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            self.pages = {str(url): dict(page) for url, page in kept["pages"].items()}
            self.is_complete = bool(kept["is_complete"])
            self.visited_at = kept["visited_at"] and datetime.fromisoformat(kept["visited_at"])
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self.visited_at, self.pages = None, {}

    def is_due(self, every: str | None, now: datetime) -> bool:
        """Return whether `every` (such as "6h" or "1d"; None: always) has gone by since the last visit.

        A tenth of it is forgiven: a night that begins some seconds earlier than the night before is not too early.
        """
        if self.visited_at is None or every is None:
            return True
        wait = timedelta(hours=int(every[:-1]) * _HOURS[every[-1]])
        return now - self.visited_at >= wait * 0.9 or self.visited_at > now

    def page(self, address: str) -> dict[str, Any]:
        """Return what is remembered of a page, to be changed in place."""
        return self.pages.setdefault(address, {})

    def validators(self, address: str) -> dict[str, str]:
        """Return the headers that ask for a page only if it has changed since."""
        page = self.pages.get(address, {})
        names = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
        return {header: page[key] for key, header in names.items() if page.get(key)}

    def note(self, address: str, etag: str | None, last_modified: str | None, stamp: str | None = None) -> None:
        """Remember what the server and the list said about a page that was fetched."""
        said = {"etag": etag, "last_modified": last_modified, "stamp": stamp}
        kept = {key: value for key, value in said.items() if value and len(value) <= 500 and value.isascii()}
        n_refused = self.pages.get(address, {}).get("n_refused")
        self.pages[address] = kept | ({"n_refused": n_refused} if n_refused else {})

    def refused(self, address: str) -> None:
        """Remember that a page could not be taken, so that it is asked for whole, and not for ever."""
        page = self.page(address)
        page.pop("etag", None)
        page.pop("last_modified", None)
        page["n_refused"] = page.get("n_refused", 0) + 1

    def save(self) -> None:
        """Write it all. Raise SettingsError when that cannot be done."""
        visited_at = self.visited_at and self.visited_at.isoformat()
        kept = {"visited_at": visited_at, "is_complete": self.is_complete, "pages": self.pages}
        beside = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(kept, ensure_ascii=True), encoding="ascii")
            beside.replace(self._path)
        except OSError as error:
            raise SettingsError(
                f"{self._path} cannot be written ({error.strerror or error})",
                rule="captures need a data folder that can be written and has room",
                remedy="free space, change its permissions, or name another one with --data",
            ) from error
