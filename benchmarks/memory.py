"""The memory of a process and of all that it has started, as its work goes on. Linux only."""

from __future__ import annotations

import os
import threading
from pathlib import Path


class Memory:
    """The memory of this process and its children (resident, in MB), sampled while stages go on."""

    def __init__(self) -> None:
        self.samples: dict[str, list[tuple[int, float]]] = {}
        self.stage, self.n_done = "", 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def begin(self, stage: str) -> None:
        """Count what is sampled from now on for a stage."""
        self.n_done = 0
        self.samples[stage] = [(0, everybody())]
        self.stage = stage

    def _sample(self) -> None:
        while not self._stopped.wait(0.5):
            if self.stage:
                self.samples[self.stage].append((self.n_done, everybody()))

    def peak(self, stage: str) -> float:
        """The most that was held in a stage."""
        return max(mb for _, mb in self.samples[stage])

    def slope(self, stage: str) -> float | None:
        """MB for each 10,000 documents, by least squares over all but the first fifth; None for too short a run."""
        samples = self.samples[stage]
        kept = [one for one in samples if one[0] >= samples[-1][0] / 5]
        if len({n for n, _ in kept}) < 3:
            return None
        mean_n, mean_mb = (sum(column) / len(kept) for column in zip(*kept, strict=True))
        spread = sum((n - mean_n) ** 2 for n, _ in kept)
        return 10_000 * sum((n - mean_n) * (mb - mean_mb) for n, mb in kept) / spread


def everybody() -> float:
    return sum(map(resident, family(os.getpid())))


def family(process: int) -> list[int]:
    """Return a process and those below it."""
    found = [process]
    for parent in found:
        for file in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, file.read_text().split())
            except OSError:
                continue
    return found


def resident(process: int) -> float:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError):
        return 0.0
