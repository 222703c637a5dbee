"""The data dictionary: everything has a meaning, and the written dictionary says what the SQL says."""

from __future__ import annotations

from pathlib import Path

import pytest

from foretold.ledger.dictionary import Relation, dictionary, fresh_ledger, macros, relations
from foretold.ledger.publish import TABLES

WAREHOUSE = Path(__file__).parents[2] / "warehouse"


@pytest.fixture(scope="module")
def everything() -> dict[str, Relation]:
    con = fresh_ledger(WAREHOUSE)
    try:
        return {one.name: one for one in relations(con)}
    finally:
        con.close()


def test_every_table_view_and_column_has_a_meaning(everything: dict[str, Relation]) -> None:
    silent = [one.name for one in everything.values() if not one.meaning]
    silent += [
        f"{one.name}.{column.name}" for one in everything.values() for column in one.columns if not column.meaning
    ]
    assert silent == []


def test_every_macro_has_a_meaning() -> None:
    con = fresh_ledger(WAREHOUSE)
    try:
        assert [one.name for one in macros(con) if not one.meaning] == []
    finally:
        con.close()


def test_what_an_edition_holds_is_in_it(everything: dict[str, Relation]) -> None:
    assert {*TABLES, "editions"} <= everything.keys()
    views = {file.stem for file in (WAREHOUSE / "views").glob("*.sql")} - {"leaderboard_by"}
    assert views <= everything.keys()
    assert all(everything[view].is_view for view in views)


def test_names_keep_their_grammar(everything: dict[str, Relation]) -> None:
    for relation in everything.values():
        for column in relation.columns:
            where = f"{relation.name}.{column.name} {column.kind}"
            assert column.name.endswith("_on") == (column.kind == "date"), where
            assert column.name.endswith("_at") == (column.kind == "timestamp with time zone"), where
            assert column.name.startswith("is_") == (column.kind == "boolean"), where


def test_the_dictionary_is_in_step() -> None:
    file = WAREHOUSE / "dictionary.md"
    assert file.read_text(encoding="utf-8") == dictionary(WAREHOUSE), "run: python -m foretold.ledger.dictionary"
