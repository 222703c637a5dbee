"""How far people who judged the same questions independently agree beyond chance."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl
    from duckdb import DuckDBPyConnection

Votes = dict[str, dict[str, str]]
"""By question, what each judge said, in the order in which they said it."""

NOTHING = "no question was judged independently by two people"
ONE_ANSWER = "every judgement is the same answer: chance alone explains all agreement, and the measure is 0/0"


def fill_agreement(con: DuckDBPyConnection) -> None:
    """Compute table agreement anew from view judgements."""
    con.register("agreement_rows", agreement(con.table("judgements").pl()))
    con.execute("delete from agreement")
    con.execute("insert into agreement by name select * from agreement_rows")
    con.unregister("agreement_rows")


def agreement(judgements: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of table agreement for the rows of view judgements.

    Only independent judgements count, of each judge the last. Categories are yes, no, void, unresolvable, and each
    share by itself. Over all judges, Cohen's kappa takes each question's first and second judgement as its two raters;
    Krippendorff's alpha takes all of them. Where a measure is 0/0 its value is None, with the reason.
    Sources: Cohen 1960, Educational and Psychological Measurement 20:37 (scikit-learn's cohen_kappa_score);
    Krippendorff 2011, Computing Krippendorff's Alpha-Reliability (package krippendorff, nominal).
    """
    import polars as pl

    votes = _doubly_judged(judgements)
    rows = [_row("cohens_kappa", None, votes), _row("krippendorffs_alpha", None, votes)]
    judges = sorted({judge for said in votes.values() for judge in said})
    for pair in combinations(judges, 2):
        shared = {
            question: {judge: said[judge] for judge in pair}
            for question, said in votes.items()
            if all(judge in said for judge in pair)
        }
        if shared:
            rows += [_row("cohens_kappa", pair, shared), _row("krippendorffs_alpha", pair, shared)]
    types: dict[str, Any] = dict.fromkeys(("measure", "first_judge", "second_judge", "reason"), pl.String)
    types |= {"n_questions": pl.Int64, "n_agreed": pl.Int64, "value": pl.Float64}
    return pl.DataFrame(rows, schema_overrides=types)


def _doubly_judged(judgements: pl.DataFrame) -> Votes:
    votes: Votes = defaultdict(dict)
    for row in judgements.sort("line_number").iter_rows(named=True):
        if row["is_independent"]:
            is_share = row["outcome"] == "share"
            votes[row["question_id"]][row["judge"]] = f"{row['share']:g}" if is_share else row["outcome"]
    return {question: said for question, said in sorted(votes.items()) if len(said) >= 2}


def _row(measure: str, pair: tuple[str, str] | None, votes: Votes) -> dict[str, Any]:
    value, reason = _value(measure, list(votes.values())) if votes else (None, NOTHING)
    first, second = pair or (None, None)
    n_agreed = sum(len(set(said.values())) == 1 for said in votes.values())
    return {
        "measure": measure,
        "first_judge": first,
        "second_judge": second,
        "n_questions": len(votes),
        "n_agreed": n_agreed,
        "value": value,
        "reason": reason,
    }


def _value(measure: str, votes: Sequence[dict[str, str]]) -> tuple[float | None, str | None]:
    if len({answer for said in votes for answer in said.values()}) == 1:
        return None, ONE_ANSWER
    if measure == "krippendorffs_alpha":
        return _alpha(votes), None
    from sklearn.metrics import cohen_kappa_score

    first, second = zip(*(list(said.values())[:2] for said in votes), strict=True)
    if len({*first, *second}) == 1:
        return None, ONE_ANSWER
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # an undefined kappa must not pass as a number
        return float(cohen_kappa_score(first, second)), None


def _alpha(votes: Sequence[dict[str, str]]) -> float:
    import krippendorff
    import numpy as np

    answers = {answer: number for number, answer in enumerate(sorted({a for said in votes for a in said.values()}))}
    judges = sorted({judge for said in votes for judge in said})
    table = [[answers[said[judge]] if judge in said else np.nan for said in votes] for judge in judges]
    return float(krippendorff.alpha(reliability_data=np.array(table), level_of_measurement="nominal"))
