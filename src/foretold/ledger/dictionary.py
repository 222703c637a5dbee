"""The data dictionary: every table, view, column and macro with its meaning, from the comments in the SQL.

Run `python -m foretold.ledger.dictionary` to write warehouse/dictionary.md anew; `--check` says whether it is in step.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from foretold.ledger.connect import AS_OF, CONFIG, apply_views, migrate, statement
from foretold.ledger.publish import TABLES
from foretold.settings import house

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HEAD = """\
# Data dictionary

Every table, view and macro of the warehouse with its columns, made from the comments in the SQL by
`python -m foretold.ledger.dictionary`: a meaning is corrected where it is defined. README.md has the grammar of names
and the rules of reckoning.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its type and its meaning."""

    name: str
    kind: str
    meaning: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view with its meaning and its columns."""

    name: str
    is_view: bool
    meaning: str | None
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro with its parameters and its meaning."""

    name: str
    parameters: tuple[str, ...]
    meaning: str | None


def fresh_ledger(warehouse: Path) -> DuckDBPyConnection:
    """Return an empty ledger in memory: schema, macros, views, and the table that describes an edition."""
    import duckdb

    con = duckdb.connect(config=dict(CONFIG))
    migrate(con, warehouse / "schema")
    apply_views(con, warehouse, with_comments=True)
    con.execute(statement("edition"))
    con.execute("drop table migrations")
    return con


def relations(con: DuckDBPyConnection) -> list[Relation]:
    """Return every table and view of a database, by name."""
    columns: dict[str, list[Column]] = {}
    for relation, name, kind, meaning in con.execute(statement("dictionary_columns")).fetchall():
        columns.setdefault(relation, []).append(Column(name, str(kind).lower(), meaning))
    found = con.execute(statement("dictionary_relations")).fetchall()
    return [Relation(name, is_view, meaning, tuple(columns[name])) for name, is_view, meaning in found]


def macros(con: DuckDBPyConnection) -> list[Macro]:
    """Return every macro of a database that returns a value, by name."""
    return [
        Macro(name, tuple(given), meaning)
        for name, given, meaning in con.execute(statement("dictionary_macros")).fetchall()
    ]


def dictionary(warehouse: Path) -> str:
    """Return the data dictionary as Markdown."""
    con = fresh_ledger(warehouse)
    try:
        everything = relations(con)
        published = [one for one in everything if not one.is_view and one.name in {*TABLES, "editions"}]
        own = [one for one in everything if not one.is_view and one not in published]
        as_of = ", ".join(f"`{name}_as_of(t)`" for name in AS_OF)
        parts = [
            HEAD,
            "## Views",
            "What holds now, and what follows from it. In every edition, and as Parquet.\n",
            f"As of any moment `t`, what was known then: {as_of}; and `leaderboard_by(scale)`.\n",
            *(_relation(one) for one in everything if one.is_view),
            "## Tables of an edition",
            "Rows of a `*_history` hold from `known_at` until `superseded_at` (NULL: still), in journal time.\n",
            *(_relation(one) for one in published),
            "## Tables of the ledger alone",
            "What an edition is made from, and the operator keeps.\n",
            *(_relation(one) for one in own),
            "## Macros\n",
            *(f"- `{one.name}({', '.join(one.parameters)})`: {one.meaning}" for one in macros(con)),
        ]
    finally:
        con.close()
    return "\n".join(parts) + "\n"


def _relation(one: Relation) -> str:
    rows = [f"| `{column.name}` | {column.kind} | {_cell(column.meaning)} |" for column in one.columns]
    return "\n".join(
        [f"### {one.name}\n", f"{one.meaning}\n", "| column | type | meaning |", "|---|---|---|", *rows, ""]
    )


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write the dictionary, or with --check tell whether the file is in step; return the exit code."""
    file = house() / "warehouse" / "dictionary.md"
    text = dictionary(house() / "warehouse")
    if "--check" in arguments:
        if file.exists() and file.read_text(encoding="utf-8") == text:
            return 0
        print(f"{file} is out of step; run: python -m foretold.ledger.dictionary", file=sys.stderr)
        return 1
    file.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
