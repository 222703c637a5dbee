"""The pages in a real browser: nothing from elsewhere, nothing broken, found by search, readable narrow and without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from foretold.search.index import NAME
from foretold.site.alarm import Alarm, write_alarm
from foretold.site.listing import Listing, Selection

PATHS = (
    "index.html",
    "forecasters/index.html",
    "forecasters/ada.html",
    "forecasts/index.html",
    "forecasts/f1.html",
    "questions/q_0.html",
    "calibration.html",
    "due.html",
    "method.html",
    "data.html",
    "nights.html",
)


@contextmanager
def opened(browser: Any, **options: Any) -> Iterator[Any]:
    """A page in a context of its own that keeps what went wrong and what was asked for."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.wrongs, page.asked = [], []
    page.on(
        "console", lambda message: page.wrongs.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: page.wrongs.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    try:
        yield page
    finally:
        context.close()


def test_no_page_asks_another_host_or_breaks_its_own_policy(browser: Any, site: str) -> None:
    with opened(browser) as page:
        for path in PATHS:
            page.asked.clear()
            page.goto(f"{site}/{path}", wait_until="load")
            assert page.wrongs == [], path
            assert all(url.startswith(site) for url in page.asked), path
            assert len(page.asked) <= 5, page.asked
            assert page.locator("h1").count() == 1


def test_pages_fit_every_window_and_words_stand_out_from_the_paper(browser: Any, on_disk: str) -> None:
    with opened(browser) as page:
        for path in PATHS:
            page.goto(f"{on_disk}/{path}")
            for width in (1280, 390, 320):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (path, width)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                assert page.evaluate(LOWEST_CONTRAST) >= 4.5, (path, scheme)


def test_axe_finds_nothing_that_keeps_people_out(browser: Any, on_disk: str, axe: Callable[[Any], list[Any]]) -> None:
    with opened(browser, bypass_csp=True) as page:
        for path in PATHS:
            page.goto(f"{on_disk}/{path}")
            for scheme, width in (("light", 1280), ("dark", 390)):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                assert axe(page) == [], (path, scheme)


def test_what_a_later_run_found_shows_in_every_footer(browser: Any, on_disk: str) -> None:
    folder = Path(url2pathname(urlsplit(on_disk).path))
    with opened(browser) as page:
        for alarm in (Alarm("The last run failed", "(nightly, 3 Nov 2026, 02:00 UTC)."), None):
            write_alarm(folder, alarm)
            for path in ("index.html", "forecasts/f1.html"):
                page.goto(f"{on_disk}/{path}")
                told = page.locator("footer #alarm")
                assert told.is_visible() == (alarm is not None)
                assert alarm is None or f"{alarm.what} {alarm.more} What happened" == told.inner_text()
        assert page.wrongs == []


FOUND = (
    ("think", 23),
    ("THI", 23),
    ("hink", 0),
    ("marsal", 2),
    ("MARŠ dov", 2),
    ("Mars\u030cal", 2),
    ("arsal", 0),
    ("abo thi", 23),
    ("come-about", 23),
    ("about-come", 0),
    ("i", 23),
    ("t", 0),
    ("q_0", 4),
    ("0_q", 0),
    ("<script>", 1),
    ("%", 0),
    ('"', 0),
    ("brandt's", 0),
)
"""What is asked for, and how many forecasts a search finds, with a server and without."""


def test_a_search_means_the_same_with_a_server_and_without(browser: Any, on_disk: str, edition: Path) -> None:
    listing = Listing(edition.with_name(NAME))
    with opened(browser) as page:
        page.goto(f"{on_disk}/forecasts/index.html?q=comes")
        page.get_by_text("23 forecasts found").wait_for()
        for words, n in FOUND:
            page.get_by_label("Words").fill(words)
            page.evaluate("Promise.resolve()")
            n_here = page.locator("#list tbody tr").count()
            assert (words, n_here, listing.select(Selection(q=words), start=0, limit=50).n) == (words, n, n)
    listing.close()


def test_a_search_finds_and_its_address_can_be_shared(browser: Any, site: str) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/forecasts/index.html")
        page.get_by_label("Words").fill("q_0 THINK")
        page.get_by_label("Forecaster").select_option(label="Ada Brandt")
        page.get_by_role("button", name="Find").click()
        page.get_by_text("1 forecast found").wait_for()
        assert page.locator("#list tbody tr").count() == 1
        assert "I think that q_0 will come about." in page.locator("#list tbody tr").inner_text()
        address = page.url
        assert "q=q_0" in address
        page.goto("about:blank")
        page.goto(address)
        page.get_by_text("1 forecast found").wait_for()
        assert page.get_by_label("Words").input_value() == "q_0 THINK"
        page.locator("#list a.claim").first.click()
        page.get_by_role("heading", name="What was said").wait_for()
        assert page.locator("mark").inner_text() == "I think that q_0 will come about."
        assert page.wrongs == []


def test_emptying_the_search_brings_the_list_back(browser: Any, on_disk: str) -> None:
    with opened(browser) as page:
        page.goto(f"{on_disk}/forecasts/index.html")
        page.get_by_label("Words").fill("nothing has these words")
        page.get_by_text("Nothing matches").wait_for()
        assert page.locator("#list tbody tr").count() == 0
        page.get_by_label("Words").fill("")
        page.get_by_text("24 forecasts, latest first").wait_for()
        assert page.locator("#list tbody tr").count() == 24
        assert "?" not in page.url


def test_hostile_text_is_found_and_runs_nothing(browser: Any, site: str) -> None:
    with opened(browser) as page:
        alerts: list[str] = []
        page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
        page.goto(f"{site}/forecasts/index.html?q=%3Cscript%3E")
        page.get_by_text("1 forecast found").wait_for()
        assert "<script>alert('x')</script>" in page.locator("#list").inner_text()
        page.locator("#list a.claim").first.click()
        page.get_by_role("heading", name="What was said").wait_for()
        assert page.locator("a[href^='javascript']").count() == 0
        assert alerts == []
        assert page.wrongs == []


def test_pages_are_complete_without_script(browser: Any, site: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{site}/index.html")
        assert page.locator("table.board tbody tr").count() == 5
        page.get_by_role("link", name="Forecasts", exact=True).click()
        assert page.locator("#list tbody tr").count() == 24
        assert page.locator("#find").is_visible() == site.startswith("http")


def test_the_live_search_works_without_script(browser: Any, live: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{live}/forecasts/index.html")
        page.get_by_label("Words").fill("q_open")
        page.get_by_role("button", name="Find").click()
        assert "1 forecast found" in page.inner_text("#found")


def test_the_keyboard_reaches_the_content_first(browser: Any, on_disk: str) -> None:
    with opened(browser) as page:
        page.goto(f"{on_disk}/index.html")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to content"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_home_page_is_light(browser: Any, on_disk: str) -> None:
    with opened(browser) as page:
        page.goto(f"{on_disk}/index.html", wait_until="load")
        sizes = [Path(url2pathname(urlsplit(address).path)).stat().st_size for address in page.asked]
    assert len(sizes) <= 5  # benchmarks/cold_load.py says how soon they are there
    assert sum(sizes) <= 100_000


def test_a_point_of_the_calibration_leads_to_its_forecasts(browser: Any, site: str) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/calibration.html")
        point = page.locator("svg.calibration a").last
        n = (point.get_attribute("aria-label") or "").rpartition("its ")[2].split()[0]
        point.click()
        page.get_by_text(f"{n} forecasts found").wait_for()
        assert page.get_by_label("Outcome").input_value() == "scored"
        assert page.get_by_label("Given from").is_visible()
        assert page.wrongs == []


def test_a_heading_sorts_and_the_csv_holds_the_very_selection(browser: Any, site: str) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/forecasts/index.html")
        page.get_by_label("Forecaster").select_option(label="Ada Brandt")
        page.get_by_role("button", name="Find").click()
        page.get_by_text("8 forecasts found").wait_for()
        for sort in ("brier", "-brier"):
            page.get_by_role("link", name="Brier", exact=True).click()
            page.wait_for_url(f"**sort={sort}*")
            page.locator("#list th[aria-sort]").wait_for()
            cells = page.locator("#list td[data-label=Brier]").all_inner_texts()
            scores = [float(text) for text in cells if text != "–"]
            assert scores == sorted(scores, reverse=sort == "-brier")
        with page.expect_download() as taken:
            page.get_by_role("link", name="CSV of these").click()
        lines = taken.value.path().read_text(encoding="utf-8").splitlines()
        assert len(lines) == 1 + len(cells)
        assert page.wrongs == []


# Contrast of every piece of text with the background behind it, by WCAG 2.2's formula.
LOWEST_CONTRAST = """() => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const lum = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  let lowest = 21;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.getClientRects().length) continue;
    const style = getComputedStyle(e);
    const svg = e.closest("svg") !== null;
    const a = lum(parse(svg ? style.fill : style.color)), b = lum(behind(e));
    lowest = Math.min(lowest, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  return lowest;
}"""
