"""Shrunk means are nearer the truth at small n, chances are chances, and many comparisons are corrected for."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from foretold.score.shrinkage import chances, comparisons, estimates, holm, shrink


def test_shrinkage_lowers_the_error_at_small_n() -> None:
    generator = np.random.default_rng(1)
    raw_error, shrunk_error = [], []
    for _ in range(200):
        truth = generator.normal(0.2, 0.04, size=25)
        n = generator.integers(5, 15, size=25)
        means = generator.normal(truth, 0.25 / np.sqrt(n))
        found = shrink(means, 0.25**2 / n)
        assert found is not None
        raw_error.append(np.mean((means - truth) ** 2))
        shrunk_error.append(np.mean((found.mean - truth) ** 2))
    assert np.mean(shrunk_error) < 0.5 * np.mean(raw_error)


def test_posteriors_hold_the_truth() -> None:
    generator = np.random.default_rng(2)
    inside = []
    for _ in range(200):
        truth = generator.normal(0.2, 0.05, size=20)
        means = generator.normal(truth, 0.08)
        found = shrink(means, np.full(20, 0.08**2))
        assert found is not None
        inside.append(np.abs(found.mean - truth) < 1.96 * found.deviation)
    assert 0.92 <= np.mean(inside) <= 0.99


def test_those_with_fewer_questions_are_drawn_further() -> None:
    found = shrink([0.1, 0.1, 0.3, 0.3, 0.35], [0.01, 0.0001, 0.0001, 0.0002, 0.0001])
    assert found is not None
    assert found.mean[0] > found.mean[1] > 0.1


def test_without_spread_nearly_all_of_the_difference_goes() -> None:
    raw = np.linspace(0.19, 0.21, 40)
    found = shrink(raw, np.full(40, 0.01))
    assert found is not None
    assert found.spread == 0
    assert np.ptp(found.mean) < 0.1 * np.ptp(raw)


@pytest.mark.parametrize(
    ("means", "variances"), [([], []), ([0.1], [0.1]), ([0.1, 0.2, 0.3], [1] * 3), ([0.1] * 4, [0] * 4)]
)
def test_nothing_to_draw_towards(means: list[float], variances: list[float]) -> None:
    assert shrink(means, variances) is None


def test_chances_add_up_to_the_places() -> None:
    best = chances([0.1, 0.2, 0.3], [0.05, 0.05, 0.05], places=1, seed=1)
    assert best.sum() == pytest.approx(1)
    assert best[0] > best[1] > best[2]
    equal = chances([0.2] * 8, [0.1] * 8, places=5, seed=1)
    assert equal == pytest.approx([5 / 8] * 8, abs=0.02)
    assert chances([0.2, 0.3], [0.1, 0.1], places=5, seed=1) == pytest.approx([1, 1])


def questions(values: dict[str, list[float]], scale: str = "s", per_document: int = 1) -> pl.DataFrame:
    rows = [
        (scale, who, f"q{n:02}", value, f"{who} {n // per_document}")
        for who, own in values.items()
        for n, value in enumerate(own)
    ]
    return pl.DataFrame(rows, schema=["scale", "forecaster_id", "question_id", "brier", "home"], orient="row")


def test_estimates_show_raw_and_shrunk() -> None:
    generator = np.random.default_rng(3)
    frame = questions({f"f{n}": list(generator.beta(1 + n / 5, 4, size=5 + 2 * n)) for n in range(12)})
    found = estimates(frame, ranked_from=10, seed=1)
    assert found["forecaster_id"].len() == 12
    ranked = found.filter(pl.col("n_questions") >= 10)
    assert ranked["chance_best"].sum() == pytest.approx(1)
    assert ranked["chance_top_five"].sum() == pytest.approx(5)
    assert found.filter(pl.col("n_questions") < 10)["chance_best"].null_count() == 3
    for ranked_from, n_ranked, has_best in ((19, 5, True), (27, 1, False)):
        few = estimates(frame, ranked_from=ranked_from, seed=1).filter(pl.col("n_questions") >= ranked_from)
        assert few["chance_top_five"].null_count() == len(few) == n_ranked
        assert (few["chance_best"].null_count() == 0) is has_best
    spread = found.select(pl.col("brier").std() > pl.col("brier_shrunk").std()).item()
    assert spread


def test_calls_of_one_document_count_for_less() -> None:
    """Four calls to a document that share their fate carry about the weight of one, and are drawn further."""
    generator = np.random.default_rng(11)
    fates = {f"f{n}": np.repeat(0.2 + 0.02 * n + 0.08 * generator.normal(size=10), 4) for n in range(10)}
    values = {who: list(fate + 0.01 * generator.normal(size=40)) for who, fate in fates.items()}
    singly = estimates(questions(values), ranked_from=10, seed=1)
    together = estimates(questions(values, per_document=4), ranked_from=10, seed=1)
    wider = (together["brier_shrunk_deviation"] / singly["brier_shrunk_deviation"]).mean()
    assert 1.4 < wider < 2.2
    assert together["brier_shrunk"].std() < singly["brier_shrunk"].std()


@pytest.mark.parametrize("values", [{}, {"a": [0.1]}, {"a": [0.1], "b": [0.2], "c": [0.3]}, {"a": [0.0] * 5}])
def test_estimates_of_too_little_say_why(values: dict[str, list[float]]) -> None:
    found = estimates(questions(values) if values else questions({"a": [0.1]}).head(0), ranked_from=1, seed=1)
    assert found["brier_shrunk"].null_count() == len(values)
    assert found["reason"].null_count() == 0


def test_holm_as_statsmodels() -> None:
    from statsmodels.stats.multitest import multipletests

    p = np.random.default_rng(4).random(30) ** 3
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


def test_comparisons_go_over_shared_questions_only() -> None:
    generator = np.random.default_rng(5)
    good = generator.random(30) * 0.3
    frame = questions({"good": list(good), "poor": list(good + 0.2 + 0.1 * generator.random(30)), "rare": [0.1] * 4})
    found = comparisons(frame)
    assert found.select("forecaster_id", "other_id", "n_shared").rows() == [("good", "poor", 30)]
    row = found.row(0, named=True)
    assert row["difference_low"] < row["difference"] < row["difference_high"] < -0.2
    assert row["p_adjusted"] < 0.001


def test_luck_is_not_called_skill() -> None:
    """Twenty forecasters of equal skill: in at most about one of twenty worlds does any pair differ after correction."""
    generator = np.random.default_rng(6)
    alarms = 0
    for _ in range(60):
        frame = questions({f"f{n:02}": list(generator.random(20)) for n in range(20)})
        alarms += bool((comparisons(frame)["p_adjusted"] < 0.05).any())
    assert alarms <= 8


def test_a_pair_is_tested_over_documents_and_not_over_calls() -> None:
    """Equals whose four calls in a document share their fate: over calls they differ far too often, over documents not."""
    from scipy import stats

    generator = np.random.default_rng(9)
    over_calls, over_documents = [], []
    for _ in range(400):
        fate = np.repeat(generator.normal(size=(2, 15)), 4, axis=1)
        a, b = 0.2 + 0.05 * fate + 0.02 * generator.normal(size=(2, 60))
        found = comparisons(questions({"a": list(a), "b": list(b)}, per_document=4)).row(0, named=True)
        assert found["n_clusters"] == 15
        over_documents.append(found["p_value"] < 0.05)
        over_calls.append(stats.ttest_rel(a, b).pvalue < 0.05)
    assert np.mean(over_calls) > 0.2
    assert 0.02 <= np.mean(over_documents) <= 0.08


def test_without_clusters_it_is_the_paired_test_of_student() -> None:
    from scipy import stats

    a, b = np.random.default_rng(10).random((2, 25))
    found = comparisons(questions({"a": list(a), "b": list(b)})).row(0, named=True)
    theirs = stats.ttest_rel(a, b)
    assert found["p_value"] == pytest.approx(theirs.pvalue)
    assert (found["difference_low"], found["difference_high"]) == pytest.approx(tuple(theirs.confidence_interval()))
    few = comparisons(questions({"a": list(a), "b": list(b)}, per_document=10)).row(0, named=True)
    assert (few["n_clusters"], few["p_value"]) == (3, None)


def test_equal_scores_have_no_test() -> None:
    row = comparisons(questions({"a": [0.1] * 6, "b": [0.1] * 6})).row(0, named=True)
    assert (row["difference"], row["p_value"], row["p_adjusted"]) == (0.0, None, None)
