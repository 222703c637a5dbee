"""What a small n can carry: shrunk means, the chance of being best, and comparisons of two.

A forecaster with twelve questions and a splendid mean is mostly lucky. Empirical Bayes draws each mean towards that
of all, the more the fewer its questions: the normal model of Efron and Morris (1975, JASA 70) with the intervals of
Morris (1983, JASA 78), and the spread between forecasters estimated by Paule and Mandel (1982). The raw number stays
beside the shrunk one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]

MIN_FORECASTERS = 4
"""Fewer than these tell nothing about the spread between forecasters."""
MIN_SHARED = 5
"""Fewer shared questions than these carry no comparison of two forecasters; fewer documents, no test of it."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Means drawn towards the mean of all; `spread` is the standard deviation between forecasters' true means."""

    mean: Floats
    deviation: Floats
    """Posterior standard deviation of each."""
    centre: float
    spread: float


def shrink(means: ArrayLike, variances: ArrayLike) -> Shrunk | None:
    """Return the empirical-Bayes means of forecasters with these means and sampling variances of the means.

    None for fewer than four forecasters, or when a variance is not above 0.
    """
    m, v = np.asarray(means, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if len(m) < MIN_FORECASTERS or not np.all(v > 0):
        return None
    k, between = len(m), _between(m, v)
    weights = 1 / (between + v)
    centre = float(np.sum(weights * m) / np.sum(weights))
    drawn = (k - 3) / (k - 1) * v * weights
    # Morris 1983, formula 1.17: centre and spread are estimated too, and an outlier says that the spread may be larger.
    doubt = 2 / (k - 3) * drawn**2 * (np.mean(v) + between) * weights * (m - centre) ** 2
    deviation = np.sqrt(v * (1 - (k - 1) / k * drawn) + doubt)
    return Shrunk(m - drawn * (m - centre), deviation, centre, float(np.sqrt(between)))


def _between(m: Floats, v: Floats) -> float:
    """Return the variance between true means, 0 at least: where the weighted squares add up to k - 1, as expected."""
    from scipy.optimize import brentq

    def excess(between: float) -> float:
        weights = 1 / (between + v)
        centre = np.sum(weights * m) / np.sum(weights)
        return float(np.sum(weights * (m - centre) ** 2) - (len(m) - 1))

    if excess(0.0) <= 0:
        return 0.0
    top = float(2 * np.var(m) * len(m) + v.max())
    return float(brentq(excess, 0.0, top))


def chances(mean: ArrayLike, deviation: ArrayLike, *, places: int, n_draws: int = 20_000, seed: int) -> Floats:
    """Return each forecaster's chance that the true mean is among the `places` lowest, by draws from the posteriors.

    Drawn independently: that rivals share questions is left out, which makes the chances a little too even.
    """
    m, s = np.asarray(mean, dtype=np.float64), np.asarray(deviation, dtype=np.float64)
    if len(m) <= places:
        return np.ones(len(m))
    generator, among, done = np.random.default_rng(seed), np.zeros(len(m)), 0
    while done < n_draws:
        n = min(n_draws - done, max(1, 2_000_000 // len(m)))
        draws = generator.normal(m, s, size=(n, len(m)))
        firsts = np.argpartition(draws, places - 1, axis=1)[:, :places]
        among += np.bincount(firsts.ravel(), minlength=len(m))
        done += n
    return among / n_draws


def estimates(questions: pl.DataFrame, *, ranked_from: int, n_draws: int = 20_000, seed: int) -> pl.DataFrame:
    """Return shrunk means and chances for table forecaster_estimates; one row per scale and forecaster of `questions`.

    `questions` has a row per scale, forecaster and question, with brier and home, as for `comparisons`. The variance of
    one question's score is pooled over forecasters, and raised by as much as calls of one document hang together (the
    design effect of Kish 1965, pooled too). Chances of being best and among five are among those with `ranked_from`
    questions or more, and NULL where there are no more of them than places.
    """
    import polars as pl

    who = ["scale", "forecaster_id"]
    within = pl.col("brier").var(ddof=0).fill_null(0).alias("within")
    means = questions.group_by(who).agg(pl.len().alias("n_questions"), pl.col("brier").mean(), within)
    means = means.join(_hanging_together(questions), on=who).sort(who)
    parts = [_of_scale(part, ranked_from, n_draws, seed) for part in means.partition_by("scale", maintain_order=True)]
    return pl.concat(parts) if parts else _of_scale(means, ranked_from, n_draws, seed)


def _hanging_together(questions: pl.DataFrame) -> pl.DataFrame:
    """Return the squares of each forecaster's scores about the mean, singly and summed within documents first."""
    import polars as pl

    who = ["scale", "forecaster_id"]
    rest = questions.select(*who, "question_id", _home(), rest=pl.col("brier") - pl.col("brier").mean().over(who))
    rest = rest.sort(*who, "home", "question_id")  # sums of floats depend on their order
    by_home = rest.group_by(*who, "home", maintain_order=True).agg(
        pl.col("rest").sum(), pl.col("rest").pow(2).sum().alias("squares")
    )
    n = pl.len()
    return by_home.group_by(who, maintain_order=True).agg(
        pl.col("squares").sum().alias("singly"),
        (pl.col("rest").pow(2).sum() * n / (n - 1).clip(1)).alias("together"),
    )


def _home() -> pl.Expr:
    """Return where calls are drawn together: the document; without one (imports) the question by itself."""
    import polars as pl

    document = pl.lit("d:") + pl.col("home").cast(pl.String)
    return pl.coalesce(document, pl.lit("q:") + pl.col("question_id")).alias("home")


def _of_scale(means: pl.DataFrame, ranked_from: int, n_draws: int, seed: int) -> pl.DataFrame:
    import polars as pl

    n = means["n_questions"].to_numpy().astype(np.float64)
    m = means["brier"].to_numpy()
    freedom = float(np.sum(n - 1))
    pooled = float(np.sum(means["within"].to_numpy() * n)) / freedom if freedom > 0 else 0.0
    singly, together = float(means["singly"].sum()), float(means["together"].sum())
    effect = max(1.0, together / singly) if singly > 0 else 1.0
    shrunk = shrink(m, effect * pooled / n) if len(m) else None
    reason = None if shrunk else f"{len(m)} forecasters, or no spread within them: nothing to draw towards"
    names = ("brier_shrunk", "brier_shrunk_deviation", "chance_best", "chance_top_five")
    columns: dict[str, Floats] = {name: np.full(len(m), np.nan) for name in names}
    if shrunk is not None:
        ranked = n >= ranked_from
        columns["brier_shrunk"], columns["brier_shrunk_deviation"] = shrunk.mean, shrunk.deviation
        for name, places in (("chance_best", 1), ("chance_top_five", 5)):
            if ranked.sum() > places:  # else it is 1 for everybody, and says nothing
                columns[name][ranked] = chances(
                    shrunk.mean[ranked], shrunk.deviation[ranked], places=places, n_draws=n_draws, seed=seed
                )
    return means.drop("within", "singly", "together").with_columns(
        *(pl.Series(name, values, dtype=pl.Float64).fill_nan(None) for name, values in columns.items()),
        pl.lit(reason, dtype=pl.String).alias("reason"),
    )


def comparisons(questions: pl.DataFrame) -> pl.DataFrame:
    """Return how each two forecasters differ on the questions that both spoke on, for table comparisons.

    `questions` has a row per scale, forecaster and question, with brier and home, the document in which the forecaster
    first spoke of it. One row per scale and pair that shares five questions or more: n_shared, n_clusters, difference
    of mean Brier scores (negative: the first is better) with 95 % interval and p-value, and p_adjusted, Holm's
    correction for all pairs of the scale. Pairs that share less are not comparable and have no row.

    Calls of one document tend to fail together, so the error is clustered on the documents of both (Cameron, Gelbach
    and Miller 2011, J. Business & Economic Statistics 29), with Student's distribution over the fewer of them.
    """
    import polars as pl
    from scipy import stats

    pairs = _pairs(questions)
    n_clusters = pairs["n_clusters"].to_numpy().astype(np.float64)
    error = np.sqrt(pairs["variance"].to_numpy())
    # Where all differences are the same there is no spread to test against; few documents carry no test.
    error = np.where((error > 1e-12) & (n_clusters >= MIN_SHARED), error, np.nan)
    difference, freedom = pairs["difference"].to_numpy(), np.maximum(n_clusters - 1, 1)
    half = stats.t.ppf(0.975, freedom) * error
    numbers = {
        "difference_low": difference - half,
        "difference_high": difference + half,
        "p_value": 2 * stats.t.sf(np.abs(difference / error), freedom),
    }
    columns = [pl.Series(name, values, dtype=pl.Float64).fill_nan(None) for name, values in numbers.items()]
    adjusted = pl.col("p_value").map_batches(_holm_series, return_dtype=pl.Float64).over("scale").alias("p_adjusted")
    return pairs.drop("variance").with_columns(columns).with_columns(adjusted)


def _pairs(questions: pl.DataFrame) -> pl.DataFrame:
    """Return each pair that shares enough questions with its mean difference and the clustered variance of that."""
    import polars as pl

    who = ["scale", "forecaster_id", "other_id"]
    mine = questions.select("scale", "question_id", "forecaster_id", "brier", _home())
    theirs = mine.rename({"forecaster_id": "other_id", "brier": "their_brier", "home": "their_home"})
    shared = (
        mine.join(theirs, on=["scale", "question_id"])
        .filter(pl.col("forecaster_id") < pl.col("other_id"))
        .filter(pl.len().over(who) >= MIN_SHARED)
        .with_columns(difference=pl.col("brier") - pl.col("their_brier"))
        .sort(*who, "question_id")
        .with_columns(rest=pl.col("difference") - pl.col("difference").mean().over(who))
    )
    pairs = shared.group_by(who, maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("n_shared"), pl.col("difference").mean()
    )
    ways = {"mine": ["home"], "theirs": ["their_home"], "both": ["home", "their_home"]}
    for name, homes in ways.items():
        clusters = shared.group_by(*who, *homes, maintain_order=True).agg(pl.col("rest").sum())
        n = pl.len().cast(pl.Int64)
        squares = pl.col("rest").pow(2).sum() * n / (n - 1).clip(1)
        pairs = pairs.join(clusters.group_by(who).agg(squares.alias(name), n.alias(f"n_{name}")), on=who)
    # The sum of both ways less their intersection can fall short of one of them by chance.
    variance = pl.max_horizontal(pl.col("mine") + pl.col("theirs") - pl.col("both"), *ways) / pl.col("n_shared").pow(2)
    n_clusters = pl.min_horizontal("n_mine", "n_theirs")
    return pairs.select(
        *who, "n_shared", n_clusters.alias("n_clusters"), "difference", variance.alias("variance")
    ).sort(who)


def _holm_series(p_values: pl.Series) -> pl.Series:
    import polars as pl

    kept = p_values.is_not_null().to_numpy()
    adjusted = np.full(len(p_values), np.nan)
    adjusted[kept] = holm(p_values.drop_nulls().to_numpy())
    return pl.Series(adjusted).fill_nan(None)


def holm(p_values: ArrayLike) -> Floats:
    """Return p-values corrected for their number by Holm's step-down rule (1979, Scand. J. Statistics)."""
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1.0)
    return adjusted
