"""What the pages say beside the mean Brier score: every table that is reckoned from scores has a reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

from builder import Ledger
from editions import add, fill, outcome

from foretold.settings import house
from foretold.site.build import build_site


def said(page: Path) -> str:
    """Return a page's words, those of different cells apart."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", page.read_text(encoding="utf-8"))).split())


def test_a_forecasters_page_gives_the_other_measures_with_their_n_or_the_reason(site: Path) -> None:
    text = said(site / "forecasters" / "ada.html")
    assert "Mean Brier score, drawn towards the others 0.210 0.112 to 0.308 5" in text
    assert "Chance of being among the best five > 99 % – 5" in text
    assert "Not to be had: 2 groups of forecasters share no question; this one is in group 1 of 2." in text
    assert "Brier score where the deadline has passed – – 0 Not to be had: of no question has a stated" in text
    assert "Hit rate" in text
    assert "Not proper: 51 % counts as 99 %." in text
    assert "Brier score on several options 0.160 – 1" in text


def test_two_forecasters_are_compared_from_both_sides(site: Path) -> None:
    assert "Bruno Quist 5 −0.120 −0.200 to −0.040 0.030 Ada Brandt is better" in said(site / "forecasters" / "ada.html")
    assert "Ada Brandt 5 +0.120 +0.040 to +0.200 0.030 Ada Brandt is better" in said(
        site / "forecasters" / "bruno.html"
    )


def test_the_curve_without_bins_is_drawn_with_its_band(site: Path) -> None:
    page = (site / "calibration.html").read_text(encoding="utf-8")
    assert 'class="band" d="M60 285L210 135L210 45L60 195Z"' in page
    assert 'class="whisker" d="M60 270L210 120"' in page
    assert "Miscalibration, log score 0.111 – 8" in said(site / "calibration.html")


def test_options_are_compared_on_the_forecasters_page(site: Path) -> None:
    assert "Ada Brandt 1 0.160 +26.30" in said(site / "forecasters" / "index.html")


def test_a_call_that_was_repeated_is_shown_and_counted_once(
    publish_edition: Callable[..., Path], tmp_path: Path
) -> None:
    def again(ledger: Ledger) -> None:
        fill(ledger)
        for year in (2001, 2002, 2003):
            add(ledger, "Ada Brandt", "q_clock", "likely" if year < 2003 else "will", made_on=f"{year}-01-01")
        outcome(ledger, "q_clock", "yes")
        for year, word in ((2011, "no"), (2012, "yes")):
            due = f"{year}-12-31"
            add(ledger, "Ada Brandt", f"q_{year}", "likely", claim="It rains.", made_on="2010-01-01", due_latest_on=due)
            outcome(ledger, f"q_{year}", word, settled_on=due)

    build_site(publish_edition(again), tmp_path / "site", house=house())
    text = said(tmp_path / "site" / "forecasters" / "ada.html")
    assert "event q_clock 3 1 Jan 2001 1 Jan 2003 0.062 0.000 0.042" in text
    assert "it rains 2 1 31 Dec 2011 31 Dec 2012 100 % 0.062 0.312" in text
