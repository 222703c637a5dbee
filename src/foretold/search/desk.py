"""Suggestions at a terminal: what later documents say about questions that are due."""

from __future__ import annotations

from pathlib import Path
from textwrap import shorten

from foretold.errors import InputError
from foretold.ledger.connect import connect, statement
from foretold.search.index import NAME
from foretold.search.passages import passages_for

WIDTH = 300
"""Characters of a passage that are printed."""


def index_to_search(edition: Path, desk: Path) -> Path:
    """Return the desk's index, or else the edition's, which holds less. Raises InputError when there is neither."""
    beside = edition.resolve().parent / NAME
    for index in (desk, beside):
        if index.exists():
            return index
    raise InputError(f"no search index in {desk.parent}", rule="a run makes it", remedy="start with: foretold run")


def print_suggestions(edition: Path, desk: Path, n_days: int, *, overdue: bool, limit: int = 3) -> None:
    """Print, for each question that is due as in print_due, the passages of later documents that may settle it."""
    index = index_to_search(edition, desk)
    con = connect(edition.resolve(), read_only=True)
    try:
        due = [row[0] for row in con.execute(statement("due"), [n_days, overdue]).fetchall()]
        questions = dict(con.execute("select forecast_id, question_id from forecasts").fetchall())
        events = dict(con.execute("select question_id, event from questions").fetchall())
        for question_id in dict.fromkeys(questions[forecast_id] for forecast_id in due):
            found = passages_for(con, index, question_id, limit=limit)
            if found:
                print(f"\n{question_id} {events[question_id]}")
            for one in found:
                print(f"  {one.published_on} {one.source}, “{one.title}”{f' {one.url}' if one.url else ''}")
                print(f"    {shorten(one.excerpt, WIDTH, placeholder=' …')}")
    finally:
        con.close()
    print("\nThese are suggestions by their words alone; what became of a question is for you to say.")
