"""A small archive, and what a run over it publishes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "faults"))

from workshop import write_article

N_TEXTS = 12


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of small columns by three authors."""
    folder = tmp_path_factory.mktemp("archive") / "columns"
    for number in range(N_TEXTS):
        write_article(folder, number)
    return folder
