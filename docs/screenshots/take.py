"""Take the screenshots of this folder: `python docs/screenshots/take.py data/sample/editions/current/site [ADDRESS]`.

Every kind of page, wide, narrow and dark, in the distribution's Chromium; the desk where ADDRESS is that of a server,
as `http://127.0.0.1:8000`. The wide home page is docs/home.png too.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
WIDE, NARROW = {"width": 1280, "height": 1300}, {"width": 390, "height": 844}


def shots(site: Path, live: str | None) -> dict[str, tuple[str, Any, Any]]:
    """Return, by the picture's name, the page's address, the window and the colour scheme."""
    leader = (site / "index.html").read_text("utf-8").partition('href="forecasters/p_')[2].partition('"')[0]
    telling = ("✓</span> happened", "<dt>Condition</dt><dd>none", "What “", "Nobody that we know of")
    permalinks = sorted((site / "forecasts").glob("f_*.html"))
    permalink = next((p for p in permalinks if _fits(p, telling)), permalinks[0])
    questions = sorted((site / "questions").glob("q_*.html"))
    question = max(questions, key=lambda q: q.read_text("utf-8").count("<tr>"))
    pages = {
        "home": "index.html",
        "forecasters": "forecasters/index.html",
        "forecaster": f"forecasters/p_{leader}",
        "forecast": permalink.relative_to(site).as_posix(),
        "question": question.relative_to(site).as_posix(),
        "forecasts": "forecasts/index.html",
        "calibration": "calibration.html",
        "method": "method.html",
        "data": "data.html",
        "nights": "nights.html",
        "due": "due.html",
    }
    pages = {name: (site / page).as_uri() for name, page in pages.items()}
    if live:
        pages |= {"desk": f"{live}/desk.html", "desk-merges": f"{live}/desk-merges.html"}
    kinds = (("wide", WIDE, "light"), ("narrow", NARROW, "light"), ("dark", WIDE, "dark"))
    return {f"{name}-{kind}": (page, *how) for name, page in pages.items() for kind, *how in kinds}


def _fits(page: Path, words: tuple[str, ...]) -> bool:
    html = page.read_text("utf-8")
    return all(word in html for word in words[:3]) and words[3] not in html


def main() -> None:
    """Take them all."""
    site, out = Path(sys.argv[1]).resolve(), Path(__file__).parent
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", headless=True, args=QUIET)
        for name, (address, window, scheme) in shots(site, sys.argv[2] if len(sys.argv) > 2 else None).items():
            context = browser.new_context(viewport=window, color_scheme=scheme)
            tab = context.new_page()
            tab.goto(address)
            tab.screenshot(path=out / f"{name}.png")
            context.close()
        browser.close()
    shutil.copyfile(out / "home-wide.png", out.parent / "home.png")


if __name__ == "__main__":
    main()
