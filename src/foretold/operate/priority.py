"""Scheduled nights stand back for readers: on a machine that serves pages too, pages are answered first."""

from __future__ import annotations

import os

NICE = 5
"""Niceness of a scheduled night: beside others at work it gets a quarter of a processor, else all of it."""


def stand_back() -> None:
    """Give this process, and all that it starts, the priority of work that can wait, where the system knows any."""
    if hasattr(os, "nice"):
        os.nice(max(0, NICE - os.nice(0)))
