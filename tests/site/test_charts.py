"""Every chart of every page: its title is a question, its numbers stand beside it, and both can be taken away."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from builder import Ledger
from editions import add, fill
from lxml import html
from markup import pages

from foretold.settings import house
from foretold.site.build import build_site

SHOWN = ("given", "came_about", "brier", "low", "high", "n_questions", "probability_of_event")
"""Columns of a chart's CSV whose numbers a reader of its page finds beside it."""


def charts(file: Path) -> Iterator[tuple[Any, Any]]:
    """Yield the charts of a page, each with its section. A drawing in a row of a table, or in a key, is none."""
    for drawing in html.parse(file).getroot().iter("svg"):
        around = [one.tag for one in drawing.iterancestors()]
        is_key = "key" in (drawing.getparent().get("class") or "")
        if "td" in around or "th" in around or is_key:
            assert drawing.get("aria-hidden") == "true" or drawing.get("aria-label"), file
            continue
        yield drawing, next(drawing.iterancestors("section"))


def taken(section: Any, file: Path, ending: str) -> list[Path]:
    """The files of this ending that a section offers."""
    links = section.xpath(".//p[@class='take']/a/@href")
    return [file.parent / link for link in links if link.endswith(ending)]


def test_every_chart_is_a_question_with_its_numbers_beside_and_to_take_away(
    site: Path, publish_edition: Callable[..., Path], tmp_path: Path
) -> None:
    def of_two_quarters(ledger: Ledger) -> None:
        fill(ledger)
        add(ledger, "Ada Brandt", "q_0", "likely", made_on="2019-11-01")

    build_site(publish_edition(of_two_quarters), tmp_path / "site", house=house())
    seen: set[str] = set()
    for file in [*pages(site), tmp_path / "site" / "forecasters" / "ada.html"]:
        for _, section in charts(file):
            titles = section.xpath(".//h2 | .//h3 | .//figcaption/b")
            assert any(title.text_content().strip().endswith("?") for title in titles), (file, titles)
            assert section.xpath(".//table") or "lead" in section.get("class"), file
            drawings, tables = taken(section, file, ".svg"), taken(section, file, ".csv")
            assert [one.stem for one in drawings] == [one.stem for one in tables] != [], file
            for drawing in drawings:
                words = " ".join("".join(ElementTree.parse(drawing).getroot().itertext()).split())
                assert "?" in words or ".card." in drawing.name, drawing
                seen.add(drawing.name.split(".")[1])
            text = section.text_content()
            for table in tables:
                with table.open(encoding="utf-8", newline="") as lines:
                    told = [row for row in csv.DictReader(lines) if row.get("whose") in (None, "own")]
                for row in told:  # everybody's band stands on a page of its own
                    numbers = [float(row[column]) for column in SHOWN if row.get(column)]
                    assert all(is_told(number, text) for number in numbers), (table, row)
    assert seen >= {"card", "calibration", "topic", "horizon", "trend", "timeline"}


def is_told(value: float, text: str) -> bool:
    """Whether a page says this number: as a score, as percent, or as a count."""
    return any(said in text for said in (f"{value:.3f}", f"{100 * value:.0f}\u202f%", f"{value:.0f}"))
