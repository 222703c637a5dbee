"""An edition is there whole or not at all, whichever of the two threads that write it fails."""

from __future__ import annotations

import errno
from types import ModuleType
from typing import Any

import pytest
from decisions import relink

from foretold.ledger import parquet, publish
from foretold.night import Night

FULL = OSError(errno.ENOSPC, "No space left on device")


def failing(module: ModuleType, name: str, error: BaseException, at: str) -> Any:
    """Return a stand-in that does what a function does, until something is called `at`."""
    real = getattr(module, name)

    def stand_in(*given: Any) -> Any:
        if at in map(str, given) or not at:
            raise error
        return real(*given)

    return stand_in


def test_whatever_fails_the_old_edition_stays_and_the_next_try_succeeds(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions = night.settings.editions

    def go(con: Any) -> publish.Edition:
        return publish.publish(con, editions, night.house, keep=3, build_pages=lambda *_: None)

    relink(night)
    with night.ledger() as con:
        first = go(con)
        there = sorted(path.name for path in editions.iterdir())
        for module, name, error, at in (
            (parquet, "write_copy", FULL, "question_members"),  # the thread that copies, in the middle
            (publish, "_explain", KeyboardInterrupt(), ""),  # the one that makes the database, while the other copies
            (publish, "write_csv", FULL, ""),
            (publish, "_swap", FULL, ""),
        ):
            with monkeypatch.context() as patch:
                patch.setattr(module, name, failing(module, name, error, at))
                with pytest.raises(type(error)) as caught:
                    go(con)
            assert caught.value is error
            assert publish.current(editions) == first
            assert sorted(path.name for path in editions.iterdir()) == there
        assert go(con).number == 2
