"""What some tests need of the machine: without it they are skipped, or fail where everything must run, as in CI."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

NODE = Path(__file__).resolve().parents[1] / ".venv/node/node_modules"
"""Where `make test` puts what it takes from npm."""


def do_without(missing: str) -> NoReturn:
    """Skip the test for what this machine has not; where everything must run, as in CI, fail it."""
    if os.environ.get("FORETOLD_MUST_RUN"):
        pytest.fail(missing)
    pytest.skip(missing)
