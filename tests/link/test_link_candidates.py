"""Candidates: nothing that matters is left out, and what comes later changes nothing that came before."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from random import Random

from foretold.link import candidates
from foretold.link.candidates import link
from foretold.link.claims import Claim
from foretold.link.compare import compare

WHO = ("Norvia", "Castrell", "Ombria", "The Fed", "Ilse Varga")
WHAT = ("leave the customs union", "raise interest rates", "win the election", "ban imports of grain")


def claims(n: int) -> list[Claim]:
    chance = Random(1)
    found = []
    for number in range(n):
        made = date(2020, 1, 1) + timedelta(days=chance.randrange(400))
        due = made + timedelta(days=180) if chance.random() < 0.5 else None
        words = f"{chance.choice(WHO)} will {chance.choice(('', 'not '))}{chance.choice(WHAT)}"
        found.append(Claim(f"k{number}", f"f{number}", words, None, made, None, due, f"d{number % 7}"))
    return found


def keys_of(given: list[Claim], new: list[Claim]) -> set[tuple[str, str]]:
    return {(pair.later.key, pair.earlier.key) for pair in link(given, {one.key for one in new})}


def test_it_finds_what_comparing_every_pair_would_find() -> None:
    given = claims(150)
    every = {(later.key, earlier.key) for earlier, later in combinations(given, 2) if compare(later, earlier)}
    assert every
    assert keys_of(given, given) == every


def test_night_by_night_gives_what_one_night_gives(monkeypatch: object) -> None:
    given = claims(300)
    candidates.LIMIT, kept = 5, candidates.LIMIT
    try:
        at_once = keys_of(given, given)
        nights = set()
        for start in range(0, 300, 37):
            nights |= keys_of(given[: start + 37], given[start : start + 37])
    finally:
        candidates.LIMIT = kept
    assert nights == at_once


def test_states_of_one_forecast_are_no_pair() -> None:
    one = Claim("a", "f1", "Norvia will leave the customs union", None, date(2024, 1, 1))
    again = Claim("b", "f1", "Norvia will leave the customs union soon", None, date(2024, 1, 1))
    assert keys_of([one, again], [one, again]) == set()
