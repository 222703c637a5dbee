"""How far a forecaster's mean score may lie off: 95 % intervals by a bootstrap over clusters of questions.

**Unit.** A mean goes over questions, so the values drawn are the forecaster's means on each question: a call that was
repeated ten times is one value.

**Clusters.** Calls made in one document share a day, a mood and a theme, and tend to fail together; drawing questions
singly would give intervals that are too narrow (they covered 90 % in our simulations, three calls to a document). So
each question goes to its *home*, the document in which the forecaster first spoke of it, and homes are drawn whole.
Connected components of questions and documents were tried and left: a few restatements chain most documents into one
component, and then the interval covered 78 % or could not be had at all, where homes held 93 %. Below four documents,
or five questions, there is no interval: two documents leave one comparison to judge by (the interval was all that is
possible), and three gave intervals up to .6 wide. With just four the documents can seem alike by chance (then it
covered 90 % for one kind): there it is at least as wide as the interval of single questions.

**Draws.** The Bayesian bootstrap (Rubin 1981, The Annals of Statistics 9): each cluster gets a random weight, all as
likely as not, instead of being drawn or left out. What a plain bootstrap cannot see is what has not happened yet:
somebody who always says 90 % and has not had a miss shows no spread at all, and an interval for the mean covered 60 to
90 % there. So one question more is drawn along that never was: of weight 3/4 as the own forecasts had they all failed,
of weight 1/4 had they all come true. For somebody who always says the same this is the credible interval of a share
with the prior Beta(3/4, 1/4), a little more careful than that of Jeffreys, Beta(1/2, 1/2) (Brown, Cai and DasGupta
2001, Statistical Science 16); the split was chosen by simulation. Where documents hold m questions, what has not
happened would have happened to several at once: the one question counts as 1 + (m - 1) / 10, the design effect of Kish
(1965, Survey Sampling) where a tenth of the spread is common to a document.

**Few clusters.** The spread between C clusters is itself known from C values only, and from fewer where one of them
holds most questions. So the ends are drawn away from the mean, first by the root of C (n - 1) / ((C - 1) n) for n
questions, the correction of regressions with clustered errors, then by how much farther a clustered t statistic strays
than one of n single questions (critical_values). Both are 1 where every question is its own cluster.

What all this covers, for nine kinds of forecaster and fourteen shapes of n questions in C documents, alike or not, with
calls that hang together or do not, stands in tests/score/coverage.json and on the method page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

Floats = NDArray[np.float64]

SEED = 20_260_101
"""Seed of all draws unless another is given."""

MIN_QUESTIONS, MIN_CLUSTERS = 5, 4
"""Fewer questions, or documents that they come from, cannot carry an interval."""

ALL_FAILED, ALL_CAME_TRUE = 0.75, 0.25
"""Weights, in questions, of what has not been seen: all of the own forecasts failed, and all came true."""

IN_COMMON = 0.1
"""Share of the spread of scores that is taken to be common to a document where nothing has been seen of it yet."""

_CHUNK = 4_000_000
"""Resampled means held at once, so that memory stays in the tens of megabytes."""


def leaderboard_intervals(
    scored: pl.DataFrame,
    *,
    who: Sequence[str] = ("scale", "forecaster_id"),
    n_draws: int = 2000,
    seed: int = SEED,
) -> pl.DataFrame:
    """Return the 95 % interval of each forecaster's mean Brier score under each scale, for table leaderboard_intervals.

    `scored` has a row per forecast and scale: scale, forecaster_id, question_id, document_id, probability, brier,
    is_conditional, and made_on if at hand (else the home of a question is its first document by id). Forecasts under a
    condition and scores that are NULL or NaN stay out. One row per scale and forecaster of `scored`, or per whatever
    columns `who` names; where no interval can be had, its ends are NULL and `reason` says why. The same rows in any
    order give the same intervals, whoever else is in the table.
    """
    import polars as pl

    everybody = scored.select(who).unique().sort(who)
    questions = question_means(scored, who)
    clusters = _clusters(questions, who)
    counts = clusters.group_by(who).agg(
        pl.col("n").sum().alias("n_questions"), pl.col("total").len().alias("n_clusters")
    )
    few = counts.filter(pl.col("n_clusters") == MIN_CLUSTERS)
    singly = _clusters(questions.join(few, on=who, how="semi").with_columns(home=pl.lit(None, pl.String)), who)
    drawn = [_intervals(one, who, n_draws=n_draws, seed=seed) for one in (clusters, singly)]
    intervals = pl.concat(drawn).group_by(who).agg(pl.col("low").min(), pl.col("high").max())
    rows = everybody.join(counts, on=who, how="left").join(intervals, on=who, how="left")
    n_questions = pl.col("n_questions").fill_null(0)
    needs = "{}: {}, and an interval needs {}"
    reason = (
        pl.when(n_questions == 0)
        .then(pl.lit("no question is scored without a condition"))
        .when(n_questions < MIN_QUESTIONS)
        .then(pl.format(needs, pl.lit("questions scored"), n_questions, pl.lit(MIN_QUESTIONS)))
        .when(pl.col("n_clusters") < MIN_CLUSTERS)
        .then(pl.format(needs, pl.lit("documents that the questions come from"), "n_clusters", pl.lit(MIN_CLUSTERS)))
        .when(pl.col("low").is_null())
        .then(pl.lit("always fifty-fifty: whatever happens scores the same"))
    )
    return rows.with_columns(reason.alias("reason")).select(
        *who,
        pl.col("low").alias("brier_low"),
        pl.col("high").alias("brier_high"),
        "reason",
        pl.lit(n_draws, dtype=pl.Int32).alias("n_draws"),
        pl.lit(seed, dtype=pl.Int64).alias("seed"),
    )


def question_means(scored: pl.DataFrame, who: Sequence[str] = ("scale", "forecaster_id")) -> pl.DataFrame:
    """Return each forecaster's mean score on each question, and the question's home document.

    `best` and `worst` are what that score would be had what each forecast called likelier come about, or failed to.
    """
    import polars as pl

    kept = scored.filter(~pl.col("is_conditional") & pl.col("brier").is_not_null() & pl.col("brier").is_not_nan())
    order = [name for name in ("made_on", "document_id", "brier") if name in kept.columns]
    leaning = pl.max_horizontal("probability", 1 - pl.col("probability"))
    return (
        kept.sort(order, nulls_last=True)
        .group_by(*who, "question_id", maintain_order=True)
        .agg(
            pl.col("brier").mean().alias("value"),
            (1 - leaning).pow(2).mean().alias("best"),
            leaning.pow(2).mean().alias("worst"),
            pl.col("document_id").drop_nulls().first().alias("home"),
        )
    )


def _clusters(questions: pl.DataFrame, who: Sequence[str]) -> pl.DataFrame:
    """Return the sums and number of question means in each cluster of each forecaster, in a fixed order."""
    import polars as pl

    # Without a document (imports) a question is its own home.
    document = pl.lit("d:") + pl.col("home").cast(pl.String)
    home = pl.coalesce(document, pl.lit("q:") + pl.col("question_id"))
    return (
        questions.with_columns(cluster=home)
        .sort(*who, "cluster", "question_id")
        .group_by(*who, "cluster", maintain_order=True)
        .agg(pl.col("value").sum().alias("total"), pl.len().alias("n"), pl.col("best", "worst").sum())
    )


def _intervals(clusters: pl.DataFrame, who: Sequence[str], *, n_draws: int, seed: int) -> pl.DataFrame:
    """Return the ends of the interval of everybody who has enough questions, clusters and any spread between them."""
    import polars as pl

    lists = (
        clusters.group_by(who, maintain_order=True)
        .agg("total", "n", pl.len().alias("size"), pl.col("best", "worst").sum() / pl.col("n").sum())
        .filter((pl.col("size") >= MIN_CLUSTERS) & (pl.col("n").list.sum() >= MIN_QUESTIONS))
    )
    parts = []
    for _, alike in sorted(lists.partition_by("size", as_dict=True).items()):
        totals = np.array(alike["total"].to_list(), dtype=np.float64)
        counts = np.array(alike["n"].to_list(), dtype=np.float64)
        ends = (alike["best"].to_numpy(), alike["worst"].to_numpy())
        low, high = cluster_intervals(totals, counts, *ends, n_draws=n_draws, seed=seed)
        parts.append(alike.select(who).with_columns(pl.Series("low", low), pl.Series("high", high)))
    schema = dict.fromkeys(who, pl.String) | {"low": pl.Float64, "high": pl.Float64}
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
    mean, unseen = totals.sum(axis=1) / n, 1 + IN_COMMON * ((counts**2).sum(axis=1) / n - 1)
    stretch = few_clusters(counts, level=level)
    totals = np.column_stack([totals, worst * unseen, best * unseen])
    counts = np.column_stack([counts, unseen, unseen])
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


def few_clusters(counts: Floats, *, level: float = 0.95) -> Floats:
    """Return how much wider the interval of a mean must be than its draws, for each row of C clusters: 1 or more.

    1 where each cluster holds one question; with 5 documents of 6 questions 1.49, with 4 of 8 1.77.
    """
    from scipy.special import stdtrit

    n, n_clusters = counts.sum(axis=1), counts.shape[1]
    singly = stdtrit(n - 1, (1 + level) / 2)
    stretch = critical_values(counts, level=level) / singly * np.sqrt(n_clusters * (n - 1) / ((n_clusters - 1) * n))
    return np.asarray(stretch, dtype=np.float64)


def critical_values(counts: Floats, *, level: float = 0.95) -> Floats:
    """Return how many clustered standard errors a mean strays in `level` of all cases, for each row of C clusters.

    The standard error is CR2, which is unbiased where the values are independent: the root of the sum over clusters of
    (total - count * mean)^2 / (1 - f), divided by n, with f = count / n (Bell and McCaffrey 2002, Survey Methodology
    28). For normal values its square is a weighted sum of chi-squares, independent of the mean, and the chance to stray
    beyond c follows from Craig's form of the normal tail (1991, IEEE MILCOM) as one smooth integral,

        2/pi int_0^{pi/2} [prod (1 + x d) sum f / (1 + x d)]^(-1/2) dt,   x = (c / cos t)^2,  d = f / (1 - f),

    with product and sum over the clusters. With clusters alike this is Student's t of C - 1 degrees of freedom. Where
    one cluster dominates, Student's t with the degrees of freedom of Satterthwaite, which Bell and McCaffrey put in
    its place, is far too wide: 2.93 and not 2.45 for 15 questions in one document and 15 alone (it covered 99 %).
    """
    from scipy.optimize.elementwise import find_root
    from scipy.special import ndtri, stdtrit

    sizes = np.unique(counts)
    many = np.stack([(counts == size).sum(axis=1) for size in sizes], axis=1)[:, :, None]
    share = np.where(many > 0, (sizes / counts.sum(axis=1)[:, None])[:, :, None], 0.0)
    nodes, widths = np.polynomial.legendre.leggauss(32)
    squeezed = np.cos((nodes + 1) * np.pi / 4) ** -2

    def beyond(c: Floats, row: NDArray[np.int64]) -> Floats:
        grown = 1 + c[:, None, None] ** 2 * squeezed * (share / (1 - share))[row]
        root = (many[row] * np.log(grown)).sum(axis=1) + np.log(((many * share)[row] / grown).sum(axis=1))
        return np.asarray(np.exp(-root / 2) @ widths / 2 - (1 - level), dtype=np.float64)

    rows = np.arange(len(counts))
    nearest, farthest = ndtri((1 + level) / 2), stdtrit(1, (1 + level) / 2)  # without end of clusters, and from two
    bracket = np.full(len(rows), 0.99 * nearest), np.full(len(rows), 1.01 * farthest)
    return np.asarray(find_root(beyond, bracket, args=(rows,)).x, dtype=np.float64)


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
