"""Everything that score/ computes for the warehouse, in one call: the scored forecasts in, the tables out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foretold.score.bootstrap import SEED, leaderboard_intervals, question_means
from foretold.score.calibration import Rule, decompose, reliability_curve
from foretold.score.difficulty import adjusted_scores
from foretold.score.shrinkage import comparisons, estimates

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

POOLED_DRAWS = 1000
OWN_DRAWS = 200
"""Worlds behind the band of one forecaster: enough for a picture, and 2,000 forecasters take seconds."""


def score_tables(
    scored: pl.DataFrame,
    *,
    default_scale: str,
    ranked_from: int,
    log_clamp: tuple[float, float],
    seed: int = SEED,
) -> dict[str, pl.DataFrame]:
    """Return leaderboard_intervals and the tables of warehouse/schema/005_scores.sql by name, each with its columns.

    `scored` is view scores (or the columns scale, forecaster_id, question_id, document_id, side, made_on, probability,
    outcome, brier, is_conditional of it); the settings are those of table parameters. Conditional forecasts stay out.
    """
    import polars as pl

    # Sums of floats depend on their order: the same rows must give the same digits in whatever order they came.
    order = ["scale", "forecaster_id", "question_id", "side", "probability", "brier"]
    ranked = scored.filter(~pl.col("is_conditional") & pl.col("brier").is_not_nan()).sort(order)
    questions = question_means(ranked).rename({"value": "brier"}).sort("scale", "forecaster_id", "question_id")
    return {
        "leaderboard_intervals": leaderboard_intervals(scored, seed=seed),
        "forecaster_estimates": estimates(questions, ranked_from=ranked_from, seed=seed),
        "comparisons": comparisons(questions),
        "adjusted_scores": adjusted_scores(questions),
        "reliability_curves": _curves(ranked, default_scale, ranked_from, seed),
        "decompositions": _decompositions(ranked, ranked_from, log_clamp),
    }


def slice_tables(units: pl.DataFrame, *, log_clamp: tuple[float, float], seed: int = SEED) -> dict[str, pl.DataFrame]:
    """Return decompositions_by_slice and reliability_curves_by_slice by name.

    `units` has a row per slice, slice_value, question and side, with mean probability and outcome.
    """
    import polars as pl

    where = {"slice": pl.String, "slice_value": pl.String}
    names = ("score", "miscalibration", "discrimination", "uncertainty")
    parts_schema = where | {"rule": pl.String, "n_questions": pl.Int64} | dict.fromkeys(names, pl.Float64)
    columns = ("share", "recalibrated", "band_low", "band_high")
    curve_schema = where | {"probability": pl.Float64, "n_questions": pl.Int64} | dict.fromkeys(columns, pl.Float64)
    rules: tuple[Rule, ...] = ("brier", "log")
    rows, curves = [], [pl.DataFrame(schema=curve_schema)]
    for place, part in units.partition_by("slice", "slice_value", as_dict=True, maintain_order=True).items():
        p, o = part["probability"].to_numpy(), part["outcome"].to_numpy()
        for rule in rules:
            found = decompose(p, o, rule=rule, clamp=log_clamp if rule == "log" else None)
            rows.append((*place, rule, len(p), *(getattr(found, name) for name in names)))
        curve = reliability_curve(p, o, n_draws=OWN_DRAWS, seed=seed)
        values = {"probability": curve.probability, "n_questions": curve.n}
        values |= {name: getattr(curve, name) for name in columns}
        made = pl.DataFrame(values).select(
            pl.lit(place[0]).alias("slice"), pl.lit(place[1]).alias("slice_value"), pl.all()
        )
        curves.append(made.cast(pl.Schema(curve_schema)))
    return {
        "decompositions_by_slice": pl.DataFrame(rows, schema=parts_schema, orient="row"),
        "reliability_curves_by_slice": pl.concat(curves),
    }


def breakdown_intervals(scored: pl.DataFrame, sliced: pl.DataFrame, *, seed: int = SEED) -> pl.DataFrame:
    """Return the intervals of each forecaster's mean Brier score in each slice, for table breakdown_intervals.

    `scored` is as for leaderboard_intervals with forecast_id; `sliced` has scale, forecast_id, slice and slice_value.
    """
    parts = scored.join(sliced, on=["scale", "forecast_id"])
    who = ("scale", "forecaster_id", "slice", "slice_value")
    return leaderboard_intervals(parts, who=who, seed=seed).drop("n_draws", "seed")


def _curves(ranked: pl.DataFrame, default_scale: str, ranked_from: int, seed: int) -> pl.DataFrame:
    """Return the curve of everybody under each scale, and of each who is ranked under the default scale."""
    import polars as pl

    schema = {"scale": pl.String, "forecaster_id": pl.String, "probability": pl.Float64, "n_questions": pl.Int64}
    schema |= dict.fromkeys(("share", "recalibrated", "band_low", "band_high"), pl.Float64)
    parts = [pl.DataFrame(schema=schema)]
    for scale, forecaster, units in _groups(ranked, ranked_from):
        if forecaster is not None and scale != default_scale:
            continue
        draws = POOLED_DRAWS if forecaster is None else OWN_DRAWS
        curve = reliability_curve(
            units["probability"].to_numpy(), units["outcome"].to_numpy(), n_draws=draws, seed=seed
        )
        columns = {
            "scale": [scale] * len(curve.n),
            "forecaster_id": [forecaster] * len(curve.n),
            "probability": curve.probability,
            "n_questions": curve.n,
            "share": curve.share,
            "recalibrated": curve.recalibrated,
            "band_low": curve.band_low,
            "band_high": curve.band_high,
        }
        parts.append(pl.DataFrame(columns, schema=schema))
    return pl.concat(parts)


def _decompositions(ranked: pl.DataFrame, ranked_from: int, log_clamp: tuple[float, float]) -> pl.DataFrame:
    """Return the parts of the mean Brier and log scores of everybody and of each who is ranked, under each scale."""
    import polars as pl

    names = ("score", "miscalibration", "discrimination", "uncertainty")
    schema = {"scale": pl.String, "forecaster_id": pl.String, "rule": pl.String, "n_questions": pl.Int64}
    schema |= dict.fromkeys(names, pl.Float64)
    rules: tuple[Rule, ...] = ("brier", "log")
    rows = []
    for scale, forecaster, units in _groups(ranked, ranked_from):
        p, o = units["probability"].to_numpy(), units["outcome"].to_numpy()
        for rule in rules:
            found = decompose(p, o, rule=rule, clamp=log_clamp if rule == "log" else None)
            rows.append((scale, forecaster, rule, len(p), *(getattr(found, name) for name in names)))
    return pl.DataFrame(rows, schema=schema, orient="row")


def _groups(ranked: pl.DataFrame, ranked_from: int) -> Iterator[tuple[str, str | None, pl.DataFrame]]:
    """Yield scale, forecaster (None: everybody) and a row per question and side with mean probability and outcome."""
    import polars as pl

    # The mean of three equal numbers need not be that number to the last bit; a curve would tell them apart.
    means = [pl.col("probability").mean().round(12), pl.col("outcome").mean()]
    pooled = ranked.group_by("scale", "question_id", "side").agg(means).sort("scale", "question_id", "side")
    for (scale,), units in pooled.partition_by("scale", as_dict=True, maintain_order=True).items():
        yield scale, None, units
    who = ["scale", "forecaster_id"]
    own = ranked.group_by(*who, "question_id", "side").agg(means).sort(*who, "question_id", "side")
    enough = own.group_by(who).agg(pl.col("question_id").n_unique().alias("n")).filter(pl.col("n") >= ranked_from)
    kept = own.join(enough.drop("n"), on=who, how="semi")
    for (scale, forecaster), units in kept.partition_by(who, as_dict=True, maintain_order=True).items():
        yield scale, forecaster, units
