"""The scoring rules, number by number, against what other systems publish; and what each refuses.

Of scoring_cases.md 2.1 to 2.7, other tests of this folder and of tests/score hold what goes over several forecasts. No
case here is made of what Foretold does not reckon: continuous questions and seasons' totals of Metaculus, the folded
bins and 1/sqrt(n) of PredictionBook (which gives 1 where nothing is scored: here that is NULL), the fit's exclusions and
intervals of ForecastBench, and PunditTracker's yield, which needs its readers' votes on each call.
"""

from __future__ import annotations

import math

import pytest
from builder import WAREHOUSE, Ledger

from foretold.extract.titles import TITLES, WHOLE, untitled

# expression, expected, source
CASES = [
    ("brier(0.271, 0)", 0.073441, "scoringrules test_brier"),
    ("brier(0.1, 0)", 0.01, "scoringutils test-metrics-binary"),
    ("brier(0.9, 1)", 0.01, "scoringutils test-metrics-binary"),
    ("brier(0.8, 1)", 0.04, "scoringutils test-metrics-binary"),
    ("brier(0.2, 0)", 0.04, "scoringutils test-metrics-binary"),
    ("brier(0.2, 1) - brier(1 - 0.2, 0)", 0.0, "a claim and its negation"),
    ("-log_score(0.481, 0)", 0.6558514, "scoringrules test_brier"),
    ("log_score(0.999, 0, clamp_low := 0.001, clamp_high := 0.999)", -6.9077553, "Metaculus FAQ: -6.9"),
    ("log_score(0.99, 0)", -4.6051702, "Metaculus FAQ: -4.6"),
    ("log_score(1, 0)", -4.6051702, "the clamp"),
    ("log_score(0, 0)", math.log(0.99), "the clamp"),
    ("log_score(0.7, 0.25)", 0.25 * math.log(0.7) + 0.75 * math.log(0.3), "a share"),
    ("baseline_score(0.5, 1)", 0.0, "Metaculus test_score_math"),
    ("baseline_score(0.9, 1)", 84.79969066, "Metaculus test_score_math"),
    ("baseline_score(0.1, 1)", -232.19280949, "Metaculus test_score_math"),
    ("baseline_score(0.9, 0)", -232.19280949, "Metaculus test_score_math"),
    ("baseline_score(power(2, -0.5), 1)", 50.0, "Metaculus test_score_math"),
    ("baseline_score(power(2, -1.5), 1)", -50.0, "Metaculus test_score_math"),
    ("baseline_score(0.4, 1)", -32.1928095, "Metaculus scores FAQ: -32"),
    ("baseline_score(0.7, 1)", 48.5426827, "Metaculus scores FAQ: +49"),
    ("baseline_score(0.8, 1)", 67.8071905, "Metaculus scores FAQ: +68"),
    ("baseline_score(1, 1, clamp_low := 0.001, clamp_high := 0.999)", 99.8556583, "Metaculus FAQ, best: +99.9"),
    ("baseline_score(1, 0, clamp_low := 0.001, clamp_high := 0.999)", -896.5784285, "Metaculus FAQ, worst: -897"),
    ("brier(0.75, 1)", 0.0625, "properscoring test_brier"),
    ("spherical(1, 1)", 1.0, "by definition"),
    ("spherical(0.5, 1)", math.sqrt(0.5), "by definition"),
    ("spherical(1, 0)", 0.0, "by definition"),
    ("absolute_error(0.3, 1)", 0.7, "by definition"),
    ("wilson_low(0.5, 10)", 0.2365931, "statsmodels proportion_confint"),
    ("wilson_high(0.5, 10)", 0.7634069, "statsmodels proportion_confint"),
    ("wilson_low(0.0, 5)", 0.0, "by definition"),
    ("wilson_high(0.0, 5)", 0.4344825, "statsmodels proportion_confint"),
    ("hamilton_score(15, 1, 17)", 8.2352941, "Krugman 8.23"),
    ("hamilton_score(9, 1, 11)", 7.2727273, "Dowd 7.3"),
    ("hamilton_score(15, 1, 20)", 7.0, "Rendell 7.0"),
    ("hamilton_score(11, 2, 13)", 6.9230769, "Schumer 6.9"),
    ("hamilton_score(4, 0, 6)", 6.6666667, "Parker 6.7"),
    ("hamilton_score(1, 14, 15)", -8.6666667, "Thomas -8.7"),
]


@pytest.mark.parametrize(("expression", "expected", "source"), CASES, ids=[f"{c[0]} ({c[2]})" for c in CASES])
def test_published_numbers(ledger: Ledger, expression: str, expected: float, source: str) -> None:
    assert ledger.one(f"select cast({expression} as double)")[0] == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize("rule", ["brier", "log_score", "spherical", "baseline_score", "absolute_error"])
@pytest.mark.parametrize(
    ("p", "o"),
    [("null", "1"), ("0.5", "null"), ("1.2", "1"), ("-0.1", "1"), ("'nan'", "1"), ("'inf'", "0"), ("0.5", "2")],
)
def test_what_is_no_probability_has_no_score(ledger: Ledger, rule: str, p: str, o: str) -> None:
    assert ledger.one(f"select {rule}(cast({p} as double), cast({o} as double))") == (None,)


def test_interval_of_nothing_is_null(ledger: Ledger) -> None:
    assert ledger.one("select wilson_low(null, 0), wilson_high(null, 0), hamilton_score(0, 0, 0)") == (None, None, None)


