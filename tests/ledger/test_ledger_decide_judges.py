"""Two people judge one question: who agrees decides it, who disagrees leaves it undecided, and agreement is measured."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from decisions import ask, because, outcome_of, question, record, relink

from foretold.errors import InputError
from foretold.ledger import decide
from foretold.night import Night
from foretold.score.agreement import NOTHING, ONE_ANSWER, agreement, fill_agreement


def conflicts(night: Night) -> list[tuple[Any, ...]]:
    return ask(night, "select question_id, n_judges, said from conflicts")


def test_one_judgement_decides_nothing_and_a_second_that_agrees_does(night: Night) -> None:
    record(night, "army", "no", "Ines", blind=True)
    assert (outcome_of(night, "army"), conflicts(night)) == (None, [])
    record(night, "army", "no", "Bob", blind=True, why="It stayed in its barracks.")
    assert ask(night, "select outcome, recorded_by, because from outcomes") == [
        ("no", "Ines and Bob", "It stayed in its barracks.")
    ]
    assert conflicts(night) == []


def test_two_who_disagree_leave_it_undecided_until_a_third_decides(night: Night) -> None:
    record(night, "army", "no", "Ines", blind=True)
    record(night, "army", "yes", "Bob", blind=True)
    assert outcome_of(night, "army") is None
    assert conflicts(night) == [(question(night, "army"), 2, "Ines: no; Bob: yes")]
    with pytest.raises(InputError, match="settled by a third decision"):
        record(night, "army", "yes", "Bob")
    record(night, "army", "yes", "Cleo")
    assert (outcome_of(night, "army"), conflicts(night)) == ("yes", [])


def test_a_third_blind_judgement_decides_with_the_one_that_it_agrees_with(night: Night) -> None:
    for by, outcome in (("Ines", "no"), ("Bob", "yes"), ("Cleo", "no")):
        record(night, "army", outcome, by, blind=True)
    assert ask(night, "select outcome, recorded_by from outcomes") == [("no", "Ines and Cleo")]
    record(night, "army", "yes", "Dan", blind=True)
    assert outcome_of(night, "army") is None
    assert conflicts(night)[0][1:] == (4, "Ines: no; Bob: yes; Cleo: no; Dan: yes")


def test_a_blind_judgement_contests_an_outcome_that_one_person_recorded(night: Night) -> None:
    record(night, "army", "no", "Ines")
    record(night, "army", "0.5", "Bob", blind=True)
    assert outcome_of(night, "army") is None
    assert conflicts(night)[0][2] == "Ines: no; Bob: 0.5"
    decide.undo(night.journal, 2, because("the wrong question"))
    relink(night)
    assert (outcome_of(night, "army"), conflicts(night)) == ("no", [])


def test_a_decision_that_is_undone_brings_the_conflict_back(night: Night) -> None:
    record(night, "army", "no", "Ines")
    record(night, "army", "yes", "Bob", blind=True)
    record(night, "army", "yes", "Cleo")
    decide.undo(night.journal, 3, because("too early"))
    relink(night)
    assert outcome_of(night, "army") is None
    assert conflicts(night)[0][2] == "Bob: yes; Ines: no"


def test_a_decision_over_two_who_agreed_is_undone_to_what_they_said(night: Night) -> None:
    record(night, "army", "no", "Ines", blind=True)
    record(night, "army", "no", "Bob", blind=True)
    record(night, "army", "yes", "Cleo")
    assert outcome_of(night, "army") == "yes"
    decide.undo(night.journal, 3, because("too early"))
    relink(night)
    assert outcome_of(night, "army") == "no"


def test_one_person_judges_once(night: Night) -> None:
    record(night, "army", "no", "Ines", blind=True)
    with pytest.raises(InputError, match="foretold undo 1"):
        record(night, "army", "yes", "Ines", blind=True)
    decide.undo(night.journal, 1, because("misread"))
    relink(night)
    record(night, "army", "yes", "Ines", blind=True)
    assert ask(night, "select judge, outcome, is_current from judgements") == [("Ines", "yes", True)]


def test_one_person_changing_their_mind_settles_a_conflict(night: Night) -> None:
    record(night, "army", "no", "Ines", blind=True)
    record(night, "army", "yes", "Bob", blind=True)
    record(night, "army", "yes", "Ines")
    assert (outcome_of(night, "army"), conflicts(night)) == ("yes", [])
    rows = ask(night, "select judge, outcome, is_independent from judgements order by line_number")
    assert rows == [("Ines", "no", True), ("Bob", "yes", True), ("Ines", "yes", False)]


def test_agreement_counts_what_was_judged_independently(night: Night) -> None:
    record(night, "army", "no", "Ines")
    record(night, "army", "yes", "Bob", blind=True)
    record(night, "army", "yes", "Cleo")
    record(night, "resign", "yes", "Ines", blind=True)
    record(night, "resign", "yes", "Bob", blind=True)
    with night.ledger() as con:
        fill_agreement(con)
        fill_agreement(con)
    rows = ask(night, "select measure, first_judge, second_judge, n_questions, n_agreed from agreement")
    assert rows == [
        ("cohens_kappa", None, None, 2, 1),
        ("krippendorffs_alpha", None, None, 2, 1),
        ("cohens_kappa", "Bob", "Ines", 2, 1),
        ("krippendorffs_alpha", "Bob", "Ines", 2, 1),
    ]


def judgements(*rows: tuple[str, str, str]) -> pl.DataFrame:
    """Return rows of view judgements from (question, judge, outcome), a share written as a number."""
    given = [
        {
            "question_id": question_id,
            "judge": judge,
            "outcome": "share" if outcome[0].isdigit() else outcome,
            "share": float(outcome) if outcome[0].isdigit() else None,
            "is_independent": True,
            "judged_at": datetime(2024, 1, 1, tzinfo=UTC),
            "line_number": number,
        }
        for number, (question_id, judge, outcome) in enumerate(rows, start=1)
    ]
    return pl.DataFrame(given, schema_overrides={"share": pl.Float64})


def value(frame: pl.DataFrame, measure: str, first: str | None = None) -> tuple[float | None, str | None]:
    row = next(r for r in frame.iter_rows(named=True) if (r["measure"], r["first_judge"]) == (measure, first))
    return row["value"], row["reason"]


def test_kappa_and_alpha_are_those_worked_out_by_hand() -> None:
    """Four questions: yes/yes, yes/yes, no/no, yes/no. Observed agreement 3/4.

    Kappa: chance is 3/4·2/4 + 1/4·2/4 = 1/2, so (3/4 − 1/2)/(1 − 1/2) = 1/2.
    Alpha: five yes and three no in eight; expected disagreement 2·5·3/(8·7) = 15/28, observed 1/4: 1 − 7/15 = 8/15.
    """
    pairs = [("yes", "yes"), ("yes", "yes"), ("no", "no"), ("yes", "no")]
    rows = [(f"q{n}", judge, said) for n, pair in enumerate(pairs) for judge, said in zip("AB", pair, strict=True)]
    frame = agreement(judgements(*rows))
    assert value(frame, "cohens_kappa") == (pytest.approx(1 / 2), None)
    assert value(frame, "krippendorffs_alpha") == (pytest.approx(8 / 15), None)
    assert value(frame, "cohens_kappa", "A") == value(frame, "cohens_kappa")


def test_alpha_takes_more_than_two_judges_and_missing_ones() -> None:
    frame = agreement(
        judgements(*[("q1", j, "0.5") for j in "ABC"], *[("q2", j, "void") for j in "BC"], ("q3", "A", "no"))
    )
    assert value(frame, "krippendorffs_alpha") == (pytest.approx(1.0), None)
    assert frame["n_questions"][0] == 2


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], NOTHING),
        ([("q1", "A", "yes"), ("q2", "B", "no")], NOTHING),
        ([("q1", "A", "yes"), ("q1", "A", "no")], NOTHING),
        ([("q1", "A", "yes"), ("q1", "B", "yes")], ONE_ANSWER),
    ],
)
def test_an_undefined_measure_is_null_with_its_reason(rows: list[tuple[str, str, str]], reason: str) -> None:
    empty = judgements(("q1", "A", "yes")).clear()
    frame = agreement(judgements(*rows) if rows else empty)
    assert {value(frame, measure) for measure in ("cohens_kappa", "krippendorffs_alpha")} == {(None, reason)}
