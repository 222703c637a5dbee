"""The desk in a real browser: by keyboard alone, nothing typed lost, two judges blind, a score on the page soon after."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from foretold.ledger.journal import Journal

DAY = "12122020"
"""What is typed into a field for a day, in the browser's order: 12 December 2020."""
REASON = "The bank raised it; yes, no and void are words here."


@contextmanager
def opened(browser: Any, **options: Any) -> Iterator[Any]:
    """A page in a context of its own, that keeps what went wrong in it."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.wrongs = []
    page.on("console", lambda said: page.wrongs.append(said.text) if said.type in ("error", "warning") else None)
    try:
        yield page
    finally:
        context.close()


def until_it_says(page: Any, address: str, words: str) -> str:
    """Open a page again and again until it says something: the edition with it is being published. Return its text."""
    for _ in range(600):
        page.goto(address)
        text = str(page.locator("main").inner_text())
        if words in text:
            return text
        page.wait_for_timeout(100)
    raise AssertionError(f"{address} does not come to say {words!r}")


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_forecast_is_decided_by_keyboard_alone_and_scored_and_undone(browser: Any, shared_desk: str) -> None:
    with opened(browser, extra_http_headers={"x-forwarded-user": "Tess Ter"}) as page:
        page.goto(f"{shared_desk}/desk.html")
        claim = page.locator("h2.claim").inner_text()
        forecast = page.locator("form[data-desk]").get_attribute("data-desk")
        press(page, "y")
        page.keyboard.type(DAY)
        press(page, "Escape", "b")
        page.keyboard.type(REASON)

        page.reload()  # a draft outlives the page
        assert page.get_by_role("radio", name="Yes").is_checked()
        assert page.get_by_label("Settled on").input_value() == "2020-12-12"
        assert page.get_by_label("Because").input_value() == REASON

        press(page, "Control+Enter")
        page.get_by_role("heading", name="Decided just now").wait_for()
        assert page.locator("form[data-desk]").get_attribute("data-desk") != forecast
        assert claim in page.locator("table").inner_text()
        assert page.evaluate("localStorage.length") == 0
        text = until_it_says(page, f"{shared_desk}/forecasts/{forecast}.html", "✓ happened")
        assert "Brier score" in text
        assert "Tess Ter" in text

        page.goto(f"{shared_desk}/desk.html")
        press(page, "z")
        page.get_by_role("heading", name="Decided just now").wait_for(state="detached")
        assert "Brier score" not in until_it_says(page, f"{shared_desk}/forecasts/{forecast}.html", "○ open")
        assert page.wrongs == []


def test_who_judges_second_sees_no_judgement_and_a_conflict_is_left_to_a_third(browser: Any, shared_desk: str) -> None:
    def judging(name: str) -> Any:
        return opened(browser, extra_http_headers={"x-forwarded-user": name})

    def judge(page: Any, key: str, because: str) -> str:
        page.goto(f"{shared_desk}/desk.html?blind=1")
        seen = str(page.content())
        asked = page.locator("form[data-desk]").get_attribute("data-desk")
        press(page, key)
        page.keyboard.type(DAY)
        press(page, "Escape", "b")
        page.keyboard.type(because)
        press(page, "Control+Enter")
        page.get_by_role("heading", name="Decided just now").wait_for()
        assert page.locator("form[data-desk]").get_attribute("data-desk") != asked
        return f"{asked} {seen}"

    with judging("Ann Arl") as first, judging("Ben Bos") as second, judging("Cy Cole") as third:
        forecast = judge(first, "y", "The papers said so.").split()[0]
        case = f"{shared_desk}/desk.html?forecast={forecast}"
        assert "Ann Arl yes, The papers said so." in until_it_says(third, case, "Judged before")
        asked, _, seen = judge(second, "n", "The papers were wrong.").partition(" ")
        assert asked == forecast
        assert "Ann Arl" not in seen
        assert "The papers said so" not in seen
        assert "Judged before" not in seen
        conflict = until_it_says(third, case, "and differently: yours decides")
        assert "Ann Arl yes, The papers said so.; Ben Bos no, The papers were wrong." in conflict
        third.goto(f"{shared_desk}/forecasts/{forecast}.html")
        assert "open" in third.locator(".verdict").inner_text()


def test_a_reading_is_corrected_and_rejected_by_keyboard(browser: Any, desk: str) -> None:
    with opened(browser) as page:
        page.goto(f"{desk}/desk.html")
        claim = page.locator("h2.claim").inner_text()
        press(page, "x")  # without a reason nothing is rejected: it is asked for
        page.keyboard.type("It says so.")
        press(page, "Escape", "c")
        page.keyboard.type("the rate is 2 % at least")
        press(page, "Control+Enter")
        page.get_by_role("heading", name="Decided just now").wait_for()
        assert "claim: the rate is 2 % at least" in page.locator("table").inner_text()
        page.goto(f"{desk}/desk.html")
        assert page.locator("h2.claim").inner_text() == claim  # what is corrected still waits for its outcome
        press(page, "b")
        page.keyboard.type("He reports what others say.")
        press(page, "Escape", "x")
        page.locator("td[data-label=Decided]", has_text="rejected").wait_for()
        assert page.locator("h2.claim").inner_text() != claim
        assert page.evaluate("localStorage.length") == 0
        assert page.wrongs == []


@pytest.mark.parametrize("way", ["refused", "broken", "gone"])
def test_nothing_typed_is_lost_when_the_server_fails(browser: Any, desk: str, way: str) -> None:
    with opened(browser) as page:
        page.goto(f"{desk}/desk.html")
        press(page, "y")
        page.keyboard.type(DAY if way != "refused" else "12122001")  # before it was said
        press(page, "Escape", "b")
        page.keyboard.type(REASON)
        answer = {"broken": lambda route: route.fulfill(status=500, body="?"), "gone": lambda route: route.abort()}
        if way in answer:
            page.route("**/desk-outcome", answer[way])
        sent = page.expect_event("requestfinished" if way != "gone" else "requestfailed")
        with sent:
            press(page, "Control+Enter")
        if way == "refused":
            assert "an outcome comes after its forecast" in page.get_by_role("alert").inner_text()
        else:
            page.wait_for_url(lambda url: not url.endswith("/desk.html"), wait_until="commit")  # the browser's own page
            page.goto(f"{desk}/desk.html")
        assert page.get_by_label("Because").input_value() == REASON
        assert page.get_by_role("radio", name="Yes").is_checked()
        assert page.get_by_label("Settled on").input_value() == ("2001-12-12" if way == "refused" else "2020-12-12")


def test_twenty_that_are_due_are_cleared_by_keyboard(browser: Any, long_queue: tuple[str, Journal]) -> None:
    address, journal = long_queue
    because = "In the news."
    keys = ("y", *DAY, "Escape", "b", *because, "Control+Enter")
    with opened(browser) as page:
        page.goto(f"{address}/desk.html")
        began = time.perf_counter()
        for _ in range(20):
            before = page.locator("form[data-desk]").get_attribute("data-desk")
            press(page, *keys)
            page.locator(f'form[data-desk]:not([data-desk="{before}"])').wait_for()
            page.wait_for_load_state()  # the form can be seen before the script listens to keys
        seconds = time.perf_counter() - began
    decided = [line.decision for line in journal.lines()]
    assert len({one.target for one in decided}) == len(decided) == 20
    assert all(one.because == because and one.value == "yes" for one in decided)
    assert len(keys) - len(because) == 12  # told in docs/desk.md, as are the seconds
    print(f"{seconds / 20:.2f} s of machine time for each decision")
    assert seconds < 60, "a tenth of the ten minutes that they may take"


def test_a_pair_is_decided_by_keyboard_and_nobody_is_kept_out(
    browser: Any, desk: str, axe: Callable[[Any], list[Any]]
) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    for path in ("desk.html", "desk.html?blind=1", "desk-merges.html"):
        page.goto(f"{desk}/{path}")
        assert axe(page) == [], path
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.keyboard.press("Control+Enter")  # nothing is chosen: nothing is sent
    page.keyboard.press("r")
    assert page.get_by_label("Two events").is_checked()
    page.keyboard.press("Escape")
    page.keyboard.press("c")  # keys choose, and decide nothing
    page.keyboard.type("Both mean the treaty.")
    assert sent == []
    page.reload()
    assert page.get_by_label("One event c").is_checked()
    assert page.get_by_label("Because").input_value() == "Both mean the treaty."
    page.keyboard.press("Control+Enter")
    page.get_by_text("No pair waits.").wait_for()
    assert "one event" in page.locator("table").inner_text()
    assert page.evaluate("localStorage.length") == 0
    context.close()


def test_keys_of_one_letter_can_be_switched_off_for_good(browser: Any, desk: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{desk}/desk.html")
    page.get_by_label("Keys of one letter").uncheck()
    page.keyboard.press("y")
    page.reload()
    page.keyboard.press("y")
    assert not page.get_by_label("Keys of one letter").is_checked()
    assert not page.get_by_role("radio", name="Yes").is_checked()
    page.get_by_label("Keys of one letter").check()
    page.keyboard.press("y")
    assert page.get_by_role("radio", name="Yes").is_checked()
    context.close()


def test_the_desk_works_without_script_and_keeps_what_was_typed(browser: Any, desk: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk}/desk.html")
    page.get_by_label("No", exact=False).nth(0).check()
    page.get_by_label("Settled on").fill("2018-01-01")
    page.get_by_label("Because").fill("It was in the news.")
    page.get_by_role("button", name="Record").click()
    assert "an outcome comes after its forecast" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Because").input_value() == "It was in the news."
    page.get_by_label("Settled on").fill("2020-01-01")
    page.get_by_role("button", name="Record").click()
    page.get_by_role("heading", name="Decided just now").wait_for()
    context.close()


def test_the_desk_skips_round_the_queue(browser: Any, desk: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{desk}/desk.html")
    seen = []
    for _ in range(5):
        seen.append(page.locator("form[data-desk]").get_attribute("data-desk"))
        with page.expect_navigation():
            page.keyboard.press("s")
    assert len(set(seen)) == 5
    assert page.locator("form[data-desk]").get_attribute("data-desk") == seen[0]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()
