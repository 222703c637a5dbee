"""An edition made by one major version of DuckDB is read by the other, row for row. Run by `make test-duckdb2`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import duckdb
import pytest
from test_backfill import take
from workshop import published

from foretold.runners import Inline

OTHER = os.environ.get("OTHER_PYTHON", "")

pytestmark = pytest.mark.skipif(not OTHER, reason="OTHER_PYTHON names no Python with another DuckDB: make test-duckdb2")

PRELUDE = "import sys, duckdb; sys.path[:0] = sys.argv[1].split(':')\n"
VERSION = PRELUDE + "print(duckdb.__version__)"
READ = PRELUDE + (
    "from pathlib import Path; from workshop import published; print(repr(sorted(published(Path(sys.argv[2])).items())))"
)
MAKE = PRELUDE + (
    "from pathlib import Path; from test_backfill import take; from foretold.runners import Inline\n"
    "take(Path(sys.argv[2]), Path(sys.argv[3]), Inline())"
)
HERE = Path(__file__).parent


def other(code: str, *arguments: object) -> str:
    """Run code in the other Python and return what it prints."""
    folders = f"{HERE}:{HERE.parent / 'faults'}"
    command = [OTHER, "-c", code, folders, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=200).stdout.strip()


def test_each_reads_what_the_other_made(archive: Path, tmp_path: Path) -> None:
    assert other(VERSION).split(".")[0] != duckdb.__version__.split(".")[0]
    mine = take(archive, tmp_path / "mine", Inline()).settings.edition
    other(MAKE, archive, tmp_path / "theirs")
    theirs = tmp_path / "theirs" / "editions" / "current.duckdb"
    rows = repr(sorted(published(mine).items()))
    assert rows == repr(sorted(published(theirs).items()))
    assert rows == other(READ, mine)
    assert rows == other(READ, theirs)
