"""Fixtures of the tests of decisions."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from decisions import copy_of, make_night

from foretold.night import Night


@pytest.fixture(scope="session")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """One real night over a few columns, never written to again."""
    return make_night(tmp_path_factory.mktemp("first"))


@pytest.fixture
def night(first_night: Night, tmp_path: Path) -> Night:
    """A copy of that night's data, for one test."""
    return copy_of(first_night, tmp_path)
