"""What the screen says while work goes on: bars on a terminal, plain lines everywhere else."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


TELL_SECONDS = 10.0


def paced(done: int, total: int, unit: str, seconds: float) -> str:
    """Return how fast it goes and how long it will take from here at that pace; empty before there is a pace."""
    if not done or seconds <= 0:
        return ""
    left = round((total - done) * seconds / done)
    hours, minutes = divmod(left // 60, 60)
    words = f"{hours} h {minutes} min" if hours else f"{minutes} min {left % 60} s" if minutes else f"{left} s"
    return f"{done / seconds:,.1f} {unit} a second, {words} left"


class Progress:
    """Tells what is being done and waited for. Everything goes to standard error; results go to standard output."""

    def __init__(self, *, quiet: bool = False) -> None:
        """Be silent when `quiet`, draw bars when standard error is a terminal, else print a line per step."""
        self.quiet = quiet
        self._bars: RichProgress | None = None
        self._task: TaskID | None = None
        self._step = ""
        self._began = self._told = 0.0

    def __enter__(self) -> Self:
        """Begin drawing."""
        if not self.quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as RichProgress

            columns = (
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            self._bars = RichProgress(*columns, console=Console(stderr=True))
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop drawing and leave the last state on the screen."""
        if self._bars is not None:
            self._bars.stop()

    def step(self, name: str) -> None:
        """Say that a step begins."""
        self._step, self._began = name, time.monotonic()
        self._told = self._began
        if self._bars is not None:
            if self._task is not None:
                self._bars.update(self._task, total=1, completed=1)
            self._task = self._bars.add_task(name, total=None)
        elif not self.quiet:
            print(f"{name} …", file=sys.stderr, flush=True)

    def advance(self, done: int, total: int, unit: str) -> None:
        """Say how much of the step is done: on a terminal at once, elsewhere a line every TELL_SECONDS."""
        now = time.monotonic()
        pace = paced(done, total, unit, now - self._began)
        if self._bars is not None and self._task is not None:
            self._bars.update(
                self._task, completed=done, total=max(total, 1), description=f"{self._step}, {pace}" if pace else None
            )
        elif not self.quiet and now - self._told >= TELL_SECONDS:
            self._told = now
            print(f"{self._step}: {done:,} of {total:,}, {pace}", file=sys.stderr, flush=True)

    def note(self, words: str) -> None:
        """Say how far a step is whose end is not known; elsewhere than on a terminal a line every TELL_SECONDS."""
        now = time.monotonic()
        if self._bars is not None and self._task is not None:
            self._bars.update(self._task, description=f"{self._step}, {words}")
        elif not self.quiet and now - self._told >= TELL_SECONDS:
            self._told = now
            print(f"{self._step}: {words}", file=sys.stderr, flush=True)

    def done(self, result: str) -> None:
        """Say how the step ended."""
        seconds = time.monotonic() - self._began
        if self._bars is not None and self._task is not None:
            self._bars.update(self._task, description=f"{self._step}: {result}", total=1, completed=1)
            self._task = None
        elif not self.quiet:
            print(f"{self._step}: {result} ({seconds:.1f} s)", file=sys.stderr, flush=True)
