"""Which pairs of claims are one question, on which side, and which never are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from foretold.link.claims import Claim
from foretold.link.compare import Match, compare
from foretold.link.exam import judge
from foretold.link.reading import read

PAIRS = Path(__file__).parents[2] / "corpus" / "gold" / "pairs"
MADE, DUE = date(2024, 2, 1), date(2024, 12, 31)


def claim(words: str, *, condition: str | None = None, due: date | None = DUE, document: str | None = None) -> Claim:
    return Claim(words, words, words, condition, MADE, None, due, document)


def match(one: Claim | str, other: Claim | str) -> Match | None:
    a, b = (given if isinstance(given, Claim) else claim(given) for given in (one, other))
    found = compare(a, b)
    assert found == compare(b, a), "the order of two claims does not matter"
    return found


@pytest.mark.parametrize(
    ("one", "other", "is_opposite"),
    [
        ("The Fed will raise rates this year", "The Federal Reserve will lift interest rates by December", False),
        ("Norvia will leave the customs union", "Norvia will not leave the customs union", True),
        ("Norvia will leave the customs union", "Norvia will stay in the customs union", True),
        ("Ilse Varga will win the election", "Varga will lose the election", True),
        ("Gold will be above 3,000 dollars", "Gold will trade over three thousand dollars", False),
        ("The Greens will win at least 40 seats", "The Greens will win fewer than 40 seats", True),
        ("Norvian inflation will stay below 5 percent", "Norvian inflation will not exceed 5 percent", False),
        ("Norvia will default, which nobody in Castrell expects", "Norvia will default on its debts", False),
        ("Quarnic will release Hydra this year", "Hydra will come out before the end of the year", False),
        ("Jon Moro will win Kenya's presidential election", "Moro will not win the presidency", True),
        ("The Supreme Court will overturn Dane v. Wold", "The justices will strike down Dane", False),
        ("2024 will be the warmest year on record", "This year will not be the hottest ever measured", True),
        ("Moro will be the Republican nominee", "Republicans will not nominate Moro", True),
        ("A court will order Quarnic to sell Hydra", "A court will force Quarnic to sell Hydra", False),
    ],
)
def test_one_event_in_two_wordings_is_sure(one: str, other: str, is_opposite: bool) -> None:
    found = match(one, other)
    assert found is not None
    assert found.is_sure, found
    assert found.is_opposite is is_opposite, found.reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Fed will raise rates", "The Fed will cut rates"),
        ("The Bank of England will raise rates", "The Fed will raise rates"),
        ("Gold will rise above 2,000 dollars", "Gold will rise above 2,500 dollars"),
        ("Boris Johnson will resign", "Alan Johnson will resign"),
        ("It will rain in the north", "It will rain in the south of the country"),
    ],
)
def test_what_differs_in_name_number_or_direction_is_not_even_proposed(one: str, other: str) -> None:
    assert match(one, other) is None


@pytest.mark.parametrize(
    ("one", "other", "doubt"),
    [
        ("Barcelona will beat Real Madrid", "Real Madrid will beat Barcelona", "turned round"),
        ("Norvia will leave the union", "Norvia will leave the union without a treaty", "without"),
        ("Macron will win", "Macron will win 60 percent", "number"),
        ("Turnout will be above 70 percent", "Turnout will exceed 70 percent", "no name"),
        ("2023 will be the warmest year on record", "This year will be the hottest ever measured", "no name"),
        ("Varga will win the nomination for mayor", "Varga will win the nomination for mayor of Ombria", "ombria"),
        ("Norvia will stay", "Norvia will vote to stay", "little else"),
    ],
)
def test_what_is_in_doubt_is_proposed_and_says_why(one: str, other: str, doubt: str) -> None:
    found = match(one, other)
    assert found is not None
    assert not found.is_sure
    assert doubt in found.reason.partition("in doubt")[2]


def test_a_condition_makes_another_question() -> None:
    words = "Norvia will leave the customs union"
    assert match(claim(words), claim(words, condition="If the king abdicates")) is None
    again = match(claim(words, condition="If the king abdicates"), claim(words, condition="if the king abdicates"))
    assert again is not None
    assert again.is_sure


def test_deadlines_decide() -> None:
    words = "Norvia will leave the customs union"
    assert match(claim(words), claim(words, due=date(2025, 6, 30))) is None
    near = match(claim(words), claim(words, due=date(2025, 1, 2)))
    assert near is not None
    assert near.is_sure
    one = match(claim(words), claim(words, due=None))
    assert one is not None
    assert not one.is_sure
    assert "only one names a deadline" in one.reason


def test_a_month_is_not_the_year_that_ends_with_it() -> None:
    december = Claim("a", "a", "Norvia will leave the union", None, MADE, date(2024, 12, 1), DUE)
    year = Claim("b", "b", "Norvia will leave the union", None, MADE, date(2024, 1, 1), DUE)
    assert compare(december, year) is None


def test_pronouns_meet_only_within_one_document() -> None:
    one, other = "It will trade above 100,000 dollars", "Bitcoin will see a hundred thousand"
    assert match(claim(one, document="d1"), claim(other, document="d2")) is None
    within = match(claim(one, document="d1"), claim(other, document="d1"))
    assert within is not None
    assert not within.is_sure


def test_a_person_named_as_a_month_is_a_name() -> None:
    assert "may" in read("Theresa May will survive").names


def test_the_exam_holds() -> None:
    """Of what is merged without a person, 95 in 100 must be right; the floor of recall keeps it from merging nothing."""
    marks = judge(PAIRS / "exam.jsonl")
    assert marks.n_sure_right / marks.n_sure >= 0.95, marks.wrong
    assert marks.n_sure_right / marks.n_same >= 0.40
    assert marks.n_right / marks.n_same >= 0.60
