"""The fixture that tests of the warehouse stand on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from builder import Ledger, make_ledger


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """An empty ledger with schema, parameters, scales, macros and views."""
    made = make_ledger()
    yield made
    made.con.close()