@pytest.mark.parametrize("rule", ["-brier", "log_score", "spherical", "baseline_score"])
@pytest.mark.parametrize("truth", [0.05, 0.3, 0.5, 0.77])
def test_the_honest_report_wins_in_expectation(ledger: Ledger, rule: str, truth: float) -> None:
    best = ledger.one(
        f"select arg_max(p, {truth} * {rule}(p, 1) + (1 - {truth}) * {rule}(p, 0))"
        " from (select i / 100.0 as p from range(1, 100) as steps(i))"
    )
    assert best == (pytest.approx(truth),)


def test_absolute_error_is_not_proper(ledger: Ledger) -> None:
    best = ledger.one(
        "select arg_min(p, 0.6 * absolute_error(p, 1) + 0.4 * absolute_error(p, 0))"
        " from (select i / 100.0 as p from range(0, 101) as steps(i))"
    )
    assert best == (1.0,)


NAN = float("nan")


def test_pairs_with_a_gap_stay_out_of_the_mean(ledger: Ledger) -> None:
    """nci/scores test_brier: 0.1 over the pairs that have both a forecast and an observation."""
    p = [0.5, 0, 0, 0.5, 1, 0, 0.5, 0, 0.5, 0, 0, NAN]
    o = [1, 0, 0, 0, NAN, 0, 0, 0, 1, 0, 0, 1]
    ledger.con.execute("create table pairs (p double, o double)")
    ledger.con.executemany("insert into pairs values (?, ?)", list(zip(p, o, strict=True)))
    assert ledger.one("select avg(brier(p, o)), count(brier(p, o)) from pairs") == (pytest.approx(0.1), 10)
    assert ledger.one("select avg(brier(p / 2, o)) from pairs") == (pytest.approx(0.125),)


@pytest.mark.parametrize(
    ("p_six", "log_expected", "naive_expected"), [(0.05, -0.54, 0.80), (1 / 6, -0.45, 0.72), (0.30, -0.50, 0.63)]
)
def test_the_die_of_metaculus(ledger: Ledger, p_six: float, log_expected: float, naive_expected: float) -> None:
    """A proper rule is best at the truth, one in six; the naive rule (the probability given to what happened) is not.

    For 30 % the FAQ prints -0.51; by its own formula it is -0.498.
    """
    both = ledger.one(
        f"select (log_score({p_six}, 1) + 5 * log_score({p_six}, 0)) / 6,"
        f" ((1 - absolute_error({p_six}, 1)) + 5 * (1 - absolute_error({p_six}, 0))) / 6"
    )
    assert [round(value, 2) for value in both] == [log_expected, naive_expected]


def test_mean_over_every_response_of_predictionbook(ledger: Ledger) -> None:
    """{90 % wrong, 70 % right, 30 % on a wrong one}: 0.81, then 0.45, then 0.33; 80 % right is 0.04, 100 % right 0."""
    told = [(0.9, 0), (0.7, 1), (0.3, 0)]
    for n, expected in ((1, 0.81), (2, 0.45), (3, 0.33)):
        values = ", ".join(f"({p}, {o})" for p, o in told[:n])
        assert ledger.one(
            f"select cast(round(avg(brier(p, o)), 2) as double) from (values {values}) as told(p, o)"
        ) == (expected,)
    assert ledger.one("select cast(brier(0.8, 1) as double), cast(brier(1, 1) as double)") == (pytest.approx(0.04), 0.0)


NAMES = [
    ("Governor Brown", "Mayor Brown", False),
    ("Governor Brown", "Lady Brown", False),
    ("Mr Brown", "Mrs. Brown", False),
    ("Mr Brown", "Mr. Brown", True),
    ("Brown", "Governor Brown", False),
    ("Governor Jerry Brown", "Jerry Brown", True),
    ("Dr. Ann Lee", "Prof. Ann  Lee’s", True),
    ("Prime Minister Boris Johnson", "Boris Johnson", True),
    ("The President of France", "the Prime Minister of France", False),
    ("General Motors", "Motors", False),
    ("General Mills Inc.", "Mills Inc.", False),
    ("Lord & Taylor", "Lady & Taylor", False),
    ("Lord & Taylor", "Taylor", False),
    ("Major League Baseball", "League Baseball", False),
    ("Sergeant Pepper Ltd", "Pepper Ltd", False),
    ("President Hotels", "Hotels", False),
    ("The Prime Minister’s Office", "Office", False),
    ("King George VI", "George VI", False),
    ("Air France", "France", False),
    ("Gov. Brown", "Gov Brown", True),
    ("Former Deputy Foreign Secretary Ann Lee", "Ann Lee", True),
    ("Attorney General Ann Lee", "Lt. Gov. Ann Lee", True),
    ("Secretary Ann Lee", "Ann Lee-Moss", False),
    ("The Bank of England", "Bank of England’s", True),
]


@pytest.mark.parametrize(("one", "other", "same"), NAMES)
def test_who_is_one_by_name(ledger: Ledger, one: str, other: str, same: bool) -> None:
    """A title goes before a full name only; before a surname, "of" or a firm's name it is part of the name."""
    assert ledger.one("select name_id(?) = name_id(?)", [one, other]) == (same,)
    for name in (one, other):
        assert ledger.one("select name_key(?) = name_key(?)", [name, untitled(name)]) == (True,), "extractor and ledger"


def test_extractor_and_ledger_have_one_list_of_titles() -> None:
    macros = (WAREHOUSE / "macros" / "name_id.sql").read_text(encoding="utf-8")
    for pattern in (TITLES, WHOLE):
        assert "'" + pattern.replace("'", "''") + "'" in macros
