"""Publishing in the background: whoever decides at the desk waits for nobody."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from foretold.errors import BusyError, ForetoldError

QUIET_SECONDS = 0.3
"""How long the publisher waits for a further decision before it begins."""
RETRY_SECONDS = 5.0


class Publisher:
    """Publishes what the journal says, in a thread of its own, so that nobody at the desk waits for it."""

    def __init__(self, publish: Callable[[], object]) -> None:
        """Take the function that takes the journal to the next edition."""
        self._publish = publish
        self._wanted = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self.state = ""
        """What to tell people: that it works, or why it cannot; empty when all is published."""

    def wake(self) -> None:
        """Ask for an edition with the newest decisions."""
        self.state = "Publishing the newest decisions."
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="publisher", daemon=True)
                self._thread.start()
        self._wanted.set()

    def close(self) -> None:
        """Let an edition that is being written be finished, and begin no other: the next run publishes what is left."""
        self._closing.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            if self._closing.wait(QUIET_SECONDS):
                return
            self._wanted.clear()
            try:
                self._publish()
            except BusyError as error:
                self.state = f"Recorded, and not published yet: {error.wrong}. It is tried again."
                self._closing.wait(RETRY_SECONDS)
                self._wanted.set()
            except ForetoldError as error:
                self.state = f"Recorded, and not published: {error}."
            except Exception as error:
                logging.getLogger(__name__).exception("publishing failed")
                self.state = f"Recorded, and not published: {error!r}. The server's log says more."
            else:
                if not self._wanted.is_set():
                    self.state = ""
