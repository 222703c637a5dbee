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

**Draws.** The Bayesian bootstrap (Rubin 1981, The Annals of Statistics 9): each cluster gets a random weight, all as
likely as not, instead of being drawn or left out. What a plain bootstrap cannot see is what has not happened yet:
somebody who always says 90 % and has not had a miss shows no spread at all, and an interval for the mean covered 60 to
90 % there. So one more cluster is drawn along that never was: of weight 3/4 the own forecasts had they all failed, of
weight 1/4 had they all come true. For somebody who always says the same this is the credible interval of a share with
the prior Beta(3/4, 1/4), a little more careful than that of Jeffreys, Beta(1/2, 1/2) (Brown, Cai and DasGupta 2001,
Statistical Science 16). The split was chosen by simulation: it covers 93 to 97 % from 30 questions on for forecasters
who always say .60, .75, .90 or .95, who vary, who claim too much or too little, singly and by document, where Beta(1/2,
1/2) and Beta(1, 1) leave 88 to 98 %. What it covers stands in tests/score/coverage.json.

**Few clusters.** The ends are drawn away from the mean by the root of C (n - 1) / ((C - 1) n), the correction for C
clusters of n questions that regressions with clustered errors use; it is 1 where every question is its own cluster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]

SEED = 20_260_101
"""Seed of all draws unless another is given."""

MIN_CLUSTERS = 5
"""Fewer clusters than this cannot carry an interval: below five, simulated coverage fell from 90 to 50 percent."""

ALL_FAILED, ALL_CAME_TRUE = 0.75, 0.25
"""Weights, in clusters, of what has not been seen: all of the own forecasts failed, and all came true."""

_CHUNK = 4_000_000
"""Resampled means held at once, so that memory stays in the tens of megabytes."""


def leaderboard_intervals(scored: pl.DataFrame, *, n_draws: int = 2000, seed: int = SEED) -> pl.DataFrame:
    """Return the 95 % interval of each forecaster's mean Brier score under each scale, for table leaderboard_intervals.

    `scored` has a row per forecast and scale: scale, forecaster_id, question_id, document_id, probability, brier,
    is_conditional, and made_on if at hand (else the home of a question is its first document by id). Forecasts under a
    condition and scores that are NULL or NaN stay out. One row per scale and forecaster of `scored`; where no interval
    can be had, its ends are NULL and `reason` says why. The same rows in any order give the same intervals, whoever
    else is in the table.
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
        .then(pl.lit("always fifty-fifty: whatever happens scores the same"))
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
    """Return each forecaster's mean score on each question, and the question's home document.

    `best` and `worst` are what that score would be had what each forecast called likelier come about, or failed to.
    """
    import polars as pl

    kept = scored.filter(~pl.col("is_conditional") & pl.col("brier").is_not_null() & pl.col("brier").is_not_nan())
    order = [name for name in ("made_on", "document_id", "brier") if name in kept.columns]
    leaning = pl.max_horizontal("probability", 1 - pl.col("probability"))
    return (
        kept.sort(order, nulls_last=True)
        .group_by("scale", "forecaster_id", "question_id", maintain_order=True)
        .agg(
            pl.col("brier").mean().alias("value"),
            (1 - leaning).pow(2).mean().alias("best"),
            leaning.pow(2).mean().alias("worst"),
            pl.col("document_id").drop_nulls().first().alias("home"),
        )
    )


def _clusters(questions: pl.DataFrame) -> pl.DataFrame:
    """Return the sums and number of question means in each cluster of each forecaster, in a fixed order."""
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
        .agg(pl.col("value").sum().alias("total"), pl.len().alias("n"), pl.col("best", "worst").sum())
    )


def _intervals(clusters: pl.DataFrame, *, n_draws: int, seed: int) -> pl.DataFrame:
    """Return the ends of the interval of everybody who has enough clusters and any spread between them."""
    import polars as pl

    who = ["scale", "forecaster_id"]
    lists = (
        clusters.group_by(who, maintain_order=True)
        .agg("total", "n", pl.len().alias("size"), pl.col("best", "worst").sum() / pl.col("n").sum())
        .filter(pl.col("size") >= MIN_CLUSTERS)
    )
    parts = []
    for _, alike in sorted(lists.partition_by("size", as_dict=True).items()):
        totals = np.array(alike["total"].to_list(), dtype=np.float64)
        counts = np.array(alike["n"].to_list(), dtype=np.float64)
        ends = (alike["best"].to_numpy(), alike["worst"].to_numpy())
        low, high = cluster_intervals(totals, counts, *ends, n_draws=n_draws, seed=seed)
        parts.append(alike.select(who).with_columns(pl.Series("low", low), pl.Series("high", high)))
    schema = {"scale": pl.String, "forecaster_id": pl.String, "low": pl.Float64, "high": pl.Float64}
    found = pl.concat(parts) if parts else pl.DataFrame(schema=schema)
    return found.filter(pl.col("high") - pl.col("low") > 1e-12)


def cluster_intervals(
    totals: Floats, counts: Floats, best: Floats, worst: Floats, *, n_draws: int, seed: int, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return the ends of the interval of sum(totals) / sum(counts) for each row of G x C clusters.

    `best` and `worst`, one for each row, are what the mean would be had all come true, or all failed. The draws depend
    on seed and C alone, so that a row's interval does not depend on the other rows. C must be 2 or more.
    """
    n_rows, n_clusters = totals.shape
    weights = draw_weights(n_clusters, n_draws=n_draws, seed=seed)
    n = counts.sum(axis=1)
    mean, usual = totals.sum(axis=1) / n, n / n_clusters
    stretch = np.sqrt(n_clusters * (n - 1) / ((n_clusters - 1) * n))
    totals = np.column_stack([totals, worst * usual, best * usual])
    counts = np.column_stack([counts, usual, usual])
    low, high = np.empty(n_rows), np.empty(n_rows)
    step = max(1, _CHUNK // n_draws)
    for start in range(0, n_rows, step):
        part = slice(start, start + step)
        means = (totals[part] @ weights) / (counts[part] @ weights)
        low[part], high[part] = np.quantile(means, [(1 - level) / 2, (1 + level) / 2], axis=1)
    return (
        np.clip(np.minimum(mean + stretch * (low - mean), mean), best, None),
        np.clip(np.maximum(mean + stretch * (high - mean), mean), None, worst),
    )


def draw_weights(n_clusters: int, *, n_draws: int, seed: int) -> Floats:
    """Return the weight of each of C clusters, of all failed and of all come true in each draw: (C + 2) x n_draws.

    Each row holds the quantiles of its distribution in random order (a Latin hypercube: McKay, Beckman and Conover
    1979, Technometrics 21), so that 2,000 draws give the ends as steadily as many more drawn at will.
    """
    from scipy.special import gammaincinv

    generator = np.random.default_rng([seed, n_clusters])
    levels = (np.arange(n_draws) + 0.5) / n_draws
    singly = np.broadcast_to(-np.log1p(-levels), (n_clusters, n_draws))
    unseen = gammaincinv(np.array([ALL_FAILED, ALL_CAME_TRUE])[:, None], levels)
    drawn: Floats = generator.permuted(np.vstack([singly, unseen]), axis=1)
    return drawn
