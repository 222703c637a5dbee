"""Take the screenshots of this folder: `python docs/screenshots/take.py data/sample/editions/current/site`.

Every kind of page, wide and narrow, light and dark, in the distribution's Chromium.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
WIDE, NARROW = {"width": 1280, "height": 1500}, {"width": 390, "height": 844}


def shots(site: Path) -> dict[str, tuple[str, dict[str, int], str]]:
    """Return, by the picture's name, the page, the window and the colour scheme."""
    leader = (site / "index.html").read_text("utf-8").partition('href="forecasters/p_')[2].partition('"')[0]
    telling = ("✓</span> happened", "<dt>Condition</dt><dd>none", "What “", "Nobody that we know of")
    permalinks = sorted((site / "forecasts").glob("f_*.html"))
    permalink = next((p for p in permalinks if _fits(p, telling)), permalinks[0])
    questions = sorted((site / "questions").glob("q_*.html"))
    question = max(questions, key=lambda q: q.read_text("utf-8").count("<tr>"))
    pages = {
        "home": "index.html",
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
    taken = {f"{name}-wide": (page, WIDE, "light") for name, page in pages.items()}
    taken |= {f"{name}-narrow": (page, NARROW, "light") for name, page in pages.items()}
    taken |= {f"{name}-dark": (pages[name], WIDE, "dark") for name in ("home", "forecast")}
    return taken


def _fits(page: Path, words: tuple[str, ...]) -> bool:
    html = page.read_text("utf-8")
    return all(word in html for word in words[:3]) and words[3] not in html


def main() -> None:
    """Take them all."""
    site, out = Path(sys.argv[1]).resolve(), Path(__file__).parent
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", headless=True, args=QUIET)
        for name, (page, window, scheme) in shots(site).items():
            context = browser.new_context(viewport=window, color_scheme=scheme)
            tab = context.new_page()
            tab.goto((site / page).as_uri())
            tab.screenshot(path=out / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
