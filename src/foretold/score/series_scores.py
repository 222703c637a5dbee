"""Table series_scores: imported probabilities that changed over a question's life, many series at once.

The definitions are those of foretold.score.series, which scores one series; a test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

WHO = ["forecaster_id", "question_id"]
NO_LIFE = "the question has neither a deadline nor a day on which it was settled"
TOO_LATE = "no forecast was given before the question closed"


def series_scores(statements: pl.DataFrame, *, log_clamp: tuple[float, float]) -> pl.DataFrame:
    """Return the rows of table series_scores.

    `statements` has a row per forecast: forecaster_id, question_id, made_at, probability and outcome of the event,
    opened_on, due_on and settled_on (NULL where not known). Each probability stands until the same forecaster's next.
    """
    import polars as pl

    stretches = _stretches(statements, log_clamp)
    within = stretches.filter(pl.col("ends").is_not_null() & (pl.col("b") > pl.col("a")))
    lived = (
        within.group_by(WHO)
        .agg(
            pl.col("stood").sum(),
            *((pl.col(name) * pl.col("stood")).sum() for name in ("brier", "log_score")),
            *(pl.col(name).first() for name in ("life", "opened", "closed", "outcome")),
            pl.col("probability").sort_by("a").last().alias("probability_at_close"),
        )
        .with_columns(
            coverage=pl.col("stood") / pl.col("life"),
            brier_at_close=(pl.col("probability_at_close") - pl.col("outcome")) ** 2,
            # 100 (1 + log2 of the probability given to what happened), the time without a forecast counting 0.
            baseline_score=100 * (pl.col("stood") + pl.col("log_score") / pl.lit(2.0).log()) / pl.col("life"),
        )
        .with_columns(pl.col("brier") / pl.col("stood"), pl.col("log_score") / pl.col("stood"))
    )
    everybody = stretches.group_by(WHO).agg(
        pl.len().cast(pl.Int64).alias("n_statements"), pl.col("ends").is_null().any().alias("is_lifeless")
    )
    reason = pl.when("is_lifeless").then(pl.lit(NO_LIFE)).when(pl.col("stood").is_null()).then(pl.lit(TOO_LATE))
    rows = (
        everybody.join(lived, on=WHO, how="left")
        .join(_daily(within), on=WHO, how="left")
        .join(_peers(within), on=WHO, how="left")
        .with_columns(reason.alias("reason"), _moment("opened"), _moment("closed"))
    )
    return rows.select(
        *WHO, "n_statements", "opened_at", "closed_at", "coverage", "brier", "brier_daily", "log_score",
        "baseline_score", "peer_score", "probability_at_close", "brier_at_close", "reason",
    ).sort(WHO)  # fmt: skip


def _moment(name: str) -> pl.Expr:
    import polars as pl

    microseconds = (pl.col(name) * 86_400_000_000).round().cast(pl.Int64)
    return microseconds.cast(pl.Datetime("us", "UTC")).alias(f"{name}_at")


def _stretches(statements: pl.DataFrame, log_clamp: tuple[float, float]) -> pl.DataFrame:
    """Return each statement with the stretch [a, b) in which it stood while the question was open, in days, scored."""
    import polars as pl

    at = pl.col("made_at").dt.epoch("us").cast(pl.Float64) / 86_400_000_000
    opened, due, settled = (
        pl.col(name).cast(pl.Date).dt.epoch("d").cast(pl.Float64) for name in ("opened_on", "due_on", "settled_on")
    )
    p, o = pl.col("probability"), pl.col("outcome")
    clamped = p.clip(*log_clamp)
    return (
        statements.with_columns(at=at)
        .sort(*WHO, "at", maintain_order=True)
        .with_columns(
            opened=pl.coalesce(opened, pl.col("at").min().over("question_id")),
            # A day is over when it ends: who speaks on the day of the deadline is in time.
            ends=pl.coalesce(due, settled) + 1,
            closed=pl.min_horizontal(due, settled) + 1,
            until=pl.col("at").shift(-1).over(WHO),
        )
        .with_columns(
            a=pl.max_horizontal("at", "opened"),
            b=pl.min_horizontal("until", "closed"),
            life=pl.col("ends") - pl.col("opened"),
            brier=(p - o) ** 2,
            log_score=o * clamped.log() + (1 - o) * (1 - clamped).log(),
        )
        .with_columns(stood=pl.col("b") - pl.col("a"))
    )


def _daily(within: pl.DataFrame) -> pl.DataFrame:
    """Return the Brier score of each day's mean probability, averaged over the days on which a forecast stood.

    Days are counted from the opening; the last may be a fraction, and weighs as much.
    """
    import polars as pl

    first, last = (pl.col("a") - pl.col("opened")).floor(), (pl.col("b") - pl.col("opened")).ceil()
    days = (
        within.with_columns(day=pl.int_ranges(first.cast(pl.Int64), last.cast(pl.Int64)))
        .explode("day", empty_as_null=False)
        .with_columns(begins=pl.col("opened") + pl.col("day"))
        .with_columns(share=pl.min_horizontal("b", pl.col("begins") + 1) - pl.max_horizontal("a", "begins"))
        .group_by(*WHO, "day")
        .agg(
            ((pl.col("probability") * pl.col("share")).sum() / pl.col("share").sum()).alias("probability"),
            pl.col("outcome").first(),
            pl.min_horizontal(pl.lit(1.0), (pl.col("closed") - pl.col("begins"))).first().alias("length"),
        )
    )
    brier = (pl.col("probability") - pl.col("outcome")) ** 2
    return days.group_by(WHO).agg(((brier * pl.col("length")).sum() / pl.col("length").sum()).alias("brier_daily"))


def _peers(within: pl.DataFrame) -> pl.DataFrame:
    """Return the peer score integrated over the life, each piece of it among those who stood then."""
    import polars as pl

    edges = (
        pl.concat([within.select("question_id", pl.col(name).alias("edge")) for name in ("a", "b")])
        .unique()
        .sort("question_id", "edge")
        .with_columns(place=pl.int_range(pl.len()).over("question_id"))
    )

    def place(name: str) -> Any:
        return edges.select("question_id", pl.col("edge").alias(name), pl.col("place").alias(f"{name}_place"))

    pieces = (
        within.select(*WHO, "a", "b", "life", "log_score")
        .join(place("a"), on=["question_id", "a"])
        .join(place("b"), on=["question_id", "b"])
        .with_columns(place=pl.int_ranges("a_place", "b_place"))
        .explode("place", empty_as_null=False)
        .join(
            edges.with_columns(length=pl.col("edge").shift(-1).over("question_id") - pl.col("edge")),
            on=["question_id", "place"],
        )
    )
    together = ["question_id", "place"]
    n = pl.len().over(together)
    peer = 100 * n / (n - 1) * (pl.col("log_score") - pl.col("log_score").mean().over(together))
    return (
        pieces.with_columns(peer=pl.when(n >= 2).then(peer * pl.col("length") / pl.col("life")))
        .filter(pl.col("peer").is_not_null())
        .group_by(WHO)
        .agg(pl.col("peer").sum().alias("peer_score"))
    )
