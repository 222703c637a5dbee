"""Search: what each index holds, and which passages are put before whoever decides a question."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from foretold import night as steps
from foretold.cli import main
from foretold.corpus.sources import folder_source
from foretold.errors import InputError
from foretold.ledger.connect import connect
from foretold.ledger.journal import Decision
from foretold.night import Night, resolve
from foretold.search.index import update_desk
from foretold.search.passages import key_words, passages_for
from foretold.settings import Settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LATER = (
    "---\ntitle: Back to work\nauthor: Ada Lorne\npublished: 2024-04-10\nurl: https://example.org/back\n---\n"
    "The harbour cafés are full again.\n\n"
    "The dockers' strike ended on Maundy Thursday, before Easter, and the cranes moved by noon.\n\n"
    "Nobody strikes a match near the fuel depot.\n"
)
UNDATED = "The strike ended long before Easter, as every strike has ended.\n"


@pytest.fixture
def night(run_night: Callable[[Path], Night], articles: Path) -> Night:
    (articles / "back.md").write_text(LATER, encoding="utf-8")
    (articles / "undated.txt").write_text(UNDATED, encoding="utf-8")
    return run_night(articles)


@contextmanager
def edition(night: Night) -> Iterator[DuckDBPyConnection]:
    con = connect(night.settings.edition.resolve(), read_only=True)
    try:
        yield con
    finally:
        con.close()


def strike(con: DuckDBPyConnection) -> str:
    return str(
        con.execute("select question_id from forecasts where quote like 'The strike will end%'").fetchall()[0][0]
    )


def rows(file: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as index:
        return index.execute(sql).fetchall()


def published_index(night: Night) -> Path:
    return night.settings.edition.resolve().parent / "search.sqlite"


def test_passages_come_from_later_dated_documents_alone(night: Night) -> None:
    with edition(night) as con:
        found = passages_for(con, night.settings.search, strike(con))
    assert [one.excerpt for one in found] == [
        "The dockers' strike ended on Maundy Thursday, before Easter, and the cranes moved by noon."
    ]
    (one,) = found
    assert (str(one.published_on), one.title, one.url) == ("2024-04-10", "Back to work", "https://example.org/back")
    assert set(one.words) == {"strike", "end", "easter"}
    assert LATER[one.start : one.end] == one.excerpt


def test_an_edition_holds_paragraphs_around_quotes_and_no_other(night: Night) -> None:
    everything = {row[0] for row in rows(night.settings.search, "select passage from passages")}
    assert "The harbour cafés are full again." in everything
    public = {row[0] for row in rows(published_index(night), "select passage from passages")}
    with edition(night) as con:
        assert public == {row[0] for row in con.execute("select distinct paragraph from forecasts").fetchall()}
    assert "The harbour cafés are full again." not in public


def test_an_edition_holds_whole_texts_where_the_licence_permits_it(tmp_path: Path, articles: Path) -> None:
    (articles / "back.md").write_text(LATER, encoding="utf-8")
    free = folder_source(articles).model_copy(update={"full_text": True, "licence": "CC BY 4.0"})
    night = Night(Settings(data=tmp_path / "free", user="tester"), [free])
    steps.collect(night)
    steps.extract(night, steps.pending(night))
    steps.audit(night)
    steps.resolve(night)
    everything = rows(night.settings.search, "select passage from passages order by 1")
    assert rows(published_index(night), "select passage from passages order by 1") == everything


def test_forecasts_are_found_by_words_and_by_name(night: Night) -> None:
    find = "select quote from forecasts where forecasts match '{}' order by quote"
    found = rows(published_index(night), find.format("strike"))
    assert [row[0][:18] for row in found] == ["The strike will en", "The strike will no"]
    assert len(rows(published_index(night), find.format("forecaster: bruno"))) == 2


def test_a_document_is_read_once_and_leaves_when_it_is_withdrawn(night: Night) -> None:
    def read_nothing(_: str) -> str:
        raise AssertionError("a known document was read again")

    with night.ledger() as con:
        assert update_desk(con, night.settings.search, read_nothing) == 0
        document = con.execute("select document_id from documents where name = 'back'").fetchall()[0][0]
    night.journal.append([Decision("document", document, "status", "withdrawn", "Ines", "the author asked for it")])
    resolve(Night(replace(night.settings)))
    assert rows(night.settings.search, "select count(*) from passages where passage like '%cranes%'") == [(0,)]
    with edition(night) as con:
        assert passages_for(con, night.settings.search, strike(con)) == []


def test_words_in_quotation_marks_and_operators_are_only_words(night: Night) -> None:
    assert key_words("Will the strike end by Easter 2024? The strike's end") == ["strike", "end", "easter", "2024"]
    night.journal.append(
        [Decision("question", strike_of(night), "event", 'The "strike" NEAR(Easter) ends AND*', "Ines", "odd words")]
    )
    resolve(Night(night.settings))
    with edition(night) as con:
        assert "Maundy Thursday" in passages_for(con, night.settings.search, strike(con))[0].excerpt
        with pytest.raises(InputError, match="no question"):
            passages_for(con, night.settings.search, "q_nothing")


def strike_of(night: Night) -> str:
    with edition(night) as con:
        return strike(con)


def test_due_prints_suggestions_and_says_that_they_are_no_outcomes(night: Night) -> None:
    data = ["--data", str(night.settings.data)]
    plain = CliRunner().invoke(main, ["due", *data], catch_exceptions=False)
    assert "Maundy Thursday" not in plain.output
    found = CliRunner().invoke(main, ["due", "--passages", *data], catch_exceptions=False)
    assert "Maundy Thursday" in found.output
    assert "2024-04-10" in found.output
    assert "suggestions" in found.output
    with edition(night) as con:
        assert con.execute("select count(*) from outcomes").fetchall() == [(0,)]
