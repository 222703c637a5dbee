"""Fixtures shared by tests of more than one stage."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

from foretold import night as steps
from foretold.corpus.sources import folder_source
from foretold.ledger.publish import current
from foretold.night import Night
from foretold.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


SLOW = ("operate", "faults", "scale", "browser")
ONE_WORKER = ("faults", "browser", "site")
"""Folders whose files share what is costly to make: on one worker it is made once."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole nights and real servers first, thousands of sentences last: so all workers have something to do to the end."""

    def folder(item: pytest.Item) -> str:
        return item.path.relative_to(ROOT / "tests").parts[0]

    items.sort(key=lambda item: (folder(item) == "extract", folder(item) not in SLOW and "test_" not in folder(item)))


class ByFile(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types for it
    """A worker takes a file at a time, of some folders all files."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", maxsplit=1)[0]
        folder = file.split("/")[1]
        return folder if folder in ONE_WORKER else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Tell xdist how to share out the tests."""
    return ByFile(config, log)


def run_steps(night: Night) -> Night:
    """Take the steps of flows/nightly.py in their order, without Prefect."""
    steps.collect(night)
    steps.extract(night, steps.pending(night))
    steps.audit(night)
    steps.link(night)
    steps.score(night)
    steps.publish_edition(night)
    return night


@pytest.fixture(scope="session")
def first_nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the articles lie, and what first nights over them left."""
    return tmp_path_factory.mktemp("first")


@pytest.fixture
def run_night(tmp_path: Path, first_nights: Path) -> Callable[[Path], Night]:
    """Return a function that runs a whole night over a folder, into the test's own data.

    A first night over the same files is run once; each further test gets a copy of what it left.
    """

    def run(folder: Path) -> Night:
        settings = Settings(data=tmp_path / "data", user="tester", ranked_from=1)
        night = Night(settings, [folder_source(folder)])
        if settings.data.exists():
            return run_steps(night)
        kept = first_nights / fingerprint(folder)
        if not kept.exists():
            run_steps(night)
            shutil.copytree(settings.data, kept / "data", symlinks=True)
            (kept / "tally").write_bytes(pickle.dumps(night.tally))
            return night
        shutil.copytree(kept / "data", settings.data, symlinks=True)
        night.tally = replace(pickle.loads((kept / "tally").read_bytes()), edition=current(settings.editions))
        return night

    return run


def fingerprint(folder: Path) -> str:
    """Return a hash of where a folder is and of what is in it."""
    digest = sha256(str(folder).encode())
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"\n{file}\n".encode() + file.read_bytes())
    return digest.hexdigest()


ARTICLES = {
    "ports.md": (
        "---\ntitle: The strike will end\nauthor: Ada Lorne\npublished: 2024-03-05\nurl: https://example.org/ports\n---\n"
        "The dockers walked out on Monday.\n\n"
        "The strike will end before Easter. The government is unlikely to send in the army.\n"
    ),
    "quays.md": (
        "---\ntitle: No end in sight\nauthor: Bruno Vale\npublished: 2024-03-06\n---\n"
        "Nobody at the quays is in a hurry.\n\n"
        "The strike will not end before Easter. If it does, the union will probably split.\n"
    ),
    "unsigned.txt": "The harbour had been quiet for weeks.\n\nThe minister may resign in May.\n",
}


@pytest.fixture
def articles(first_nights: Path) -> Path:
    """A folder with two small columns by named authors about one event, and one without a name or date.

    Always the same folder, made anew: its address is in what a night leaves.
    """
    folder = first_nights / "articles"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
