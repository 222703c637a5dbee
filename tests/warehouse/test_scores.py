"""What is scored, how means are taken, and what the views say where there is nothing to say."""

from __future__ import annotations

import math

import pytest
from builder import Ledger

SCALE = "survey-2026"


def board(ledger: Ledger, forecaster: str, columns: str) -> tuple[object, ...]:
    return ledger.one(f"select {columns} from leaderboard where forecaster_id = ?", [forecaster])


def test_the_outcome_is_that_of_the_claim(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q", "likely")
    ledger.add_forecast("bob", "q", "likely", side="denies")
    ledger.add_outcome("q", "yes")
    rows = ledger.rows(f"select forecaster_id, outcome, brier from scores where scale = '{SCALE}' order by 1")
    assert rows == [("ann", 1.0, 0.0625), ("bob", 0.0, 0.5625)]


def test_a_share_is_turned_round_too(ledger: Ledger) -> None:
    ledger.add_forecast("bob", "q", stated_probability=0.2, side="denies")
    ledger.add_outcome("q", "share", 0.3)
    outcome, brier, log_score = ledger.one(f"select outcome, brier, log_score from scores where scale = '{SCALE}'")
    assert outcome == pytest.approx(0.7)
    assert brier == pytest.approx(0.25)
    assert log_score == pytest.approx(0.7 * math.log(0.2) + 0.3 * math.log(0.8))


@pytest.mark.parametrize("outcome", ["void", "unresolvable"])
def test_void_and_unresolvable_are_never_scored(ledger: Ledger, outcome: str) -> None:
    ledger.add_forecast("ann", "q", "likely")
    ledger.add_outcome("q", outcome)
    assert ledger.rows("from scores") == []
    assert board(ledger, "ann", "n_questions, brier, skill, n_void, rank") == (0, None, None, 1, None)


def test_a_cue_that_a_scale_cannot_read_is_not_scored_there(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q", "may")
    ledger.add_outcome("q", "yes")
    assert ledger.rows("select scale from scores order by 1") == [("mauboussin",), ("survey-2026",)]


def test_an_unknown_cue_gets_no_number(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q", "fairly likely-ish")
    ledger.add_forecast("ann", "q", None)
    ledger.add_outcome("q", "yes")
    assert ledger.rows("from scores") == []


def test_a_stated_number_is_the_same_under_every_scale(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q", "likely", stated_probability=0.6)
    ledger.add_outcome("q", "yes")
    assert ledger.one("select count(*), min(probability), max(probability) from scores") == (7, 0.6, 0.6)


def test_rejected_and_withdrawn_forecasts_are_not_scored(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q", "likely", status="rejected")
    ledger.add_forecast("ann", "q", "likely", status="withdrawn")
    ledger.add_outcome("q", "yes")
    assert ledger.rows("from scores") == []


def test_saying_it_ten_times_gains_nothing(ledger: Ledger) -> None:
    for _ in range(10):
        ledger.add_forecast("parrot", "q1", "will")
    ledger.add_forecast("parrot", "q2", "will")
    ledger.add_forecast("once", "q1", "will")
    ledger.add_forecast("once", "q2", "will")
    ledger.add_outcome("q1", "yes")
    ledger.add_outcome("q2", "no")
    columns = "n_questions, brier, log_score, base_rate, skill"
    assert board(ledger, "parrot", columns) == board(ledger, "once", columns)
    assert board(ledger, "parrot", "n_forecasts, brier") == (11, 0.5)
    repeated = ledger.rows(f"select n_forecasts, brier from repeated_calls where scale = '{SCALE}'")
    assert repeated == [(10, 0.0)]


def test_the_same_call_for_three_years_is_one_call_that_missed_twice(ledger: Ledger) -> None:
    for year, outcome in ((2021, "no"), (2022, "no"), (2023, "yes")):
        horizon = f"by the end of {year}"
        for said in (f"A recession will come {horizon}.", f"A slump will come {horizon}, and not before"):
            ledger.add_forecast(
                "cassandra", f"q{year} {said[:5]}", "will", claim=said, horizon=horizon, due_latest_on=f"{year}-12-31"
            )
        ledger.add_outcome(f"q{year} A rec", outcome, settled_on=f"{year}-12-31")
    ledger.add_outcome("q2021 A slu", "no", settled_on="2021-12-31")
    columns = "wording, n_deadlines, n_missed, outcome_last, cast(due_first_on as varchar), round(brier, 4), brier_last"
    assert ledger.rows(f"select {columns} from renewed_calls where scale = '{SCALE}'") == [
        ("a recession will come", 3, 2, 1.0, "2021-12-31", 0.6667, 0.0)
    ]
    assert board(ledger, "cassandra", "n_questions, brier") == (4, 0.75)


def test_conditionals_stand_apart(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q1", "will", condition="if it rains")
    ledger.add_forecast("ann", "q2", "likely")
    ledger.add_outcome("q1", "no")
    ledger.add_outcome("q2", "yes")
    assert board(ledger, "ann", "n_questions, brier, n_conditional, brier_conditional") == (1, 0.0625, 1, 1.0)


def test_nobody_is_ranked_below_the_stated_number(ledger: Ledger) -> None:
    for number in range(10):
        ledger.add_forecast("ann", f"q{number}", "likely")
        ledger.add_outcome(f"q{number}", "yes")
        if number < 9:
            ledger.add_forecast("bob", f"q{number}", "will")
    assert board(ledger, "ann", "rank, is_ranked, n_questions") == (1, True, 10)
    assert board(ledger, "bob", "rank, is_ranked, n_questions") == (None, False, 9)


def test_equal_scores_share_a_rank(ledger: Ledger) -> None:
    ledger.con.execute("update parameters set ranked_from = 1")
    for who, term in (("ann", "likely"), ("bob", "likely"), ("cat", "unlikely")):
        ledger.add_forecast(who, "q", term)
    ledger.add_outcome("q", "yes")
    ranks = ledger.rows("select forecaster_id, rank from leaderboard order by forecaster_id")
    assert ranks == [("ann", 1), ("bob", 1), ("cat", 3)]


def test_skill_is_against_the_own_base_rate(ledger: Ledger) -> None:
    for number, (stated, outcome) in enumerate([(0.9, "yes"), (0.8, "yes"), (0.3, "no"), (0.6, "yes")]):
        ledger.add_forecast("ann", f"q{number}", stated_probability=stated)
        ledger.add_outcome(f"q{number}", outcome)
    brier = (0.01 + 0.04 + 0.09 + 0.16) / 4
    row = board(ledger, "ann", "brier, base_rate, skill")
    assert row == (pytest.approx(brier), 0.75, pytest.approx(1 - brier / 0.1875))


def test_one_class_only_has_no_skill_and_no_auc(ledger: Ledger) -> None:
    for number in range(3):
        ledger.add_forecast("ann", f"q{number}", stated_probability=0.5 + number / 10)
        ledger.add_outcome(f"q{number}", "yes")
    assert board(ledger, "ann", "base_rate, skill") == (1.0, None)
    assert ledger.one(f"select auc from discrimination where forecaster_id = 'ann' and scale = '{SCALE}'") == (None,)


def test_scheduled_events_are_no_open_questions(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q1", "scheduled", band="scheduled")
    ledger.add_forecast("ann", "q2", "likely")
    assert board(ledger, "ann", "n_open") == (1,)
    assert ledger.one("select n_found, n_scheduled from funnel") == (1, 1)


def test_scores_at_the_ends_of_what_a_word_means(ledger: Ledger) -> None:
    """A word is read at its low end, its point and its high end; a number in the text stands for itself."""
    ledger.con.execute("update parameters set ranked_from = 2")
    ledger.add_forecast("ann", "q1", "likely")
    ledger.add_forecast("ann", "q2", stated_probability=0.9)
    ledger.add_forecast("bob", "q1", stated_probability=0.76)
    ledger.add_forecast("bob", "q2", "likely")
    ledger.add_forecast("cy", "q1", "likely", condition="if so")
    ledger.add_outcome("q1", "yes")
    ledger.add_outcome("q2", "no")
    low, point, high = ledger.one("select low, point, high from scales where scale = 'kent' and term = 'likely'")
    assert low < point < high
    rows = ledger.rows(
        "select forecaster_id, reading, rank, brier from scores_by_reading where scale = 'kent' order by all"
    )
    told = {(who, reading): (rank, brier) for who, reading, rank, brier in rows}
    for reading, p in (("low", low), ("point", point), ("high", high)):
        ann, bob = ((1 - p) ** 2 + 0.81) / 2, (0.24**2 + p**2) / 2
        assert told["ann", reading] == (1 if ann < bob else 2, pytest.approx(ann))
        assert told["bob", reading] == (1 if bob < ann else 2, pytest.approx(bob))
    board = ledger.rows(
        "select scale, forecaster_id, brier, log_score from leaderboards where n_questions > 0 order by 1, 2"
    )
    assert board == ledger.rows(
        "select scale, forecaster_id, brier, log_score from scores_by_reading where reading = 'point' order by 1, 2"
    )
    assert len(told) == 6


def test_leaderboard_is_the_default_scale_and_others_are_a_word_away(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q", "likely")
    ledger.add_outcome("q", "yes")
    assert board(ledger, "ann", "brier") == (0.0625,)
    assert ledger.one("select brier from leaderboard_by('icd-203')") == (pytest.approx(0.325**2),)
    assert ledger.rows("from leaderboard_by('no such scale')") == []


def test_an_interval_stands_beside_the_score(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q", "likely")
    ledger.add_outcome("q", "yes")
    row = {"scale": SCALE, "forecaster_id": "ann", "brier_low": 0.01, "brier_high": 0.2, "n_draws": 10, "seed": 1}
    ledger.add("leaderboard_intervals", **row, known_at="2020-01-01T00:00:00Z")
    assert board(ledger, "ann", "brier_low, brier_high") == (0.01, 0.2)


def test_what_was_known_can_be_replayed(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q", "likely")
    ledger.add_outcome("q", "no", known_at="2021-01-01T00:00:00Z", superseded_at="2022-01-01T00:00:00Z")
    ledger.add_outcome("q", "yes", known_at="2022-01-01T00:00:00Z", line_number=2)

    def brier(day: str) -> object:
        return ledger.one(f"select brier from leaderboard_as_of(timestamptz '{day} 12:00:00Z')")[0]

    assert (brier("2020-06-01"), brier("2021-06-01"), brier("2022-06-01")) == (None, 0.5625, 0.0625)
    assert board(ledger, "ann", "brier") == (0.0625,)


def test_question_scores_are_what_the_leaderboard_averages(ledger: Ledger) -> None:
    for number in range(4):
        for _ in range(number + 1):
            ledger.add_forecast("ann", f"q{number}", stated_probability=0.1 + number / 5)
        ledger.add_outcome(f"q{number}", "yes" if number % 2 else "no")
    mean = ledger.one(f"select avg(brier), sum(n_forecasts) from question_scores where scale = '{SCALE}'")
    assert board(ledger, "ann", "brier, n_forecasts") == pytest.approx(mean)


def test_funnel_and_due_follow_the_day(ledger: Ledger) -> None:
    ledger.con.execute("create or replace macro current_day() as date '2021-06-01'")
    ledger.add_forecast("ann", "past", "likely", due_latest_on="2021-05-31")
    ledger.add_forecast("ann", "today", "likely", due_latest_on="2021-06-01")
    ledger.add_forecast("ann", "review", "may", made_on="2020-05-01")
    ledger.add_forecast("ann", "young", "likely", made_on="2021-05-01")
    ledger.add_forecast("ann", "undated", "likely", made_on=None)
    ledger.add_forecast("ann", "vague", "likely", is_checkable=False, due_latest_on="2021-01-01")
    ledger.add_forecast("ann", "decided", "will", due_latest_on="2030-01-01")
    ledger.add_forecast("ann", "void", "likely", due_latest_on="2021-02-01")
    ledger.add_outcome("decided", "yes")
    ledger.add_outcome("void", "void")
    due = ledger.rows("select question_id, due_basis from due")
    assert due == [("vague", "deadline"), ("review", "review"), ("past", "deadline")]
    columns = "n_found, n_checkable, n_due, n_resolved, n_void, n_waiting, n_scored, n_without_deadline, n_hedged"
    funnel = ledger.one(f"select {columns} from funnel")
    assert funnel == (8, 7, 4, 1, 1, 2, 1, 3, 1)
    assert ledger.one("select round(share_not_checkable, 4) from funnel") == (0.125,)


HINDSIGHT = [
    ({"made_on": "2020-05-31"}, (1, 0, 0)),
    ({"made_on": "2020-06-01"}, (0, 1, 0)),
    ({"made_on": "2020-12-01"}, (0, 1, 0)),
    ({"made_on": "2020-12-01", "is_linked": True}, (0, 1, 0)),
    ({"made_on": None, "made_earliest_on": "2020-05-01", "made_latest_on": "2020-05-31", "is_linked": True}, (1, 0, 0)),
    ({"made_on": None, "made_earliest_on": "2020-05-01", "made_latest_on": "2020-06-30", "is_linked": True}, (0, 0, 1)),
    ({"made_on": None, "made_earliest_on": "2020-05-01", "made_latest_on": "2020-06-30"}, (1, 0, 0)),
    ({"made_on": None, "made_earliest_on": "2020-07-01", "made_latest_on": "2020-07-31"}, (0, 1, 0)),
    ({"made_on": None, "made_latest_on": "2020-02-01", "is_linked": True}, (1, 0, 0)),
    ({"made_on": None, "made_latest_on": "2026-11-01", "is_linked": True}, (0, 0, 1)),
    ({"made_on": None, "made_latest_on": "2026-11-01"}, (1, 0, 0)),
]


@pytest.mark.parametrize(("dates", "counts"), HINDSIGHT)
def test_hindsight_is_not_scored(ledger: Ledger, dates: dict[str, object], counts: tuple[int, int, int]) -> None:
    """Settled on 1 June 2020. Who spoke that day or later gets no score; of unknown date only a person's word counts."""
    ledger.add_forecast("ann", "q", stated_probability=1.0, **dates)
    ledger.add_outcome("q", "yes")
    assert ledger.one("select n_scored, n_late, n_order_unknown from funnel") == counts
    assert ledger.one("select count(*) from scores where scale = 'survey-2026'") == counts[:1]
    assert ledger.one("select count(*) from scores_as_of(now()) where scale = 'survey-2026'") == counts[:1]


def test_a_settlement_moved_back_unscores_what_came_after(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q", stated_probability=1.0, made_on="2020-12-01")
    ledger.add_outcome("q", "yes", settled_on=None)
    assert ledger.one("select n_scored, n_late from funnel") == (1, 0)
    ledger.con.execute("update outcome_history set settled_on = '2020-06-01'")
    assert ledger.one("select n_scored, n_late from funnel") == (0, 1)


def test_an_empty_ledger_says_nothing_and_breaks_nothing(ledger: Ledger) -> None:
    views = [
        row[0] for row in ledger.rows("select view_name from duckdb_views() where not internal and schema_name='main'")
    ]
    assert len(views) > 15
    for view in views:
        assert ledger.rows(f"from {view}") == [], view


def test_no_view_shows_nan_or_infinity(ledger: Ledger) -> None:
    for number, (stated, outcome) in enumerate(
        [(0, "yes"), (1, "no"), (1, "yes"), (0, "no"), (0.5, "share"), (0.5, "void")]
    ):
        ledger.add_forecast("ann", f"q{number}", stated_probability=stated, due_latest_on="2020-03-01")
        ledger.add_forecast("one", "q0", stated_probability=stated)
        ledger.add_outcome(f"q{number}", outcome, 0.5)
    numbers = ledger.rows(
        "select table_name, column_name from information_schema.columns"
        " where data_type = 'DOUBLE' and table_schema = 'main'"
    )
    for table, column in numbers:
        bad = ledger.one(f"select count(*) from {table} where not isfinite({column})")
        assert bad == (0,), (table, column)


def test_every_object_and_column_says_what_it_means(ledger: Ledger) -> None:
    missing = ledger.rows(
        "select view_name, '' from duckdb_views() where comment is null and not internal and schema_name = 'main'"
        " union all select table_name, column_name from duckdb_columns() where comment is null and schema_name = 'main'"
        " and table_name in (select view_name from duckdb_views() where not internal)"
        " union all select function_name, '' from duckdb_functions() where comment is null and not internal"
        " and schema_name = 'main' and function_type in ('macro', 'table_macro') and function_name not like '%_as_of'"
    )
    assert missing == []
