"""Decisions about questions: what became of them, by one person or several; merging and splitting; conditions."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from foretold.errors import InputError
from foretold.ledger.connect import statement
from foretold.ledger.decide import Held, Why, ambiguous, find_forecast, forecasts_on, nothing_begins_with
from foretold.ledger.journal import Decision, Journal, Line
from foretold.ledger.record import check_day, outcome_of, turned

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it stands now."""

    question_id: str
    event: str
    condition: str | None
    condition_outcome: str | None
    rule: str | None
    due_latest_on: date | None
    opened_by: str
    outcome: str | None
    """yes, no, void, unresolvable or a share such as 0.3; None while undecided."""
    settled_on: date | None
    because: str | None
    evidence: str | None
    recorded_by: str | None
    line_number: int | None
    is_contested: bool
    n_forecasts: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's last word on a question."""

    judge: str
    outcome: str
    is_blind: bool
    because: str
    line_number: int


@dataclass(frozen=True, slots=True)
class Subject:
    """What an outcome is recorded for: a question, and the forecast through which it was named, if any."""

    question: Question
    forecast: Held | None

    @property
    def side(self) -> str:
        """asserts or denies: how an outcome as typed stands to the question's event."""
        return self.forecast.side if self.forecast else "asserts"


def find_question(con: DuckDBPyConnection, words: str) -> Question:
    """Return the question with this id or beginning of an id, or the one that a forecast so named speaks of.

    Raises InputError for none or several.
    """
    words = words.strip()
    if words.startswith("f_"):
        words = find_forecast(con, words).question_id
    rows = con.execute(statement("decide_questions"), [words]).fetchall() if words.startswith("q_") else []
    found = [Question(*row) for row in rows]
    hits = [one for one in found if one.question_id == words] or found
    if not hits:
        nothing_begins_with("question", words, "list them with: foretold question list")
    if len(hits) > 1:
        ambiguous("question", words, [one.question_id for one in hits])
    return hits[0]


def judgements_on(con: DuckDBPyConnection, question_id: str) -> list[Judgement]:
    """Return everybody's last word on a question, in the order in which it was said."""
    return [Judgement(*row) for row in con.execute(statement("decide_judgements"), [question_id]).fetchall()]


def find_subject(con: DuckDBPyConnection, forecast: str | None, question: str | None) -> Subject:
    """Return what --question or FORECAST names. Raises InputError when it is neither or both."""
    if (forecast is None) == (question is None):
        raise InputError("an outcome is recorded for a FORECAST or for --question Q", remedy="name one of the two")
    if forecast is not None:
        held = find_forecast(con, forecast)
        return Subject(find_question(con, held.question_id), held)
    found = find_question(con, str(question))
    if found.n_forecasts == 0:
        raise InputError(
            f"{found.question_id} has no forecasts (any more)",
            rule="outcomes are recorded where forecasts are",
            remedy="see where they went with: foretold question list",
        )
    return Subject(found, None)


def record_outcome(
    con: DuckDBPyConnection, journal: Journal, subject: Subject, outcome: str, settled_on: date, why: Why
) -> str:
    """Decide what became of a question, and return the outcome of its event.

    For a forecast the outcome is that of its claim, for a question that of the event. Raises InputError when the day
    lies before the forecast, when the condition did not come about, or when somebody settles a conflict by repeating
    themselves.
    """
    value = _checked(con, subject, outcome, settled_on)
    question = subject.question
    if question.is_contested:
        for said in judgements_on(con, question.question_id):
            if said.judge == why.by and said.outcome == value:
                raise InputError(
                    f"{why.by} has judged {question.question_id} '{value}' already (journal line {said.line_number})",
                    rule="a conflict is settled by a third decision, not by repeating one of the two",
                    remedy="let somebody else record it, or judge otherwise",
                )
    journal.append([_outcome(con, subject, "outcome", value, settled_on, why)])
    return value


def judge(
    con: DuckDBPyConnection, journal: Journal, subject: Subject, outcome: str, settled_on: date, why: Why
) -> None:
    """Add one person's judgement, made without sight of others, which decides nothing by itself.

    Two people who agree decide the question; two who disagree contest it. Raises InputError when that person has judged
    the question before.
    """
    value = _checked(con, subject, outcome, settled_on)
    question = subject.question
    for said in judgements_on(con, question.question_id):
        if said.judge == why.by:
            raise InputError(
                f"{why.by} has judged {question.question_id} already (journal line {said.line_number})",
                rule="one person judges a question once",
                remedy=f"take it back first with: foretold undo {said.line_number}",
            )
    journal.append([_outcome(con, subject, "judgement", value, settled_on, why)])


def _checked(con: DuckDBPyConnection, subject: Subject, outcome: str, settled_on: date) -> str:
    value = turned(outcome_of(outcome), subject.side)
    question = subject.question
    _check_day(con, subject, settled_on)
    if question.condition_outcome == "no" and value != "void":
        raise InputError(
            f"the condition of {question.question_id} did not come about",
            rule="a conditional forecast is void unless its condition came true",
            remedy="undo that first if it is wrong: foretold undo LINE",
        )
    return value


