"""What breaks no rule and is unusual all the same is noted, by the habits of thirty nights, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from foretold import night as steps
from foretold.ledger.connect import connect
from foretold.night import Night
from foretold.operate.watch import Brought, is_unusual, silent_sources, unusual_totals

TONIGHT = date(2026, 5, 31)
NIGHTS = [TONIGHT - timedelta(days=n) for n in range(1, 31)]  # latest first, as the ledger gives them


def brought(
    night: date, source: str = "daily", n: int = 10, undated: int = 1, words: int = 9000, forecasts: int = 18
) -> Brought:
    return Brought(night, source, n, n, undated, words, forecasts)


def weekdays(nights: list[date]) -> list[date]:
    return [night for night in nights if night.weekday() < 5]


def test_a_night_like_the_others_is_not_noted() -> None:
    rows = [brought(night, n=8 + night.day % 5, forecasts=16 + night.day % 6) for night in [TONIGHT, *NIGHTS]]
    assert unusual_totals(rows, TONIGHT, NIGHTS) == []


@pytest.mark.parametrize(
    ("tonight", "words"),
    [
        (brought(TONIGHT, n=0, undated=0, words=0, forecasts=0), "0 new texts tonight; the median of the 30 nights before is 10"),
        (brought(TONIGHT, n=60, undated=6), "60 new texts tonight"),
        (brought(TONIGHT, undated=9), "9 of 10 new documents have no date; the median share of the 30 nights before is 0.10"),
        (brought(TONIGHT, forecasts=1), "0.1 forecasts per 1,000 new words; the median of the 30 nights before is 2.0"),
        (brought(TONIGHT, forecasts=120), "13.3 forecasts per 1,000 new words"),
    ],
)  # fmt: skip
def test_an_unusual_night_is_noted_with_what_was_usual(tonight: Brought, words: str) -> None:
    notes = unusual_totals([tonight, *(brought(night) for night in NIGHTS)], TONIGHT, NIGHTS)
    assert len(notes) == 1
    assert words in notes[0]


def test_six_nights_are_no_measure() -> None:
    few = NIGHTS[:6]
    assert unusual_totals([brought(TONIGHT, n=500), *(brought(night) for night in few)], TONIGHT, few) == []


def test_an_outlier_is_measured_by_the_spread() -> None:
    wide = [5.0, 40.0, 12.0, 60.0, 30.0, 8.0, 25.0]
    assert not is_unusual(70, wide, floor=1)
    assert is_unusual(150, wide, floor=1)


def silent(rows: list[Brought], source: str = "daily", nights: list[date] = NIGHTS) -> list[str]:
    return silent_sources(rows, TONIGHT, nights, {source: source.title()})


def test_a_daily_source_is_missed_on_its_first_night_after_a_month_and_its_second_after_a_week() -> None:
    assert silent([brought(night) for night in NIGHTS])[0].startswith(
        "Daily is silent: nothing new for 1 nights, after 30 of 30"
    )
    week = NIGHTS[:7]
    assert silent([brought(night) for night in week], nights=week) == []
    assert len(silent([brought(night) for night in week[1:]], nights=week)) == 1


def test_a_paper_of_weekdays_may_rest_at_the_weekend() -> None:
    assert TONIGHT.weekday() == 6
    assert silent([brought(night) for night in weekdays(NIGHTS)]) == []
    assert len(silent([brought(night) for night in weekdays(NIGHTS[3:])])) == 1


def test_a_weekly_source_is_missed_in_its_third_week() -> None:
    weekly = [brought(night) for night in NIGHTS if night.weekday() == 4]
    assert silent(weekly) == []
    assert silent(weekly[:3]) == []  # ended two weeks ago
    forty = [TONIGHT - timedelta(days=n) for n in range(1, 60)]
    assert len(silent([brought(night) for night in forty[25:] if night.weekday() == 4], nights=forty)) == 1


def test_a_source_that_never_brought_anything_or_left_sources_toml_is_not_missed() -> None:
    assert silent([], source="new") == []
    assert silent_sources([brought(night) for night in NIGHTS], TONIGHT, NIGHTS, {}) == []


def test_the_view_counts_what_a_night_brought(run_night: Callable[[Path], Night], articles: Path) -> None:
    night = run_night(articles)
    con = connect(night.settings.edition.resolve(), read_only=True)
    try:
        rows = con.execute("select * from nightly_quality").fetchall()
        n_forecasts, n_words = con.execute(
            "select count(*), (select sum(n_words) from documents) from forecasts"
        ).fetchall()[0]
    finally:
        con.close()
    assert len(rows) == 1
    today = datetime.now(UTC).date()
    assert rows[0] == (
        today,
        "articles",
        3,
        3,
        1,
        n_words,
        n_forecasts,
        pytest.approx(1 / 3),
        pytest.approx(1000 * n_forecasts / n_words),
    )


def test_a_silent_source_is_noted_from_the_ledger(run_night: Callable[[Path], Night], articles: Path) -> None:
    """Three nights of captures, by their dates in the ledger, then two on which nothing came."""
    night = run_night(articles)
    with night.ledger() as con:
        ids = [row[0] for row in con.execute("select capture_id from captures order by 1").fetchall()]
        for days, capture_id in zip((5, 4, 3), ids, strict=True):
            moment = datetime.now(UTC) - timedelta(days=days)
            con.execute("update captures set captured_at = ? where capture_id = ?", [moment, capture_id])
    steps.log_run(
        night.settings.runs,
        steps.Run(
            "r_0", "nightly", moment + timedelta(days=2), moment + timedelta(days=2), "unchanged", 3, 0, 0, 0, [], []
        ),
    )
    steps.watch(night)
    assert night.tally.notes == [
        f"articles is silent: nothing new for 2 nights, after 3 of 3 that brought something, the last on {moment:%Y-%m-%d}"
    ]
