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
    """Put the edition's database and Parquet files into `out`/data, as hard links where the disk can, and list them."""
    (out / "data").mkdir()
    files = [(edition_db, "foretold.duckdb", "The whole edition: all tables and views, every column with its meaning.")]
    files += [
        (file, file.name, f"The {'table or view'} {file.stem}, for anything that reads Parquet.")
        for file in sorted((edition_db.parent / "parquet").glob("*.parquet"))
    ]
    found = []
    for file, name, about in files:
        target = out / "data" / name
        _link_or_copy(Path(os.path.realpath(file)), target)
        found.append(c.Download(name, f"data/{name}", target.stat().st_size, about))
    return found


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
    # "</" and the two line separators end a script or a line of one in some readers.
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    return f"foretoldList({text.replace('</', '<\\/').replace(chr(0x2028), ' ').replace(chr(0x2029), ' ')})\n"


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
