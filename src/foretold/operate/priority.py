"""Runs stand back for readers: on a machine that serves pages too, a page is answered before a night goes on."""

from __future__ import annotations

import os

NICE = 10
"""Niceness of a run: with anybody else at work it gets a tenth of the processor, and all of it when there is nobody."""


def stand_back() -> None:
    """Give this process, and all that it starts, the priority of work that can wait, where the system knows any."""
    if hasattr(os, "nice"):
        os.nice(max(0, NICE - os.nice(0)))
