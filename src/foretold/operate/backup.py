"""Saving what cannot be computed, and bringing it back: captures, extractions, imports, journal and the log of runs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from foretold.errors import InputError
from foretold.ledger.files import fsync, make_folder

INPUTS = ("captures", "extractions", "imports", "journal", "runs.jsonl")
"""What everything else is computed from. The ledger, editions and pages are not saved: `rebuild` makes them."""

MANIFEST = "manifest.json"


def backup(data: Path, target: Path) -> int:
    """Copy the inputs of a data folder into a new folder inside `target`, whole or not at all; return the files copied.

    The copy carries a manifest with each file's hash. Raises InputError when there is nothing to save.
    """
    files = [file for name in INPUTS for file in _files(data / name) if file.name != "lock"]
    if not files:
        raise InputError(f"nothing to save in {data}", rule="a backup holds what runs and people put there")
    make_folder(target)
    name = f"foretold-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    beside = target / f".{name}.{os.getpid()}"
    hashes: dict[str, str] = {}
    try:
        for file in files:
            relative = file.relative_to(data)
            copy = beside / relative
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, copy)
            fsync(copy)
            hashes[relative.as_posix()] = _hash(copy)
        (beside / MANIFEST).write_text(json.dumps(hashes, indent=1, sort_keys=True), encoding="utf-8")
        fsync(beside / MANIFEST)
        beside.rename(target / name)
        fsync(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return len(files)


def restore(source: Path, data: Path) -> int:
    """Bring a backup back into a data folder that has no inputs yet; return the files restored.

    `source` is one backup, or a folder of them, of which the newest is taken. Raises InputError when a file is not as
    it was saved, or when the data folder holds inputs already: nothing is ever overwritten.
    """
    saved = _newest(source)
    hashes: dict[str, str] = json.loads((saved / MANIFEST).read_text(encoding="utf-8"))
    for relative, expected in hashes.items():
        file = saved / relative
        if not file.exists() or _hash(file) != expected:
            raise InputError(
                f"{file} is {'not as it was saved' if file.exists() else 'gone'}",
                rule="a backup is restored whole",
                remedy="take another backup",
            )
    taken = [name for name in INPUTS if _files(data / name)]
    if taken:
        raise InputError(
            f"{data} holds {taken[0]} already",
            rule="a restore overwrites nothing",
            remedy="name an empty folder with --data, or set this one aside",
        )
    for relative in hashes:
        copy = data / relative
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(saved / relative, copy)
        fsync(copy)
    return len(hashes)


def _newest(source: Path) -> Path:
    if (source / MANIFEST).exists():
        return source
    saved = sorted(entry for entry in source.glob("foretold-*") if (entry / MANIFEST).exists())
    if not saved:
        raise InputError(
            f"no backup in {source}", rule="a backup is a folder with a manifest.json", remedy="name another"
        )
    return saved[-1]


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.exists() else []


def _hash(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
