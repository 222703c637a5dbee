"""What sure pairs do to questions: the later forecast joins the question of the earlier, unless a person decided.

Wrong merges do more harm than missed ones, so a forecast joins only when it agrees with every member of the question,
moves at most once, and never after a person has had a say about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from foretold.link.candidates import Pair
from foretold.link.claims import Claim
from foretold.link.compare import compare

MEMBERS_COMPARED = 50
"""Members of a question that a newcomer is compared with."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided: that a forecast speaks of a question, or (question None) what became of its own."""

    at: datetime
    forecast_id: str
    question_id: str | None
    side: str = "asserts"
    is_return: bool = False
    """Whether decisions were undone and none is left: a pair that had put it somewhere holds again."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sure pair with the moment at which both claims were known."""

    at: datetime
    pair: Pair


@dataclass(frozen=True, slots=True)
class Joined:
    """A forecast that joins a question because of a pair."""

    question_id: str
    side: str


@dataclass(slots=True)
class _Questions:
    """Who speaks of what, as it changes through time."""

    question_of: dict[str, tuple[str, str]] = field(default_factory=dict)
    members: dict[str, dict[str, str]] = field(default_factory=dict)
    linked: dict[str, Joined] = field(default_factory=dict)
    """Where pairs put forecasts."""
    settled: set[str] = field(default_factory=set)
    """Forecasts that a machine may not move: a person had a say, or it has moved already."""

    def of(self, forecast_id: str) -> tuple[str, str]:
        return self.question_of.get(forecast_id, (own_question(forecast_id), "asserts"))

    def on(self, question_id: str) -> dict[str, str]:
        """Return the members of a question with their sides; that which opened it counts while it has not left."""
        opener = f"f_{question_id[2:]}"
        members = dict(self.members.get(question_id, {}))
        if self.of(opener)[0] == question_id:
            members.setdefault(opener, self.of(opener)[1])
        return members

    def move(self, forecast_id: str, question_id: str, side: str) -> None:
        old, _ = self.of(forecast_id)
        self.members.get(old, {}).pop(forecast_id, None)
        self.question_of[forecast_id] = (question_id, side)
        self.members.setdefault(question_id, {})[forecast_id] = side
        self.settled.add(forecast_id)


def own_question(forecast_id: str) -> str:
    """Return the id of the question that a forecast opens."""
    return f"q_{forecast_id[2:]}"


def join(
    found: Iterable[Found], decided: Iterable[Decided], claims: Mapping[str, Sequence[Claim]]
) -> dict[tuple[str, str], Joined]:
    """Return which pairs, by the keys of later and earlier claim, put the later forecast to another question.

    `claims` are the states of each forecast, the last one last. Everything happens in the order of its moment, so that
    what is found later changes nothing earlier; the same input gives the same output.
    """
    questions = _Questions()
    joined: dict[tuple[str, str], Joined] = {}
    lines = sorted(decided, key=lambda line: line.at)
    pairs = sorted(found, key=_order)
    at_line = 0
    for one in pairs:
        while at_line < len(lines) and lines[at_line].at <= one.at:
            _follow(questions, lines[at_line])
            at_line += 1
        result = _joins(questions, one.pair, claims)
        if result is not None:
            questions.move(one.pair.later.forecast_id, result.question_id, result.side)
            questions.linked[one.pair.later.forecast_id] = result
            joined[one.pair.later.key, one.pair.earlier.key] = result
    return joined


def _order(one: Found) -> tuple[datetime, str, str, str, float, str]:
    """Return the place of a pair: by moment; of one moment, as in an archive, the claim made first goes first."""
    later = one.pair.later
    made_on = str(later.made_on) if later.made_on else "9999"
    return one.at, made_on, later.forecast_id, later.key, -one.pair.match.score, one.pair.earlier.key


def _follow(questions: _Questions, line: Decided) -> None:
    if line.question_id is None:
        questions.settled.add(line.forecast_id)
    elif line.is_return and line.forecast_id in questions.linked:
        back = questions.linked[line.forecast_id]
        questions.move(line.forecast_id, back.question_id, back.side)
    else:
        questions.move(line.forecast_id, line.question_id, line.side)


def _joins(questions: _Questions, pair: Pair, claims: Mapping[str, Sequence[Claim]]) -> Joined | None:
    later, earlier = pair.later, pair.earlier
    own = own_question(later.forecast_id)
    if later.forecast_id in questions.settled or set(questions.on(own)) - {later.forecast_id}:
        return None
    question_id, side = questions.of(earlier.forecast_id)
    if question_id == own:
        return None
    if pair.match.is_opposite:
        side = other_side(side)
    for member, member_side in sorted(questions.on(question_id).items())[:MEMBERS_COMPARED]:
        if member != earlier.forecast_id and not _agrees(later, side, claims.get(member, ()), member_side):
            return None
    return Joined(question_id, side)


def _agrees(later: Claim, side: str, member: Sequence[Claim], member_side: str) -> bool:
    if not member:
        return True
    match = compare(later, member[-1])
    return match is not None and match.is_opposite == (side != member_side)


def other_side(side: str) -> str:
    """Return denies for asserts, and the other way round."""
    return "denies" if side == "asserts" else "asserts"
