"""The cookbook: every query asks a question in its first line, runs, and answers it."""

from __future__ import annotations

import random

import pytest
from builder import WAREHOUSE, Ledger, make_ledger

QUERIES = sorted((WAREHOUSE / "queries").glob("*.sql"))


@pytest.fixture(scope="module")
def told() -> Ledger:
    """A ledger that queries only read."""
    ledger, chance = make_ledger(), random.Random(2)
    for number in range(160):
        ledger.add_forecast(
            f"f{number % 4}",
            f"q{chance.randrange(40)}",
            chance.choice(["will", "likely", "unlikely", "may"]),
            stated_probability=chance.choice([None, None, 0.3]),
            side=chance.choice(["asserts", "denies"]),
            due_latest_on=chance.choice([None, "2020-05-01"]),
        )
    for number in range(35):
        ledger.add_outcome(f"q{number}", chance.choice(["yes", "no"]))
    return ledger


@pytest.fixture(scope="module")
def empty() -> Ledger:
    return make_ledger()


def test_there_are_ten() -> None:
    assert len(QUERIES) >= 10


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_query_answers_its_question(told: Ledger, file: object) -> None:
    text = file.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert text.startswith("-- ")
    assert text.splitlines()[0].endswith("?")
    rows = told.con.execute(text).fetchall()
    assert rows, "a query of the cookbook must have something to show"
    names = [column[0] for column in told.con.description or []]
    assert len(names) == len(set(names))
    assert told.con.execute(text).fetchall() == rows, "the order must be settled by the query"


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_query_of_an_empty_ledger_is_empty(empty: Ledger, file: object) -> None:
    assert empty.con.execute(file.read_text(encoding="utf-8")).fetchall() == []  # type: ignore[attr-defined]
