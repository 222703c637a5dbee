"""Relative scores, calibration, discrimination and the reports on stability, by hand-computed cases."""

from __future__ import annotations

import pytest
from builder import Ledger

from foretold.ledger.connect import statement

SCALE = "survey-2026"

PEERS = [
    ([0.1, 0.9], [-219.722458, 219.722458]),
    ([0.4, 0.6], [-40.546511, 40.546511]),
    ([0.1, 0.5, 0.9], [-190.333124, 51.082562, 139.250562]),
    ([0.1, 0.3, 0.6, 0.9], [-169.586545, -23.104906, 69.314718, 123.376732]),
]


@pytest.mark.parametrize(("probabilities", "expected"), PEERS, ids=str)
def test_peer_scores_of_metaculus(ledger: Ledger, probabilities: list[float], expected: list[float]) -> None:
    for number, p in enumerate(probabilities):
        ledger.add_forecast(f"f{number}", "q", stated_probability=p)
    ledger.add_outcome("q", "yes")
    rows = ledger.rows(f"select peer_score from relative_scores where scale = '{SCALE}' order by forecaster_id")
    assert [row[0] for row in rows] == pytest.approx(expected, abs=1e-6)
    assert sum(row[0] for row in rows) == pytest.approx(0, abs=1e-9)


