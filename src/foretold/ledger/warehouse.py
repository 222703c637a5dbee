"""Where the ledger's tables are kept: in one DuckDB file, or in a DuckLake that several writers share.

Whoever reads or writes the ledger gets a connection on which the tables have their plain names and `staging` is the
place for rows that wait for the audit. Which of the two it is, only this module and foretold.ledger.lake know.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from foretold.errors import AuditError
from foretold.ledger.connect import connect, migrate, statement
from foretold.ledger.files import make_folder
from foretold.settings import Settings, house

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Warehouse(Protocol):
    """The ledger's tables, made and migrated as they are opened."""

    @property
    def audited(self) -> Path:
        """The DuckDB file in which the audit finds the staged rows, and what they are measured by."""
        ...

    def open(self) -> contextlib.AbstractContextManager[DuckDBPyConnection]:
        """Open the ledger for the block."""
        ...

    def before_audit(self, con: DuckDBPyConnection) -> None:
        """Bring what the staged rows are measured by to where the audit looks."""
        ...

    def faults(self, con: DuckDBPyConnection) -> list[str]:
        """Return what is wrong with the rows that are stored, a line each, as far as the storage does not see to it."""
        ...


class EmbeddedFile:
    """The ledger in one DuckDB file, which one process at a time can open. It holds the constraints itself."""

    def __init__(self, file: Path) -> None:
        """Take the file, which need not be there."""
        self.audited = file

    @contextlib.contextmanager
    def open(self) -> Iterator[DuckDBPyConnection]:
        """Open the ledger for the block."""
        make_folder(self.audited.parent)
        con = connect(self.audited)
        try:
            migrate(con, house() / "warehouse" / "schema")
            yield con
        finally:
            con.close()

    def before_audit(self, con: DuckDBPyConnection) -> None:
        """Do nothing: it is all in the file."""

    def faults(self, con: DuckDBPyConnection) -> list[str]:
        """Return the orphans: DuckDB could not update a parent that has children, so no foreign key keeps them out."""
        return orphans(con)


def warehouse_of(settings: Settings) -> Warehouse:
    """Return the warehouse that the settings name."""
    if not settings.lake_catalog:
        return EmbeddedFile(settings.ledger)
    from foretold.ledger.lake import Lake

    return Lake(settings.data / "staged.duckdb", settings.lake_catalog, settings.lake)


def orphans(con: DuckDBPyConnection) -> list[str]:
    """Return which rows name a parent that is not there, a line for each table and column."""
    rows = con.execute(statement("orphans")).fetchall()
    return [f"{n} rows of {table} name a {column} that is not in {parent}" for table, column, parent, n in rows]


def check_sound(warehouse: Warehouse, con: DuckDBPyConnection) -> None:
    """Raise AuditError when what is stored breaks the schema's own rules."""
    faults = warehouse.faults(con)
    if faults:
        raise AuditError(
            "; ".join(faults),
            rule="what the schema demands holds for every stored row, also where the storage does not enforce it",
            remedy="nothing was published; see docs/scale.md for how such rows are found and taken out",
        )
