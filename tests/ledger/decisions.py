"""What the tests of decisions stand on: a small night that was run once, copied for each test, and ways to ask it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from foretold import night as steps
from foretold.chunks import chunk_of, read_captures, versions
from foretold.corpus.sources import folder_source
from foretold.ledger.decide import Why
from foretold.ledger.decide_questions import find_subject, judge, record_outcome
from foretold.ledger.link import link
from foretold.ledger.load import load_journal
from foretold.night import Night
from foretold.records import Document, Forecast
from foretold.settings import Settings

DAY = date(2024, 4, 2)

ARTICLES = {
    "ports.md": "---\ntitle: The strike will end\nauthor: Ada Lorne\npublished: 2024-03-05\n---\n"
    "The dockers walked out on Monday.\n\n"
    "The strike will end before Easter. The government is unlikely to send in the army.\n",
    "quays.md": "---\ntitle: No end in sight\nauthor: Bruno Vale\npublished: 2024-03-06\n---\n"
    "Nobody at the quays is in a hurry.\n\n"
    "The strike will not end before Easter. If it does, the union will probably split.\n",
    "unsigned.txt": "The harbour had been quiet for weeks.\n\nThe minister may resign in May.\n",
    "old/unsigned.txt": "An older column stood here.\n\nThe council will probably reject the budget in June.\n",
}


def make_night(folder: Path) -> Night:
    """Collect, read, extract, audit and link ARTICLES, in a data folder beside them."""
    for name, text in ARTICLES.items():
        file = folder / "articles" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    night = Night(Settings(data=folder / "data", user="tester", ranked_from=1), [folder_source(folder / "articles")])
    steps.collect(night)
    steps.extract(night, steps.pending(night))
    steps.audit(night)
    steps.link(night)
    return night


def relink(night: Night) -> None:
    """Compute the histories anew, as a step does; the views are there already."""
    with night.ledger() as con:
        load_journal(con, night.journal.lines())
        link(con, night.house / "warehouse", night.settings)


def copy_of(night: Night, folder: Path) -> Night:
    """Return a night over a copy of another's data, which nothing else writes to."""
    shutil.copytree(night.settings.data, folder / "data", symlinks=True)
    return Night(Settings(data=folder / "data", user="tester", ranked_from=1), night.sources)


def ask(night: Night, query: str) -> list[tuple[Any, ...]]:
    """Query the ledger."""
    with night.ledger() as con:
        return con.execute(query).fetchall()


def taking(night: Night, decide: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Take a decision as a command does, link, and return what it returned."""
    with night.ledger() as con:
        result = decide(con, night.journal, *given, **named)
    relink(night)
    return result


def because(words: str, by: str = "Ines") -> Why:
    """Return a reason."""
    return Why(by, words)


def forecast(night: Night, words: str) -> str:
    """Return the id of the one forecast whose quote has these words."""
    rows = ask(night, f"select distinct forecast_id from extractions where quote like '%{words}%'")
    if len(rows) != 1:
        raise LookupError(f"{len(rows)} forecasts with '{words}'")
    return str(rows[0][0])


def question(night: Night, words: str) -> str:
    """Return the id of the question that a forecast opened."""
    return f"q_{forecast(night, words)[2:]}"


def record(night: Night, words: str, outcome: str, by: str = "Ines", *, blind: bool = False, why: str = "seen") -> None:
    """Record an outcome, or judge blind, through the forecast whose quote has these words."""
    with night.ledger() as con:
        subject = find_subject(con, forecast(night, words), None)
        (judge if blind else record_outcome)(con, night.journal, subject, outcome, DAY, because(why, by))
    relink(night)


def outcome_of(night: Night, words: str) -> str | None:
    """Return what became of the claim's question, None while undecided."""
    rows = ask(night, f"select outcome from outcomes where question_id = '{question(night, words)}'")
    return str(rows[0][0]) if rows else None


def documents_and_forecasts(night: Night) -> tuple[list[str], list[Document], list[list[Forecast]]]:
    """Return all captures, their documents, and what the extractor finds in each."""
    from foretold.extract import extract_many

    captures = [row[0] for row in ask(night, "select capture_id from captures order by address")]
    chunk = chunk_of([night.store.capture(one) for one in captures], versions(), at=night.started_at)
    documents = list(read_captures(chunk.captures))
    return captures, documents, [list(found) for found in extract_many(documents)]


def undone(lines: Sequence[Any]) -> list[tuple[str, str, str | None]]:
    """Return what lines of the journal set."""
    return [(line.decision.target, line.decision.field, line.decision.value) for line in lines]


def everything(night: Night, tables: Sequence[str]) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Yield tables with their rows in a fixed order."""
    for table in tables:
        yield table, ask(night, f"from {table} order by all")
