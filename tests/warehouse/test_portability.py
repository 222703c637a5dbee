"""The SQL stays plain: other databases can read it after translation."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlglot
from builder import WAREHOUSE
from sqlglot import exp

VIEWS = sorted((WAREHOUSE / "views").glob("*.sql"))
FILES = [file for file in VIEWS if file.stem != "leaderboard_by"]  # a table macro, which sqlglot cannot read
FILES += sorted((WAREHOUSE / "queries").glob("*.sql"))


@pytest.mark.parametrize("file", VIEWS, ids=lambda file: file.stem)
def test_a_view_file_defines_its_view_and_says_what_it_is(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith("-- ")
    kind = "macro" if f"create or replace macro {file.stem}(" in text else "view"
    assert f"create or replace {kind} {file.stem}" in text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_dialect_tricks(file: Path) -> None:
    for statement in sqlglot.parse(file.read_text(encoding="utf-8"), read="duckdb"):
        if statement is None or isinstance(statement, (exp.Comment, exp.Command)):
            continue
        assert statement.find(exp.Qualify) is None
        assert not [group for group in statement.find_all(exp.Group) if group.args.get("all")]
        assert statement.sql(dialect="postgres")
