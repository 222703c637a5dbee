"""How well and how fast the linker works: marks on the labelled pairs, and time over synthetic forecasts.

Run: python benchmarks/linking.py [number of forecasts]
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from foretold.link.candidates import link
from foretold.link.claims import Claim
from foretold.link.compare import compare
from foretold.link.exam import Marks, judge
from foretold.link.reading import read

ROOT = Path(__file__).resolve().parents[1]
SEED = 20261122
WHO = (
    "Germany France Italy Spain Poland Sweden Turkey Brazil Kenya Japan Norvia Castrell Ombria Tessaly Quarnic".split()
)
WHAT = (
    "raise interest rates", "cut its deposit rate", "fall into recession", "hold a referendum on independence",
    "leave the alliance", "ratify the trade agreement", "ban imports of grain", "win the championship",
    "default on its bonds", "close its last coal plant", "launch a satellite", "impose a curfew",
)  # fmt: skip
THRESHOLDS = (3, 5, 10, 20, 50, 100, 1000, 2500)


def synthetic(n: int) -> list[Claim]:
    """Return claims as a corpus has them: many about few subjects, over ten years, half of them with a number."""
    chance = random.Random(SEED)
    names = WHO + [f"Ministry{number}" for number in range(n // 50)]
    claims = []
    for number in range(n):
        who = names[min(int(chance.expovariate(8 / len(names))), len(names) - 1)]
        made = date(2015, 1, 1) + timedelta(days=chance.randrange(3650))
        due = made + timedelta(days=chance.choice((30, 90, 180, 365, 730))) if chance.random() < 0.6 else None
        words = f"{who} will {'not ' if chance.random() < 0.2 else ''}{chance.choice(WHAT)}"
        if chance.random() < 0.5:
            words += f" at more than {chance.choice(THRESHOLDS)} percent"
        claims.append(Claim(f"s{number:07d}", f"f{number:07d}", words, None, made, made if due else None, due))
    return claims


def show_marks(name: str, marks: Marks) -> None:
    """Print what share of the sure and of the proposed pairs is right, with the counts."""
    for kind, right, given in (("sure", marks.n_sure_right, marks.n_sure), ("proposed", marks.n_right, marks.n_given)):
        precision = f"{right / given:.3f}" if given else "-"
        print(
            f"{name:6} {kind:9} precision {precision} ({right} of {given})   "
            f"recall {right / marks.n_same:.3f} ({right} of {marks.n_same})"
        )


def main() -> None:
    """Print the marks, and the times in seconds of one processor."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for name in ("train", "exam"):
        show_marks(name, judge(ROOT / "corpus" / "gold" / "pairs" / f"{name}.jsonl"))
    claims = synthetic(n)
    began = time.process_time()
    for claim in claims:
        read(claim.words)
    print(f"read {n:,} claims in {time.process_time() - began:.2f} s")
    began = time.process_time()
    found = Counter(pair.match.is_sure for pair in link(claims, {claim.key for claim in claims}))
    seconds = time.process_time() - began
    print(f"link {n:,} claims in {seconds:.1f} s: {found[True]:,} sure, {found[False]:,} proposed pairs")
    began = time.process_time()
    last = {claim.key for claim in claims[-100:]}
    again = sum(1 for _ in link(claims, last))
    print(f"link 100 new claims to {n - 100:,} in {time.process_time() - began:.2f} s: {again:,} pairs")
    pairs = list(pairwise(claims))
    began = time.process_time()
    for one, other in pairs:
        compare(one, other)
    print(f"compare {len(pairs) / (time.process_time() - began):,.0f} pairs a second")


if __name__ == "__main__":
    main()
