"""The rules that a row of an imported file must keep, and what is said of one that breaks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

OPTIONS_OFF = 0.01
"""How far the probabilities of options may be off 1 in sum: files round them."""

TOGETHER = ["forecaster", "question_key", "made_at"]
"""What the rows of one forecast over several options share."""


MANY = 50
"""Decided rows from which a forecaster's mean Brier score says something about the file."""

ALWAYS_WRONG = 0.5
"""Mean Brier score that nobody has who knows anything: saying one half to everything gives .25."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What breaks a rule, the field whose value is shown for it, the rule in words, and what to do about it."""

    name: str
    broken: pl.Expr
    field: str
    rule: str
    remedy: str


def has_contradictions(parsed: pl.DataFrame) -> bool:
    """Tell whether any question has two outcomes: cheap, while finding the rows is not."""
    import polars as pl

    said = parsed.filter(pl.col("outcome").is_not_null()).select("subject", "outcome", "share").unique()
    return said.height != said["subject"].n_unique()


def rules(at: datetime, parsed: pl.DataFrame) -> list[Rule]:
    """Return the rules, in the order in which they are tried: a row is refused by the first one that it breaks."""
    import polars as pl

    c = pl.col
    first_outcome = [
        c(name).filter(c("outcome").is_not_null()).first().over("subject") for name in ("outcome", "share")
    ]
    contradicts = c("outcome").is_not_null() & (
        (c("outcome") != first_outcome[0]) | c("share").ne_missing(first_outcome[1])
    )
    if not has_contradictions(parsed):
        contradicts = pl.lit(False)
    day, last_day = c("made_at").dt.date(), at.date()
    who = c("forecaster").str.to_lowercase()
    said = pl.struct(who, "subject", "made_at")
    iso = "dates are written YYYY-MM-DD, moments YYYY-MM-DDTHH:MM:SSZ"
    return [
        Rule("a forecaster is named", c("forecaster").is_null(), "forecaster", "a forecast is somebody's",
             "fill it in"),
        Rule("a question is named", c("question").is_null(), "question", "a forecast is about something", "fill it in"),
        Rule("the probability is a number", c("probability").is_null(), "probability", "it is a number from 0 to 1",
             "write it like 0.75"),
        Rule("the probability lies from 0 to 1", ~c("probability").is_between(0, 1), "probability",
             "it lies from 0 to 1, and is never percent", "divide percent by 100"),
        Rule("the day it was made is a date", c("made_at").is_null(), "made_at", iso, "correct it"),
        Rule("it was made before it is imported", c("made_at") > at, "made_at", "it cannot be in the future",
             "correct it"),
        Rule("the deadline is a date", c("deadline_on").is_null() & c("deadline_given"), "deadline", iso, "correct it"),
        Rule("the deadline comes after the forecast", c("deadline_on") < day, "deadline",
             "a forecast is made before its deadline", "correct one of the two"),
        Rule("the outcome is one", c("outcome").is_null() & c("outcome_given"), "outcome",
             "it is yes, no, a share from 0 to 1, void or unresolvable", "leave it empty while the question is open"),
        Rule("the day it was settled is a date", c("settled_on").is_null() & c("settled_given"), "settled_on", iso,
             "correct it"),
        Rule("it was settled before it is imported", c("outcome").is_not_null() & (c("settled_on") > last_day),
             "settled_on", "an outcome is known once it is settled", "leave the outcome empty until then"),
        Rule("it was settled after the forecast", c("outcome").is_not_null() & (c("settled_on") < day), "settled_on",
             "an outcome comes after its forecast", "correct one of the two dates"),
        Rule("a question has one outcome", contradicts, "outcome", "an earlier row gives this question another outcome",
             "correct one of them"),
        Rule("a forecast is given once", ~said.is_first_distinct(), "probability",
             "an earlier row has this forecaster's probability on this question at this moment",
             "keep one of them"),
        Rule("the day it opened is a date", c("opened_on").is_null() & c("opened_given"), "opened_on", iso,
             "correct it"),
        Rule("it opened before the forecast", c("opened_on") > day, "opened_on",
             "a forecast is made on an open question", "correct one of the two dates"),
    ]  # fmt: skip


def option_rules() -> list[Rule]:
    """Return the rules for questions with several options, tried after the others: the rows of a moment go together."""
    import polars as pl

    c = pl.col
    n_yes, n_no = ((c("outcome") == said).sum().over(TOGETHER) for said in ("yes", "no"))
    n_nothing = c("outcome").is_in(["void", "unresolvable"]).sum().over(TOGETHER)
    n, n_said = pl.len().over(TOGETHER), c("outcome").is_not_null().sum().over(TOGETHER)
    is_decided = ((n_yes == 1) & (n_yes + n_no == n)) | (n_nothing == n)
    total = c("probability").sum().over(TOGETHER)
    return [
        Rule("an option is named", c("option").is_null(), "option", "a row is about one option", "fill it in"),
        Rule("the place of an option is a number", c("option_number").is_null() & c("option_number_given"),
             "option_number", "options in an order are numbered 1, 2, 3", "correct it, or leave it empty in all"),
        Rule("there are two options or more", n < 2, "option", "a question has at least two options",
             "add the others, with the same forecaster, question and moment"),
        Rule("the probabilities of the options sum to 1", (total - 1).abs() > OPTIONS_OFF + 1e-9, "probability",
             f"those of one moment sum to 1, within {OPTIONS_OFF}", "mend them, or add the option that is missing"),
        Rule("one option happened", (n_said > 0) & ~is_decided, "outcome",
             "of the options of a question one is yes and the others no, or all are void", "correct them"),
    ]  # fmt: skip


def not_alone() -> Rule:
    """Return the rule by which the other options of a refused row are refused too."""
    import polars as pl

    return Rule(
        "no option is taken alone",
        pl.lit(False),
        "option",
        "another option of this forecast is refused",
        "mend that one",
    )


def inverted(rows: pl.DataFrame) -> str | None:
    """Return what makes the outcomes of a file look turned round, in words; None when nothing does.

    They do when every forecaster with MANY decided rows has a mean Brier score over ALWAYS_WRONG. Rows of questions
    with options are left out: their probabilities are small, and most of their outcomes no.
    """
    import polars as pl

    error = (pl.col("probability") - pl.col("share")) ** 2
    turned = (pl.col("probability") - (1 - pl.col("share"))) ** 2
    decided = rows.filter(pl.col("share").is_not_null() & pl.col("option").is_null())
    scored = decided.group_by("forecaster").agg(pl.len().alias("n"), error.mean(), turned.mean().alias("turned"))
    scored = scored.filter(pl.col("n") >= MANY)
    if scored.is_empty() or (scored["probability"] <= ALWAYS_WRONG).any():
        return None
    n = int(scored["n"].sum())
    before, after = (float((scored[name] * scored["n"]).sum()) / n for name in ("probability", "turned"))
    who = "its forecaster" if scored.height == 1 else f"each of its {scored.height} forecasters"
    return (
        f"the outcomes look turned round: over {n:,} decided rows the mean Brier score of {who} "
        f"is over {ALWAYS_WRONG:g} ({before:.3f} together; {after:.3f} with yes and no exchanged)"
    )
