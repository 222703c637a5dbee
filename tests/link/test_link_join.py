"""Who joins whose question, and when a machine keeps its hands off."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

from foretold.link.candidates import Pair
from foretold.link.claims import Claim
from foretold.link.compare import compare
from foretold.link.join import Decided, Found, Joined, join

START = datetime(2024, 1, 1, tzinfo=UTC)


def night(n: int) -> datetime:
    return START + timedelta(days=n)


def claim(number: int, words: str) -> Claim:
    return Claim(f"k{number}", f"f_{number}", words, None, date(2024, 1, 1), None, date(2024, 12, 31))


def outcome(given: list[Claim], decided: list[Decided] | None = None) -> dict[str, Joined]:
    """Return where each forecast goes when the claims are found one a night, in their order."""
    found = []
    for (_, earlier), (at, later) in combinations(enumerate(given), 2):
        match = compare(later, earlier)
        if match is not None and match.is_sure:
            found.append(Found(night(at), Pair(later, earlier, match)))
    joined = join(found, decided or [], {one.forecast_id: [one] for one in given})
    return {later.replace("k", "f_"): joining for (later, _), joining in joined.items()}


LEAVES = claim(1, "Norvia will leave the customs union")
STAYS = claim(2, "Norvia will stay in the customs union")
LEAVES_NOT = claim(3, "Norvia will not leave the customs union")


def test_the_later_joins_the_earlier_and_sides_carry_over() -> None:
    assert outcome([LEAVES, STAYS, LEAVES_NOT]) == {"f_2": Joined("q_1", "denies"), "f_3": Joined("q_1", "denies")}
    assert outcome([STAYS, LEAVES, LEAVES_NOT]) == {"f_1": Joined("q_2", "denies"), "f_3": Joined("q_2", "asserts")}


def test_it_follows_the_earlier_to_where_people_put_it() -> None:
    moved = Decided(night(1) - timedelta(hours=1), "f_1", "q_9", "denies")
    assert outcome([LEAVES, STAYS], [moved]) == {"f_2": Joined("q_9", "asserts")}


def test_what_a_person_decided_before_stays() -> None:
    for decided in (Decided(night(0), "f_2", "q_2"), Decided(night(0), "f_2", None)):
        assert outcome([LEAVES, STAYS], [decided]) == {}


def test_what_is_decided_later_changes_nothing_earlier() -> None:
    assert outcome([LEAVES, STAYS], [Decided(night(5), "f_2", "q_2")]) == {"f_2": Joined("q_1", "denies")}


def test_undoing_brings_back_where_a_pair_had_put_it() -> None:
    """A third forecast, found after the undoing, follows the second to the question of the first."""
    lines = [
        Decided(night(1) + timedelta(hours=1), "f_2", "q_2"),
        Decided(night(1) + timedelta(hours=2), "f_2", "q_2", "asserts", is_return=True),
    ]
    assert outcome([LEAVES, STAYS, LEAVES_NOT], lines)["f_3"] == Joined("q_1", "denies")
    assert outcome([LEAVES, STAYS, LEAVES_NOT], lines)["f_2"] == Joined("q_1", "denies")


def test_it_does_not_join_where_another_member_disagrees() -> None:
    other = claim(4, "Castrell will leave the customs union")
    put_there = Decided(night(2) - timedelta(hours=1), "f_4", "q_1", "asserts")
    assert outcome([LEAVES, other, STAYS], [put_there]) == {}


def test_a_question_that_others_joined_does_not_move() -> None:
    put_there = Decided(night(1) - timedelta(hours=1), "f_9", "q_2", "asserts")
    assert outcome([LEAVES, STAYS], [put_there]) == {}
