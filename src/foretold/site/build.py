"""The static site: every page of an edition as a file, with its static files, downloads, search list and feed."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from foretold.site import contexts as c
from foretold.site import rows
from foretold.site.data import EditionReader
from foretold.site.feed import atom
from foretold.site.pages import Pages
from foretold.site.render import check_id, percent, renderer

Progress = Callable[[int, int], None]
"""Called with the number of pages written and of all pages."""

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
    edition_db: Path, out: Path, *, house: Path, previous: Path | None = None, progress: Progress | None = None
) -> SiteReport:
    """Write the pages of an edition into the new folder `out`, with the templates of `house`/dashboards.

    `previous` is the site of the edition before: a page that came out the same becomes a hard link to its file there.
    The site is complete in itself: any file server can hold it, and its pages open from disk.
    Raises LedgerError when the file is no edition.
    """
    began = time.perf_counter()
    out.mkdir(parents=True)
    render = renderer(house)
    reader = EditionReader(edition_db, whole=True)
    try:
        pages = Pages(reader)
        shutil.copytree(house / "dashboards" / "static", out / "static")
        downloads = place_downloads(edition_db, out)
        folders = {"forecasters", "forecasts", "questions"}
        for folder in folders:
            (out / folder).mkdir()
        n_all = sum(len(reader.all(kind)) for kind in (rows.Standing, rows.Forecast, rows.Question))
        n_pages = n_unchanged = 0
        for page in pages.every(downloads):
            check_id(Path(page.frame.path).stem)
            n_unchanged += _write(out, page.frame.path, render(page), previous)
            n_pages += 1
            if progress is not None:
                progress(n_pages, max(n_all, n_pages))
        forecasts = reader.all(rows.Forecast)
        (out / "forecasts" / "list.js").write_text(search_list(forecasts), encoding="utf-8")
        (out / "feed.xml").write_bytes(atom(reader.edition, forecasts))
    finally:
        reader.close()
    return SiteReport(out, n_pages, n_unchanged, (out / "index.html").stat().st_size, time.perf_counter() - began)


def place_downloads(edition_db: Path, out: Path) -> list[c.Download]:
    """Put the edition's files into `out`/data, as hard links where the disk can, and return what they are."""
    (out / "data").mkdir()
    offered = download_list(edition_db)
    for download, file in offered:
        _link_or_copy(file, out / download.address)
    return [download for download, _ in offered]


def download_list(edition_db: Path) -> list[tuple[c.Download, Path]]:
    """Return the files of an edition that readers can take away, with where they lie."""
    database = Path(os.path.realpath(edition_db))
    files = [(database, "foretold.duckdb", "The whole edition: all tables and views, every column with its meaning.")]
    files += [
        (file, file.name, f"{file.stem}, for anything that reads Parquet.")
        for file in sorted((database.parent / "parquet").glob("*.parquet"))
    ]
    return [(c.Download(name, f"data/{name}", file.stat().st_size, about), file) for file, name, about in files]


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
            f.quote or "",
            percent(f.probability),
            f.due_on.isoformat() if f.due_on else "",
            f.status,
            f.topic or "",
            f.band or "",
            "" if f.brier is None else f"{f.brier:.3f}",
        ]
        for f in forecasts
    ]
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    for risky, harmless in ENDS_OF_SCRIPT.items():
        text = text.replace(risky, harmless)
    return f"foretoldList({text})\n"


def _write(out: Path, path: str, html: str, previous: Path | None) -> bool:
    """Write one page; return whether it is the same as before and shares the file of the site before."""
    content = html.encode("utf-8", "replace")
    file = out / path
    before = previous / path if previous is not None else None
    if before is not None and before.is_file() and before.read_bytes() == content:
        _link_or_copy(before, file)
        return True
    file.write_bytes(content)
    return False


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
