"""What the 95 % intervals hold in simulated panels: coverage.json says it, the method page repeats it, and it comes out again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from panels import IN_COMMON, KINDS, NUMBERS, SHAPES, TOLD, Kind, bold, in_words, table, table_of

from foretold.score.bootstrap import leaderboard_intervals

PAGE = Path(__file__).parents[2] / "dashboards" / "pages" / "method.html"


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(TOLD.read_text(encoding="utf-8"))
    return found


def test_what_is_told_is_what_is_asked_for(told: dict[str, Any]) -> None:
    """From 30 questions on, 93 to 97 of 100 intervals hold the true mean where each question has its own document.

    Where few documents hold many calls each, none of them falls below; those of who is nearly always right hold more.
    """
    alone = [share for kind in told["alone"].values() for n, share in kind.items() if int(n) >= 30]
    assert len(alone) == len(KINDS) * 3
    assert all(0.93 <= round(share, 3) <= 0.97 for share in alone)
    shared = [both for shape, kinds in told["documents"].items() if sum(SHAPES[shape]) >= 30 for both in kinds.values()]
    assert len(shared) == len(KINDS) * 11
    assert all(0.93 <= round(share, 3) <= 0.995 for both in shared for share in both)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_question_in_its_own_document(told: dict[str, Any], kind: Kind) -> None:
    found = {str(n): kind.coverage_alone(n, 500) for n in NUMBERS}
    assert found == pytest.approx(told["alone"][kind.name], abs=0.025)


@pytest.mark.parametrize("shape", ["10 × 3", "5 × 6", "4 × 8", "1 × 15 + 15 × 1"])
def test_several_questions_to_a_document(told: dict[str, Any], shape: str) -> None:
    for kind in KINDS[2], KINDS[6]:
        found = [kind.coverage(SHAPES[shape], 500, in_common=share) for share in IN_COMMON.values()]
        assert found == pytest.approx(told["documents"][shape][kind.name], abs=0.025), kind.name


def test_drawing_questions_singly_is_too_narrow() -> None:
    """Where the calls of one document share their fate, their document must be drawn whole."""
    kind, sizes = Kind("overconfident", in_words, bold), (3,) * 15
    frame, truth = table_of(*kind.panels(sizes, 1000, in_common=0.5), sizes), kind.true_mean()

    def covered(found: pl.DataFrame) -> float:
        return float(found.select(pl.lit(truth).is_between(pl.col("brier_low"), pl.col("brier_high")).mean()).item())

    singly = leaderboard_intervals(frame.with_columns(document_id=None), n_draws=600, seed=1)
    assert covered(singly) < 0.90 < 0.93 < covered(leaderboard_intervals(frame, n_draws=600, seed=1)) < 0.97


def test_the_method_page_repeats_it(told: dict[str, Any]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for kind, shares in told["alone"].items():
        cells = "".join(f'<td class="num">{share:.1%}</td>' for share in shares.values())
        assert f'<tr><th scope="row">{kind}</th>{cells}</tr>' in page
    for shape, kinds in told["documents"].items():
        ranges = [sorted(both[place] for both in kinds.values()) for place in (0, 1)]
        cells = "".join(f'<td class="num">{shares[0]:.1%} to {shares[-1]:.1%}</td>' for shares in ranges)
        assert f'<tr><th scope="row">{shape}</th><td class="num">{sum(SHAPES[shape])}</td>{cells}</tr>' in page


@pytest.mark.soak
def test_the_whole_table_comes_out_again(told: dict[str, Any]) -> None:
    again = table(4000)
    for kind, shares in told["alone"].items():
        assert again["alone"][kind] == pytest.approx(shares, abs=0.003)
    for shape, kinds in told["documents"].items():
        for kind, both in kinds.items():
            assert again["documents"][shape][kind] == pytest.approx(both, abs=0.003), (shape, kind)
