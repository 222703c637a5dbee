"""The version of the method is frozen: what makes numbers cannot change without a new version or a line for readers."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from foretold.ledger.link import METHOD_VERSION

ROOT = Path(__file__).parents[2]
FROZEN = ROOT / "warehouse" / "method.json"
PLACES = (
    "warehouse/macros/*.sql",
    "warehouse/link/*.sql",
    "warehouse/views/*.sql",
    "warehouse/scales/*.csv",
    "src/foretold/score/*.py",
)


def fingerprint() -> str:
    """Return the hash of everything that makes numbers; comments on columns and blank space do not count."""
    total = hashlib.sha256()
    for place in PLACES:
        for file in sorted(ROOT.glob(place)):
            lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
            kept = [line for line in lines if line and not line.startswith(("comment on", "-- ", "# "))]
            total.update("\n".join([file.name, *kept]).encode())
    return total.hexdigest()


def test_numbers_do_not_change_under_one_version() -> None:
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    wanted = {"method_version": METHOD_VERSION, "sha256": fingerprint()}
    assert frozen == wanted, (
        "What makes numbers has changed. If a published number can change: raise METHOD_VERSION in ledger/link.py and say in "
        f"CHANGELOG.md which numbers and why. In any case write into warehouse/method.json: {json.dumps(wanted)}"
    )
    assert f"method {METHOD_VERSION})" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
