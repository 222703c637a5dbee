"""How far a forecaster's mean score may lie off: 95 % intervals by a bootstrap over clusters of questions.

**Unit.** A mean goes over questions, so the values drawn are the forecaster's means on each question: a call that was
repeated ten times is one value.

**Clusters.** Calls made in one document share a day, a mood and a theme, and tend to fail together; drawing questions
singly would give intervals that are too narrow (they covered 90 % in our simulations, three calls to a document). So
each question goes to its *home*, the document in which the forecaster first spoke of it, and homes are drawn whole.
Connected components of questions and documents were tried and left: a few restatements chain most documents into one
component, and then the interval covered 78 % or could not be had at all, where homes held 93 %. With fewer than five
documents (effectively: Kish's number) homes cover 50 to 86 % and questions do better, so questions are drawn; below
five questions there is no interval.

**Levels.** Plain percentile intervals are too narrow for few clusters; the levels are widened as Hesterberg proposes
(2015, The American Statistician 69, section 5.3): Phi(sqrt(C / (C - 1)) * t), t the quantile of Student's
distribution with C - 1 degrees of freedom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

SEED = 20_260_101
"""Seed of all draws unless another is given."""

MIN_CLUSTERS = 5
"""Fewer clusters than this cannot carry an interval: below five, simulated coverage fell from 90 to 50 percent."""

_CHUNK = 4_000_000
"""Resampled means held at once, so that memory stays in the tens of megabytes."""


def leaderboard_intervals(scored: pl.DataFrame, *, n_draws: int = 2000, seed: int = SEED) -> pl.DataFrame:
    """Return the 95 % interval of each forecaster's mean Brier score under each scale, for table leaderboard_intervals.

    `scored` has a row per forecast and scale: scale, forecaster_id, question_id, document_id, brier, is_conditional,
    and made_on if at hand (else the home of a question is its first document by id). Forecasts under a condition and
    scores that are NULL or NaN stay out. One row per scale and forecaster of `scored`; where no interval can be had,
    its ends are NULL and `reason` says why. The same rows in any order give the same intervals, whoever else is in
    the table.
    """
    import polars as pl

    everybody = scored.select("scale", "forecaster_id").unique().sort("scale", "forecaster_id")
    clusters = _clusters(question_means(scored))
    intervals = _intervals(clusters, n_draws=n_draws, seed=seed)
    counts = clusters.group_by("scale", "forecaster_id").agg(
        pl.col("n").sum().alias("n_questions"), pl.col("total").len().alias("n_clusters")
    )
    rows = everybody.join(counts, on=["scale", "forecaster_id"], how="left").join(
        intervals, on=["scale", "forecaster_id"], how="left"
    )
    n_questions = pl.col("n_questions").fill_null(0)
    reason = (
        pl.when(n_questions == 0)
        .then(pl.lit("no question is scored without a condition"))
        .when(n_questions < MIN_CLUSTERS)
        .then(pl.format("questions scored: {}, and an interval needs {}", n_questions, pl.lit(MIN_CLUSTERS)))
        .when(pl.col("low").is_null())
        .then(pl.lit("all questions scored alike: resampling them shows no spread"))
    )
    return rows.with_columns(reason.alias("reason")).select(
        "scale",
        "forecaster_id",
        pl.col("low").alias("brier_low"),
        pl.col("high").alias("brier_high"),
        "reason",
        pl.lit(n_draws, dtype=pl.Int32).alias("n_draws"),
        pl.lit(seed, dtype=pl.Int64).alias("seed"),
    )


def question_means(scored: pl.DataFrame) -> pl.DataFrame:
    """Return each forecaster's mean score on each question, and the question's home document."""
    import polars as pl

    kept = scored.filter(~pl.col("is_conditional") & pl.col("brier").is_not_null() & pl.col("brier").is_not_nan())
    order = [name for name in ("made_on", "document_id", "brier") if name in kept.columns]
    return (
        kept.sort(order, nulls_last=True)
        .group_by("scale", "forecaster_id", "question_id", maintain_order=True)
        .agg(pl.col("brier").mean().alias("value"), pl.col("document_id").drop_nulls().first().alias("home"))
    )


def _clusters(questions: pl.DataFrame) -> pl.DataFrame:
    """Return the sum and number of question means in each cluster of each forecaster, in a fixed order."""
    import polars as pl

    who = ["scale", "forecaster_id"]
    # Without a document (imports) a question is its own home.
    keyed = questions.with_columns(
        home=pl.coalesce(pl.lit("d:") + pl.col("home").cast(pl.String), pl.lit("q:") + pl.col("question_id")),
        alone=pl.lit("q:") + pl.col("question_id"),
    )
    sizes = keyed.group_by(*who, "home").agg(pl.len().cast(pl.Float64).alias("size"))
    effective = sizes.group_by(who).agg(
        (pl.col("size").sum().pow(2) / pl.col("size").pow(2).sum() >= MIN_CLUSTERS - 1e-9).alias("by_home")
    )
    return (
        keyed.join(effective, on=who)
        .with_columns(cluster=pl.when("by_home").then("home").otherwise("alone"))
        .sort(*who, "cluster", "question_id")
        .group_by(*who, "cluster", maintain_order=True)
        .agg(pl.col("value").sum().alias("total"), pl.len().alias("n"))
    )


def _intervals(clusters: pl.DataFrame, *, n_draws: int, seed: int) -> pl.DataFrame:
    """Return the ends of the interval of everybody who has enough clusters and any spread between them."""
    import polars as pl

    who = ["scale", "forecaster_id"]
    lists = (
        clusters.group_by(who, maintain_order=True)
        .agg("total", "n", pl.len().alias("size"))
        .filter(pl.col("size") >= MIN_CLUSTERS)
    )
    parts = []
    for _, alike in sorted(lists.partition_by("size", as_dict=True).items()):
        totals = np.array(alike["total"].to_list(), dtype=np.float64)
        counts = np.array(alike["n"].to_list(), dtype=np.float64)
        low, high = cluster_intervals(totals, counts, n_draws=n_draws, seed=seed)
        parts.append(alike.select(who).with_columns(pl.Series("low", low), pl.Series("high", high)))
    schema = {"scale": pl.String, "forecaster_id": pl.String, "low": pl.Float64, "high": pl.Float64}
    found = pl.concat(parts) if parts else pl.DataFrame(schema=schema)
    return found.filter(pl.col("high") - pl.col("low") > 1e-12)


def cluster_intervals(
    totals: NDArray[np.float64], counts: NDArray[np.float64], *, n_draws: int, seed: int, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the ends of the interval of sum(totals) / sum(counts) for each row of G x C clusters.

    The draws depend on seed and C alone, so that a row's interval does not depend on the other rows. C must be 2 or
    more.
    """
    n_rows, n_clusters = totals.shape
    weights = draw_weights(n_clusters, n_draws=n_draws, seed=seed)
    tails = [_tail(n_clusters, level), 1 - _tail(n_clusters, level)]
    low, high = np.empty(n_rows), np.empty(n_rows)
    step = max(1, _CHUNK // n_draws)
    for start in range(0, n_rows, step):
        part = slice(start, start + step)
        means = (totals[part] @ weights) / (counts[part] @ weights)
        low[part], high[part] = np.quantile(means, tails, axis=1)
    return low, high


def draw_weights(n_clusters: int, *, n_draws: int, seed: int) -> NDArray[np.float64]:
    """Return how often each of C clusters is drawn in each draw of C with replacement: C x n_draws."""
    generator = np.random.default_rng([seed, n_clusters])
    picks = generator.integers(0, n_clusters, size=(n_draws, n_clusters))
    flat = (picks + np.arange(n_draws)[:, None] * n_clusters).ravel()
    return np.bincount(flat, minlength=n_draws * n_clusters).reshape(n_draws, n_clusters).T.astype(np.float64)


def _tail(n_clusters: int, level: float) -> float:
    """Return the lower level of Hesterberg's expanded percentile interval."""
    from scipy import stats

    student = stats.t.ppf((1 - level) / 2, n_clusters - 1)
    return float(stats.norm.cdf(student * np.sqrt(n_clusters / (n_clusters - 1))))
