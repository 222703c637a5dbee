"""Time words and the days that they mean: a table worked out by hand, and properties that hold for any text."""

from __future__ import annotations

import csv
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foretold.extract.horizon import find_horizon, find_horizons, find_time_words, interpret

TABLE = list(csv.DictReader((Path(__file__).parent / "horizons.csv").open(encoding="utf-8")))
GRANULARITIES = {
    "day",
    "week",
    "month",
    "quarter",
    "season",
    "half",
    "year",
    "decade",
    "century",
    "event",
    "indefinite",
}


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def test_the_table_is_large_enough() -> None:
    assert len(TABLE) >= 150


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['words'] or row['sentence']}, {row['made_on']}")
def test_phrase_means_these_days(row: dict[str, str]) -> None:
    sentence, made = row["sentence"], day(row["made_on"])
    found = find_horizon(sentence, 0, len(sentence), made, made)
    if not row["words"]:
        assert found is None
        return
    assert found is not None
    assert found.words == row["words"]
    assert (found.due_earliest, found.due_latest) == (day(row["earliest"]), day(row["latest"])), found.reason
    assert found.granularity == row["granularity"]
    assert found.is_open == (row["open"] == "open")
    assert found.reason


@pytest.mark.parametrize("row", [row for row in TABLE if row["words"]], ids=lambda row: row["words"])
def test_words_alone_are_read_as_in_their_sentence(row: dict[str, str]) -> None:
    made = day(row["made_on"])
    found = interpret(row["words"], made, made)
    assert (found.due_earliest, found.due_latest) == (day(row["earliest"]), day(row["latest"]))


def test_offsets_count_from_the_start_of_the_text() -> None:
    text = "😀 Nothing here. Rates will fall next year. Nothing there either, tomorrow."
    start, end = text.index("Rates"), text.index(" Nothing there")
    found = find_horizons(text, start, end, None, None)
    assert [h.words for h in found] == ["next year"]
    assert text[found[0].start : found[0].end] == "next year"


def test_a_date_known_as_an_interval_widens_the_horizon_on_both_sides() -> None:
    found = interpret("within two weeks", date(2025, 3, 1), date(2025, 3, 10))
    assert (found.due_earliest, found.due_latest) == (date(2025, 3, 1), date(2025, 3, 24))
    found = interpret("next year", date(2024, 12, 1), date(2025, 1, 31))
    assert (found.due_earliest, found.due_latest) == (date(2025, 1, 1), date(2026, 12, 31))


def test_without_a_date_the_reason_says_so() -> None:
    assert "no date of the document" in interpret("next year", None, None).reason


def test_an_event_is_named_in_the_reason() -> None:
    assert interpret("before the elections", None, None).reason == "relative to an event: 'before the elections'"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The law passed last year.", "last year"),
        ("The annexation in 2014 changed everything.", "in 2014"),
        ("He left two years ago.", "two years ago"),
        ("They have been at war since 2014.", "since 2014"),
        ("Wages have stagnated in recent years.", "in recent years"),
    ],
)
def test_time_words_about_the_past_are_kept_apart(sentence: str, words: str) -> None:
    made = date(2016, 1, 20)
    assert find_horizons(sentence, 0, len(sentence), made, made) == []
    found = find_time_words(sentence, 0, len(sentence), made, made)
    assert [(h.words, h.is_past) for h in found] == [(words, True)]


def test_several_horizons_come_in_order() -> None:
    text = "It will fall in 2027, rise by mid-2030 and vanish eventually."
    made = date(2025, 3, 5)
    found = find_horizons(text, 0, len(text), made, made)
    assert [h.words for h in found] == ["in 2027", "by mid-2030", "eventually"]
    best = find_horizon(text, 0, len(text), made, made)
    assert best is not None
    assert best.due_latest is not None


def test_a_dated_horizon_is_preferred_to_an_event_and_that_to_a_vague_word() -> None:
    made = date(2025, 3, 5)
    text = "Soon, before the elections, they will fold, and all in 2026."
    assert [h.words for h in find_horizons(text, 0, len(text), made, made)][-1] == "in 2026"
    best = find_horizon(text, 0, len(text), made, made)
    assert best is not None
    assert best.words == "in 2026"


@pytest.mark.parametrize("words", ["in 99999999 years", "within 9000 years", "on February 30", "in 9,999,999 months"])
def test_days_that_do_not_exist_are_not_invented(words: str) -> None:
    found = interpret(words, date(2025, 3, 5), date(2025, 3, 5))
    assert found.due_latest is None
    assert "no such day" in found.reason


def test_words_that_no_rule_reads_are_given_back_with_that_reason() -> None:
    found = interpret("when pigs fly", date(2025, 3, 5), date(2025, 3, 5))
    assert (found.words, found.due_latest, found.granularity) == ("when pigs fly", None, "indefinite")
    assert "no rule" in found.reason


ODD = ["31", "2100", "the", "end", "of", "-", "'s", ",", "ago", "last", "Q5", "99th", "FY30", "0", "30 February"]
PIECES = st.sampled_from(sorted({word for row in TABLE for word in row["sentence"].split()} | set(ODD)))
DATES = st.dates()


@given(st.lists(PIECES, max_size=25).map(" ".join), DATES, st.integers(0, 400))
@settings(max_examples=400, deadline=None)
def test_any_pile_of_time_words_gives_a_sound_interval(text: str, made: date, days: int) -> None:
    late = made + timedelta(days) if made < date(9990, 1, 1) else made
    for found in find_time_words(text, 0, len(text), made, late):
        assert text[found.start : found.end] == found.words
        assert found.granularity in GRANULARITIES
        if found.due_earliest and found.due_latest:
            assert found.due_earliest <= found.due_latest
        if found.due_latest and not found.is_past:
            assert found.due_latest >= made


@given(st.text(), st.integers(-5, 50), st.integers(-5, 50), st.none() | DATES)
@settings(deadline=None)
def test_no_text_whatever_makes_it_crash(text: str, start: int, end: int, made: date | None) -> None:
    start, end = max(start, 0), max(end, 0)
    for found in find_time_words(text, start, end, made, made):
        assert text[found.start : found.end] == found.words
    interpret(text, made, made)


@pytest.mark.parametrize("surrogate", ["\ud800 by 2030 \udfff", "by 2030\x00", "\u202eby 2030", "by\u00a02030"])
def test_odd_characters_do_not_hide_a_horizon(surrogate: str) -> None:
    found = find_horizon(surrogate, 0, len(surrogate), None, None)
    assert found is not None
    assert surrogate[found.start : found.end] == found.words


JUNK = [
    "a",
    "1",
    "next ",
    "the ",
    "at least ",
    "in a few ",
    "Monday, ",
    "2025-",
    "in 2 or 3 ",
    "the end of the ",
    "before ",
]


@pytest.mark.parametrize("junk", [*JUNK, "by the time ", "a a ", "of 2 the ", "' ", "in the first week of May "])
def test_junk_takes_linear_time(junk: str) -> None:
    def seconds(size: int) -> float:
        text = (junk * (size // len(junk) + 1))[:size]
        begun = time.process_time()
        find_horizons(text, 0, len(text), None, None)
        return time.process_time() - begun

    small, large = min(seconds(20_000) for _ in range(2)), seconds(200_000)
    assert large < 10 * small * 4 + 0.2
