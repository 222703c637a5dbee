"""The static site: every page of an edition as a file, with its static files, downloads, search list and feed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from foretold.site import parts, rows
from foretold.site.alarm import Alarm, write_alarm
from foretold.site.cookbook import cookbook
from foretold.site.data import EditionReader
from foretold.site.feed import atom
from foretold.site.output import files_of
from foretold.site.pages import Pages
from foretold.site.render import Renderer, check_id

Progress = Callable[[int, int], None]
"""Called with the number of pages written and of all pages."""

KEYS = "page-keys.json"
"""File of the site that holds, by path, a hash of each page's content and of what turned it into markup."""

LISTED_QUOTE = 1000
"""Characters of a quote that the search box of the static pages looks through."""

ENDS_OF_SCRIPT = {"</": "<\\/", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What ends a script, or a line of one, for some readers, and how JSON can say it otherwise."""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What a build wrote."""

    folder: Path
    n_pages: int
    n_unchanged: int
    """Pages that are the same as in the previous site, and share its file."""
    n_bytes_home: int
    seconds: float


def build_site(
    edition_db: Path,
    out: Path,
    *,
    house: Path,
    previous: Path | None = None,
    progress: Progress | None = None,
    alarm: Alarm | None = None,
) -> SiteReport:
    """Write the pages of an edition into the new folder `out`, with the templates of `house`/dashboards.

    `previous` is the site of the edition before: a page with the same content becomes a hard link to its file there,
    and is not rendered at all. Every footer tells the `alarm`. The site is complete in itself: any file server can hold
    it, and its pages open from disk. Raises LedgerError when the file is no edition.
    """
    began = time.perf_counter()
    out.mkdir(parents=True)
    render = Renderer(house)
    reader = EditionReader(edition_db, whole=True)
    try:
        shutil.copytree(house / "dashboards" / "static", out / "static")
        for folder in ("forecasters", "forecasts", "questions"):
            (out / folder).mkdir()
        downloads = place_downloads(edition_db, out)
        n_all = sum(len(reader.all(kind)) for kind in (rows.Standing, rows.Forecast, rows.Question))
        before = _keys_of(previous)
        mark = _mark(house)
        keys: dict[str, str] = {}
        n_unchanged = 0
        for page in Pages(reader, alarm=alarm).every(downloads, cookbook(reader, house)):
            path = page.frame.path
            check_id(Path(path).stem)
            keys[path] = hashlib.sha256(f"{mark}{page.content}".encode("utf-8", "replace")).hexdigest()[:32]
            is_same = before.get(path) == keys[path]
            for name, make in files_of(page, render):
                if is_same and previous is not None and (previous / name).is_file():
                    _link_or_copy(previous / name, out / name)
                else:
                    (out / name).write_bytes(make())
            n_unchanged += is_same
            if progress is not None:
                progress(len(keys), max(n_all, len(keys)))
        forecasts = reader.all(rows.Forecast)
        (out / "forecasts" / "list.js").write_text(search_list(forecasts), encoding="utf-8")
        (out / "feed.xml").write_bytes(atom(reader.edition, reader.named(rows.News)))
        write_alarm(out, alarm)
        (out / KEYS).write_text(json.dumps(keys, indent=0), encoding="utf-8")
    finally:
        reader.close()
    return SiteReport(out, len(keys), n_unchanged, (out / "index.html").stat().st_size, time.perf_counter() - began)


def place_downloads(edition_db: Path, out: Path) -> list[parts.Download]:
    """Put the edition's files into `out`/data, as hard links where the disk can, and return what they are."""
    (out / "data").mkdir()
    offered = download_list(edition_db)
    for download, file in offered:
        _link_or_copy(file, out / download.address)
    return [download for download, _ in offered]


def download_list(edition_db: Path) -> list[tuple[parts.Download, Path]]:
    """Return the files of an edition that readers can take away, with where they lie."""
    database = Path(os.path.realpath(edition_db))
    files = [(database, "foretold.duckdb", "The whole edition: all tables and views, every column with its meaning.")]
    for folder, reader in (("csv", "a spreadsheet"), ("parquet", "anything that reads Parquet")):
        files += [
            (file, file.name, f"{file.stem}, for {reader}.")
            for file in sorted((database.parent / folder).glob(f"*.{folder}"))
        ]
    return [(parts.Download(name, f"data/{name}", file.stat().st_size, about), file) for file, name, about in files]


def search_list(forecasts: Sequence[rows.Forecast]) -> str:
    """Return the list that the search box of the static pages looks through: a script that hands over JSON.

    A script and not a JSON file, because a page that was opened from disk may load the one and not the other.
    """
    entries = [
        [
            f.forecast_id,
            f.made_on.isoformat() if f.made_on else "",
            f.forecaster_id,
            f.forecaster,
            f.claim,
            (f.quote or "")[:LISTED_QUOTE],
            None if f.probability is None else round(f.probability, 4),
            f.due_latest_on.isoformat() if f.due_latest_on else "",
            f.status,
            f.topic or "",
            f.band or "",
            None if f.brier is None else round(f.brier, 3),
            f.source_id or "",
            f.term or "",
            f.condition or "",
        ]
        for f in forecasts
    ]
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    for risky, harmless in ENDS_OF_SCRIPT.items():
        text = text.replace(risky, harmless)
    return f"foretoldList({text})\n"


def _mark(house: Path) -> str:
    """Return a hash of what turns content into markup: templates and this package."""
    digest = hashlib.sha256()
    for folder, pattern in ((house / "dashboards", "*.*"), (Path(__file__).parent, "*.py")):
        for file in sorted(folder.rglob(pattern)):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _keys_of(site: Path | None) -> dict[str, str]:
    """Return the keys of the pages of a site by path; none where there is no site or it was not written to its end."""
    if site is None or not (site / KEYS).is_file():
        return {}
    try:
        keys: dict[str, str] = json.loads((site / KEYS).read_text(encoding="utf-8"))
    except ValueError:
        return {}  # a torn file costs a full build and nothing else
    return keys


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
