"""The linker's exam: pairs of claims that people labelled as one question or two, in corpus/gold/pairs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from foretold.link.claims import Claim
from foretold.link.compare import compare


@dataclass(frozen=True, slots=True)
class Marks:
    """What became of the labelled pairs. A pair with the wrong side counts as wrong."""

    n_same: int
    """Pairs that are one question."""
    n_given: int
    """Pairs that the linker proposes, the sure ones included,"""
    n_right: int
    """and of these those that are one question, with the right side."""
    n_sure: int
    n_sure_right: int
    wrong: tuple[str, ...]
    """Ids of the sure pairs that are wrong."""


def judge(path: Path) -> Marks:
    """Return the marks on a file of labelled pairs."""
    pairs = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    matches = [(pair, compare(claim_of(pair["a"]), claim_of(pair["b"]))) for pair in pairs]
    given = [(pair, match) for pair, match in matches if match is not None]
    right = [
        (pair, match)
        for pair, match in given
        if pair["same"] and pair["side"] == ("opposite" if match.is_opposite else "same")
    ]
    sure_right = {pair["id"] for pair, match in right if match.is_sure}
    sure = [pair["id"] for pair, match in given if match.is_sure]
    return Marks(
        n_same=sum(pair["same"] for pair in pairs),
        n_given=len(given),
        n_right=len(right),
        n_sure=len(sure),
        n_sure_right=len(sure_right),
        wrong=tuple(pair_id for pair_id in sure if pair_id not in sure_right),
    )


def claim_of(row: dict[str, Any]) -> Claim:
    """Return one claim of a labelled pair."""
    made_on, deadline = (date.fromisoformat(row[name]) if row[name] else None for name in ("made_on", "deadline"))
    return Claim(row["claim"], row["claim"], row["claim"], row["condition"], made_on, None, deadline)