def _check_day(con: DuckDBPyConnection, subject: Subject, settled_on: date) -> None:
    speakers = [subject.forecast] if subject.forecast else forecasts_on(con, subject.question.question_id)
    check_day(settled_on, min((one.made_from_on for one in speakers if one.made_from_on), default=None))


def _outcome(con: DuckDBPyConnection, subject: Subject, field: str, value: str, settled_on: date, why: Why) -> Decision:
    question = subject.question
    opening = _opening(con, question)
    details: dict[str, Any] = dict(subject.forecast.place if subject.forecast else opening)
    details |= {"settled_on": settled_on.isoformat()}
    if subject.forecast:
        details["claim_outcome"] = turned(value, subject.side)
    if opening and opening.get("forecast_id") != details.get("forecast_id"):
        details["opening"] = opening
    return Decision("outcome", question.question_id, field, value, why.by, why.because, why.evidence, details)


def _opening(con: DuckDBPyConnection, question: Question) -> dict[str, Any]:
    """Return the place of the forecast that opened a question: the question goes where that one goes."""
    return find_forecast(con, question.opened_by, standing=False).place if question.opened_by else {}


def record_condition(
    con: DuckDBPyConnection, journal: Journal, subject: Subject, came_true: str, settled_on: date, why: Why
) -> None:
    """Say whether the condition of a question came about. If not, the question is void, whatever is judged of it.

    Raises InputError when the question stands under no condition, or under none in some of its forecasts.
    """
    question = subject.question
    if came_true not in ("yes", "no"):
        raise InputError(f"condition '{came_true}'", rule="it came about, yes or no", remedy="correct it")
    _check_day(con, subject, settled_on)
    unconditional = [one for one in forecasts_on(con, question.question_id) if one.condition is None]
    if unconditional:
        raise InputError(
            f"{unconditional[0].forecast_id} stands under no condition",
            rule="a condition is decided for questions whose forecasts all stand under it",
            remedy=f"record the outcome, or first: foretold question split {unconditional[0].forecast_id}"
            if question.n_forecasts > 1
            else "record the outcome",
        )
    if question.condition_outcome == came_true:
        raise InputError(
            f"the condition of {question.question_id} is recorded as '{came_true}' already",
            rule="a decision changes something",
        )
    details = _opening(con, question) | {"settled_on": settled_on.isoformat(), "was": question.condition_outcome or ""}
    decision = Decision(
        "question", question.question_id, "condition", came_true, why.by, why.because, why.evidence, details
    )
    journal.append([decision])


def define(con: DuckDBPyConnection, journal: Journal, question: str, values: Mapping[str, str], why: Why) -> list[Line]:
    """Say in checkable words what the event of a question is, or the rule by which it is decided.

    `values` holds event, rule or both; what they were stays in the journal. Raises InputError when nothing changes.
    """
    found = find_question(con, question)
    if not values:
        raise InputError("nothing to define", remedy="give --event, --rule or both")
    decisions: list[Decision] = []
    for field, typed in values.items():
        words = " ".join(typed.split())
        was = found.event if field == "event" else found.rule or ""
        if not words:
            raise InputError(f"an empty {field}", rule=f"the {field} of a question is words", remedy="write it out")
        if words == was:
            raise InputError(
                f"the {field} of {found.question_id} is '{was}' already", rule="a decision changes something"
            )
        details = _opening(con, found) | {"was": was}
        decisions.append(
            Decision("question", found.question_id, field, words, why.by, why.because, why.evidence, details)
        )
    return journal.append(decisions)


def merge(
    con: DuckDBPyConnection, journal: Journal, one: str, other: str, side: str, why: Why
) -> tuple[Question, Question]:
    """Put all forecasts of question `one` to question `other`; its outcome goes along when the other has none.

    `side` says whether the event of `one` asserts or denies that of `other`. Returns both. Raises InputError when they
    are one question already, have different outcomes, stand under a condition only in part, or are being judged.
    """
    left, right = find_question(con, one), find_question(con, other)
    _check_pair(con, left, right)
    value = turned(left.outcome, side) if left.outcome else None
    if value and right.outcome and value != right.outcome:
        raise InputError(
            f"{left.question_id} is decided '{left.outcome}' and {right.question_id} '{right.outcome}'"
            + (" (sides minded)" if side == "denies" else ""),
            rule="one question has one outcome",
            remedy=f"undo one of them (foretold undo {left.line_number} or {right.line_number}), or mind --side",
        )
    act = secrets.token_hex(4)
    opening = _opening(con, right)
    held = forecasts_on(con, left.question_id)
    # What was imported goes with its question, whatever else a file brings on that one later.
    alone = {row[0] for row in con.execute(statement("decide_moved")).fetchall()}
    whole = {one.own_question: one for one in held if one.is_imported and one.forecast_id not in alone}
    decisions = [_redirect(one, right, side, opening, act, why) for one in whole.values()]
    decisions += [
        _move(one, right, side, opening, act, why) for one in held if not one.is_imported or one.forecast_id in alone
    ]
    if value and not right.outcome and left.condition_outcome != "no" and not _is_from_file(con, left):
        decisions.append(_carried(left, right, value, opening, act, why))
    if left.condition_outcome and not right.condition_outcome:
        details = opening | {"settled_on": str(left.settled_on or ""), "act": act, "carried_from": left.question_id}
        details = {name: given for name, given in details.items() if given != ""}
        decisions.append(
            Decision(
                "question",
                right.question_id,
                "condition",
                left.condition_outcome,
                why.by,
                why.because,
                why.evidence,
                details,
            )
        )
    journal.append(decisions)
    return left, right


