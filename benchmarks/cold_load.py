"""What the home page costs a reader who comes for the first time: bytes, requests, and time until it is there to read.

Run: python benchmarks/cold_load.py [SITE] [--times 7]. Serves the static pages of SITE, those of the sample unless
told, from this machine, and opens them in a Chromium of its own with an empty profile, each time anew. Content is
ready at DOMContentLoaded: the page is complete without its script. Exits 1 where LIMITS are not kept.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

LIMITS = {"kB": 100, "requests": 5, "seconds": 1.0}
QUIET = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd / 1000"


class Silent(SimpleHTTPRequestHandler):
    """Files of a folder, as any file server gives them out; nothing is printed."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def load(driver: Any, address: str) -> dict[str, float]:
    """Open a page in a new Chromium with an empty profile, and return what it took."""
    with tempfile.TemporaryDirectory() as profile:
        chromium = shutil.which("chromium") or "/usr/bin/chromium"
        context = driver.chromium.launch_persistent_context(profile, executable_path=chromium, args=QUIET)
        page = context.new_page()
        answers: list[Any] = []
        page.on("requestfinished", lambda request: answers.append(request.response()))
        page.goto(address, wait_until="networkidle")
        found = {
            "kB": sum(len(answer.body()) for answer in answers) / 1000,
            "requests": len(answers),
            "seconds": page.evaluate(READY),
        }
        context.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, nargs="?", default=Path("data/sample/editions/current/site"))
    parser.add_argument("--times", type=int, default=7)
    options = parser.parse_args()
    if not (options.site / "index.html").is_file():
        parser.error(f"{options.site} holds no pages: `make run` writes those of the sample")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=options.site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as driver:
        loads = [load(driver, f"http://127.0.0.1:{server.server_port}/index.html") for _ in range(options.times)]
    server.shutdown()
    middle = {name: statistics.median(one[name] for one in loads) for name in LIMITS}
    print(", ".join(f"{middle[name]:.2f} {name} (limit {limit})" for name, limit in LIMITS.items()))
    print("seconds of each:", ", ".join(f"{one['seconds']:.2f}" for one in loads))
    return 0 if all(middle[name] <= limit for name, limit in LIMITS.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