def test_who_denies_is_a_peer_of_who_asserts(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q", stated_probability=0.9)
    ledger.add_forecast("bob", "q", stated_probability=0.9, side="denies")
    ledger.add_outcome("q", "yes")
    rows = ledger.rows(
        f"select peer_score, share_beaten from relative_scores where scale = '{SCALE}' order by forecaster_id"
    )
    assert rows == [(pytest.approx(219.722458), 1.0), (pytest.approx(-219.722458), 0.0)]


def test_without_peers_there_is_no_peer_score(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q", stated_probability=0.9)
    ledger.add_outcome("q", "yes")
    columns = "n_shared, peer_score, base_rate_of_others, skill_against_even_odds"
    row = ledger.one(f"select {columns} from relative where scale = '{SCALE}'")
    assert row == (0, None, None, pytest.approx(1 - 0.01 / 0.25))


def test_base_rate_skill_of_worldmonitor(ledger: Ledger) -> None:
    """Base rate 0.4 against {0.8 yes, 0.3 no}: 0.065 against 0.26."""
    ledger.add_forecast("ann", "q1", stated_probability=0.8)
    ledger.add_forecast("ann", "q2", stated_probability=0.3)
    ledger.add_outcome("q1", "yes")
    ledger.add_outcome("q2", "no")
    for number, outcome in enumerate(["yes", "yes", "no", "no", "no"]):
        ledger.add_forecast("bob", f"b{number}", stated_probability=0.5)
        ledger.add_outcome(f"b{number}", outcome)
    row = ledger.one(
        "select brier, base_rate_of_others, skill_against_base_rate_of_others from relative"
        f" where scale = '{SCALE}' and forecaster_id = 'ann'"
    )
    assert row == (pytest.approx(0.065), pytest.approx(0.4), pytest.approx(1 - 0.065 / 0.26))


def test_crowd_counts_as_it_stood_on_the_day(ledger: Ledger) -> None:
    crowd = {"origin": "imported", "document_id": None, "band": None}
    ledger.add_forecast("market", "q", stated_probability=0.5, made_on="2020-01-01", **crowd)
    for hour, p in (("08", 0.1), ("21", 0.6), ("12", 0.2)):
        moment = f"2020-02-01T{hour}:00:00Z"
        ledger.add_forecast("market", "q", stated_probability=p, made_on="2020-02-01", made_at=moment, **crowd)
    ledger.add_forecast("market", "q", stated_probability=1.0, made_on="2020-03-01", **crowd)
    ledger.add_forecast("ann", "q", stated_probability=0.8, made_on="2020-02-10")
    ledger.add_forecast("early", "q", stated_probability=0.8, made_on="2019-12-31")
    ledger.add_outcome("q", "yes")
    rows = ledger.rows(
        f"select forecaster_id, brier, brier_of_crowd, skill from against_crowds where scale = '{SCALE}'"
    )
    assert rows == [("ann", pytest.approx(0.04), pytest.approx(0.16), pytest.approx(0.75))]


def test_the_interval_beside_a_crowd_is_clustered_as_between_two(ledger: Ledger) -> None:
    """Two calls to a document: the SQL here and table comparisons, reckoned in Python, give the same interval."""
    from foretold.score.bootstrap import question_means
    from foretold.score.shrinkage import comparisons

    for number in range(14):
        question, outcome = f"q{number}", "yes" if number % 4 < 2 else "no"
        ledger.add_forecast(
            "market", question, stated_probability=0.5, made_on="2020-01-01", origin="imported", document_id=None,
            band=None,
        )  # fmt: skip
        ledger.add_forecast("ann", question, stated_probability=0.6 + number / 50, document_id=f"d{number // 2}")
        ledger.add_forecast("ann", question, stated_probability=0.9, made_on="2020-02-01", document_id="later")
        ledger.add_outcome(question, outcome)
    row = ledger.one(
        "select n_questions, n_documents, difference, difference_low, difference_high from against_crowds"
        f" where scale = '{SCALE}' and forecaster_id = 'ann'"
    )
    questions = question_means(ledger.con.sql(f"from scores where scale = '{SCALE}'").pl())
    pair = comparisons(questions.rename({"value": "brier"})).row(0, named=True)
    assert row[:2] == (14, 7) == (pair["n_shared"], pair["n_clusters"])
    assert row[2:] == pytest.approx(
        (pair["difference"], pair["difference_low"], pair["difference_high"]), rel=0.003, abs=2e-4
    )


def test_calibration_by_cue_says_how_often_it_happens(ledger: Ledger) -> None:
    for number in range(12):
        ledger.add_forecast("ann", f"q{number}", "likely")
        ledger.add_forecast("ann", f"q{number}", "likely")
        ledger.add_outcome(f"q{number}", "yes" if number < 7 else "no")
    columns = "point, n_questions, n_forecasts, share, round(share_low, 4), round(share_high, 4)"
    ann = ledger.one(f"select {columns} from calibration_by_cue where scale = '{SCALE}' and forecaster_id = 'ann'")
    pooled = ledger.one(f"select {columns} from calibration_by_cue where scale = '{SCALE}' and forecaster_id is null")
    assert ann == (0.75, 12, 24, pytest.approx(7 / 12), 0.3195, 0.8067)
    assert pooled == ann


def test_calibration_bins_count_a_call_once(ledger: Ledger) -> None:
    for _ in range(5):
        ledger.add_forecast("ann", "q1", "likely")
    ledger.add_forecast("bob", "q1", "likely")
    ledger.add_forecast("ann", "q2", stated_probability=1.0)
    ledger.add_outcome("q1", "yes")
    ledger.add_outcome("q2", "no")
    columns = "bin, n_questions, n_forecasts, probability, share"
    own = ledger.rows(
        f"select {columns} from calibration where scale = '{SCALE}' and forecaster_id = 'ann' order by bin"
    )
    field = ledger.rows(f"select {columns} from calibration_bins where scale = '{SCALE}' order by bin")
    assert own == [(8, 1, 5, 0.75, 1.0), (10, 1, 1, 1.0, 0.0)]
    assert field == [(8, 1, 6, 0.75, 1.0), (10, 1, 1, 1.0, 0.0)]


def test_auc_and_sharpness(ledger: Ledger) -> None:
    """Pairs of true (0.9, 0.6, 0.6) and false (0.6, 0.2): 4 won, 2 tied of 6."""
    cases = [(0.9, "yes"), (0.6, "yes"), (0.6, "yes"), (0.6, "no"), (0.2, "no")]
    for number, (p, outcome) in enumerate(cases):
        ledger.add_forecast("ann", f"q{number}", stated_probability=p)
        ledger.add_outcome(f"q{number}", outcome)
    row = ledger.one(
        f"select auc, sharpness, bias from discrimination where scale = '{SCALE}' and forecaster_id = 'ann'"
    )
    assert row == (pytest.approx(5 / 6), pytest.approx(0.0496), pytest.approx(0.58 - 0.6))


def test_what_is_said_three_times_is_as_likely_as_what_is_said_once(ledger: Ledger) -> None:
    """(0.4 + 0.4 + 0.4) / 3 is more than 0.4 by the last bit: no reason to tell the two questions apart."""
    from foretold.score.tables import score_tables, slice_tables

    ledger.con.execute("update parameters set ranked_from = 1")
    for question, times, outcome in (("q1", 3, "yes"), ("q2", 1, "no")):
        for _ in range(times):
            ledger.add_forecast("ann", question, stated_probability=0.4)
        ledger.add_outcome(question, outcome)
    auc = "select distinct auc from {} where scale = '" + SCALE + "'"
    assert ledger.rows(auc.format("discrimination")) == ledger.rows(auc.format("discrimination_by_slice")) == [(0.5,)]
    settings = {"default_scale": SCALE, "ranked_from": 1, "log_clamp": (0.01, 0.99)}
    curves = score_tables(ledger.con.sql("from scores").pl(), **settings)["reliability_curves"]
    sliced = slice_tables(ledger.con.sql(statement("sliced")).pl(), log_clamp=(0.01, 0.99))
    for curve in (curves, sliced["reliability_curves_by_slice"]):
        assert set(curve["n_questions"]) == {2}


def test_a_share_is_neither_hit_nor_miss(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q1", stated_probability=0.9)
    ledger.add_forecast("ann", "q2", stated_probability=0.9)
    ledger.add_forecast("ann", "q3", stated_probability=0.5)
    ledger.add_outcome("q1", "yes")
    ledger.add_outcome("q2", "share", 0.6)
    ledger.add_outcome("q3", "no")
    row = ledger.one(
        f"select n_questions, n_right, n_even, hit_rate, hamilton_score from pundit_scores where scale = '{SCALE}'"
    )
    assert row == (2, 1, 1, 1.0, 5.0)


def test_early_resolution_flatters_and_is_shown(ledger: Ledger) -> None:
    ledger.con.execute("create or replace macro current_day() as date '2021-01-01'")
    ledger.add_forecast("ann", "came early", stated_probability=0.9, due_latest_on="2025-01-01")
    ledger.add_forecast("ann", "ran its time", stated_probability=0.9, due_latest_on="2020-12-01")
    ledger.add_outcome("came early", "yes")
    ledger.add_outcome("ran its time", "no")
    row = ledger.one(
        f"select n_questions, brier, n_matured, brier_matured, brier_difference from matured where scale='{SCALE}'"
    )
    assert row == (2, pytest.approx(0.41), 1, pytest.approx(0.81), pytest.approx(-0.4))


def test_an_order_that_the_scale_decides_is_not_stable(ledger: Ledger) -> None:
    """Improbable is 0.10 to the public and 0.33 under ICD 203: bob's lead on ann, who says 20 %, is the scale's."""
    ledger.con.execute("update parameters set ranked_from = 1")
    ledger.add_forecast("bob", "q", "improbable")
    ledger.add_forecast("ann", "q", stated_probability=0.2)
    ledger.add_forecast("eve", "q", "likely")
    ledger.add_forecast("eve", "q2", "may")
    ledger.add_outcome("q", "no")
    ledger.add_outcome("q2", "yes")
    rows = ledger.rows(
        "select forecaster_id, next_forecaster_id, n_scales, is_stable from order_stability order by rank"
    )
    assert rows == [("bob", "ann", 7, False), ("ann", "eve", 7, True)]
    assert ledger.one("select n_questions from common_scores where forecaster_id = 'eve' and scale = 'kent'") == (1,)


def test_the_order_of_equals_holds(ledger: Ledger) -> None:
    """A tie turns nobody's order round; nor does the last bit of a mean taken in another order."""
    ledger.con.execute("update parameters set ranked_from = 1")
    for who, stated in (("ann", (0.05, 0.1, 0.25)), ("bob", (0.25, 0.1, 0.05))):
        for number, probability in enumerate(stated):
            ledger.add_forecast(who, f"q{number}", stated_probability=probability)
    for number in range(3):
        ledger.add_outcome(f"q{number}", "no")
    assert ledger.rows("select n_scales, n_scales_held, is_stable from order_stability") == [(7, 7, True)]
    assert ledger.rows("select rank from leaderboard") == [(1,), (1,)]
    assert ledger.rows("select distinct rank from scores_by_reading") == [(1,)]


def test_slices_by_topic_year_and_horizon(ledger: Ledger) -> None:
    ledger.add_forecast("ann", "q1", "likely", topic="war", due_latest_on="2020-01-20")
    ledger.add_forecast("ann", "q2", "likely", made_on="2021-05-01")
    ledger.add_outcome("q1", "yes")
    ledger.add_outcome("q2", "no", settled_on="2021-12-01")
    rows = ledger.rows(
        f"select slice, slice_value, share from calibration_by_slice where scale = '{SCALE}' order by 1, 2"
    )
    assert rows == [
        ("horizon", "a month", 1.0),
        ("horizon", "no deadline", 0.0),
        ("topic", "war", 1.0),
        ("year", "2020", 1.0),
        ("year", "2021", 0.0),
    ]


def test_market_and_forecast_of_worldmonitor(ledger: Ledger) -> None:
    """0.8 on a yes, 0.4 on a no, 0.7 void and two pending: 0.1 and log loss 0.366985; the market's 0.6 and 0.7: 0.325."""
    for question, stated in (("q1", 0.8), ("q2", 0.4), ("q3", 0.7), ("q4", 0.5), ("q5", 0.5)):
        ledger.add_forecast("ann", question, stated_probability=stated)
    ledger.add_forecast("market", "q1", stated_probability=0.6)
    ledger.add_forecast("market", "q2", stated_probability=0.7)
    ledger.add_outcome("q1", "yes")
    ledger.add_outcome("q2", "no")
    ledger.add_outcome("q3", "void")
    board = ledger.one("select brier, log_score, n_void, n_open from leaderboard where forecaster_id = 'ann'")
    assert board == (pytest.approx(0.1), pytest.approx(-0.366985, abs=5e-7), 1, 2)
    rates = "n_void / cast(n_resolved + n_void as double), n_resolved / cast(n_found as double)"
    assert ledger.one(f"select {rates} from funnel where forecaster_id = 'ann'") == (pytest.approx(1 / 3), 0.4)
    row = ledger.one(
        f"select n_shared, brier_shared, brier_of_others from relative where scale = '{SCALE}' and forecaster_id = 'ann'"
    )
    assert row == (2, pytest.approx(0.1), pytest.approx(0.325))