def _check_pair(con: DuckDBPyConnection, left: Question, right: Question) -> None:
    if left.question_id == right.question_id:
        raise InputError(
            f"{left.question_id} is one question already", rule="two questions are merged", remedy="name another"
        )
    for question in (left, right):
        if question.n_forecasts == 0:
            raise InputError(
                f"{question.question_id} has no forecasts (any more)",
                rule="questions with forecasts are merged",
                remedy="see where they went with: foretold question list",
            )
        if question.is_contested or (question.outcome is None and judgements_on(con, question.question_id)):
            raise InputError(
                f"{question.question_id} is being judged",
                rule="a question is decided before it is merged",
                remedy=f"decide it with: foretold record --question {question.question_id} …",
            )
    if (left.condition is None) != (right.condition is None):
        conditional = right if left.condition is None else left
        raise InputError(
            f"{conditional.question_id} stands under a condition and the other does not",
            rule="they are different questions: one is void when its condition does not come about",
            remedy="merge questions under one condition only",
        )
    decided = {question.condition_outcome for question in (left, right)} - {None}
    if len(decided) > 1:
        raise InputError(
            f"the condition of {left.question_id} is decided '{left.condition_outcome}', that of {right.question_id} "
            f"'{right.condition_outcome}'",
            rule="questions under one condition are merged",
            remedy="correct one of them first",
        )


def _is_from_file(con: DuckDBPyConnection, question: Question) -> bool:
    """Tell whether the outcome of a question is that of an imported file: it goes along with the question."""
    rows = con.execute("select kind from journal_lines where line_number = ?", [question.line_number]).fetchall()
    return rows == [("import",)]


def _redirect(held: Held, to: Question, side: str, opening: dict[str, Any], act: str, why: Why) -> Decision:
    """Return the line that puts an imported question, through one of its forecasts, to another."""
    moved = _move(held, to, side, opening, act, why)
    return replace(moved, kind="question", target=held.own_question, field="question")


def _move(held: Held, to: Question, side: str, opening: dict[str, Any], act: str, why: Why) -> Decision:
    flipped = held.side if side == "asserts" else _other(held.side)
    details = held.place | {"act": act, "was": f"{held.question_id} {held.side}"}
    value = "" if to.question_id == held.own_question and flipped == "asserts" else f"{to.question_id} {flipped}"
    if opening:
        details["opening"] = opening
    return Decision("forecast", held.forecast_id, "question", value, why.by, why.because, why.evidence, details)


def _carried(left: Question, right: Question, value: str, opening: dict[str, Any], act: str, why: Why) -> Decision:
    details = opening | {
        "act": act,
        "carried_from": left.question_id,
        "because": left.because,
        "judge": left.recorded_by,
        "merged_because": why.because,
    }
    if left.settled_on:
        details["settled_on"] = left.settled_on.isoformat()
    return Decision("outcome", right.question_id, "outcome", value, why.by, why.because, left.evidence, details)


def _other(side: str) -> str:
    return "denies" if side == "asserts" else "asserts"


def split(con: DuckDBPyConnection, journal: Journal, forecast: str, why: Why) -> Held:
    """Give a forecast its own question back. Returns it as it was. Raises InputError when that is where it is."""
    held = find_forecast(con, forecast)
    if held.question_id == held.own_question:
        others: Sequence[Held] = [
            one for one in forecasts_on(con, held.question_id) if one.forecast_id != held.forecast_id
        ]
        raise InputError(
            f"{held.forecast_id} has its own question already",
            rule="a forecast is split off from another's question",
            remedy=f"split off the others: {', '.join(one.forecast_id for one in others[:3])}"
            if others
            else "nothing needs doing",
        )
    details = held.place | {"was": f"{held.question_id} {held.side}"}
    value = f"{held.own_question} asserts" if held.is_imported else ""
    decision = Decision("forecast", held.forecast_id, "question", value, why.by, why.because, why.evidence, details)
    journal.append([decision])
    return held
