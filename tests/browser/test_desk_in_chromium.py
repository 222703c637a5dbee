"""The desk in a real browser: by keyboard alone, nothing typed lost, a score on the page soon after, undone again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_a_forecast_is_decided_by_keyboard_and_scored_and_undone(browser: Any, desk: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    wrongs: list[str] = []
    page.on("console", lambda message: wrongs.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(f"{desk}/desk.html")
    claim = page.locator("h2.claim").inner_text()
    forecast = page.locator("form[data-desk]").get_attribute("data-desk")
    page.keyboard.press("y")
    assert page.get_by_label("Yes").is_checked()
    page.keyboard.type("12122019")
    page.get_by_label("Because").focus()
    page.keyboard.type("The bank raised it in December; yes, no and void are words here.")

    page.reload()  # a draft outlives the page
    assert page.get_by_label("Yes").is_checked()
    assert page.get_by_label("Settled on").input_value() == "2019-12-12"
    assert page.get_by_label("Because").input_value().startswith("The bank raised it in December")

    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="Decided just now").wait_for()
    assert page.locator("form[data-desk]").get_attribute("data-desk") != forecast
    assert claim in page.locator("table").inner_text()
    assert page.evaluate("localStorage.length") == 0

    for _ in range(100):
        page.goto(f"{desk}/forecasts/{forecast}.html")
        if "happened" in page.locator(".verdict").inner_text():
            break
        page.wait_for_timeout(100)
    assert "Brier score" in page.locator(".verdict").inner_text()
    assert "Tess Ter" in page.locator("main").inner_text()

    page.goto(f"{desk}/desk.html")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("heading", name="Decided just now").wait_for(state="detached")
    for _ in range(100):
        page.goto(f"{desk}/forecasts/{forecast}.html")
        if "open" in page.locator(".verdict").inner_text():
            break
        page.wait_for_timeout(100)
    assert "Brier score" not in page.locator(".verdict").inner_text()
    assert wrongs == []
    context.close()


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
    assert not page.get_by_label("Yes").is_checked()
    page.get_by_label("Keys of one letter").check()
    page.keyboard.press("y")
    assert page.get_by_label("Yes").is_checked()
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
