"""The cookbook with its answers: the queries of warehouse/queries, each asked of the edition."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

from foretold.site import parts
from foretold.site.data import EditionReader

SHOWN = 8
"""Rows of an answer that a page shows."""


def cookbook(reader: EditionReader, house: Path) -> tuple[parts.Recipe, ...]:
    """Return every query of `house`/warehouse/queries with its question, its SQL and what the edition answers."""
    return tuple(_recipe(reader, file) for file in sorted((house / "warehouse" / "queries").glob("*.sql")))


def _recipe(reader: EditionReader, file: Path) -> parts.Recipe:
    text = file.read_text(encoding="utf-8").strip()
    question, _, sql = text.partition("\n")
    columns, found = reader.answer(text)
    answer = tuple(tuple(_shown(value) for value in row) for row in found[:SHOWN])
    return parts.Recipe(file.stem, question.removeprefix("--").strip(), sql, columns, answer, len(found))


def _shown(value: Any) -> str:
    """Return a value as a cell of a table."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return re.sub(r"\.?0+$", "", f"{value:.3f}")
    return str(value)
