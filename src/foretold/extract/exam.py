"""The exam: what the extractor scores on marked text, set by set, with its misses. Run by ``make exam``."""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from foretold.errors import InputError
from foretold.extract import extract_many
from foretold.records import Document, Forecast

MEASURES = ("precision", "recall", "f1", "holder", "quoted_holder", "band", "condition", "horizon")


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of one set."""

    name: str
    gold: int
    precision: float
    recall: float
    f1: float
    holder: float | None
    quoted_holder: float | None
    band: float | None
    condition: float | None
    horizon: float | None
    misses: str = ""


def as_document(name: str, text: str, made_on: str | None = None) -> Document:
    """Return a text as one whole document."""
    from datetime import date

    day = date.fromisoformat(made_on) if made_on else None
    return Document(name, name, "exam", name, text, 0, len(text), published_earliest=day, published_latest=day)


def as_row(forecast: Forecast) -> dict[str, Any]:
    """Return a forecast as the row that is judged."""
    row = asdict(forecast)
    row["band"] = forecast.band.value
    return row


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines.

    Raises InputError when a line is not JSON.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except ValueError as error:
                raise InputError(f"{path}:{number}: {error}", rule="each line is one JSON object") from error
    return rows


def shared_folder() -> Path | None:
    """Return the folder of shared material beside the checkout, if it is there."""
    folder = Path(__file__).resolve().parents[4] / "shared"
    return folder if (folder / "gold" / "score_extraction.py").is_file() else None


def judge(gold: Path, predicted: Iterable[dict[str, Any]], scorer: Path) -> Marks:
    """Score rows against a gold file with a scoring script that prints one JSON object."""
    spec = importlib.util.spec_from_file_location("score_extraction", scorer)
    if spec is None or spec.loader is None:
        raise InputError(f"{scorer} cannot be loaded", rule="the scorer is a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "predicted.jsonl"
        path.write_text("".join(json.dumps(row, default=str) + "\n" for row in predicted), encoding="utf-8")
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            module.main(str(gold), str(path), show=True)
    result = json.loads(out.getvalue())
    return Marks(gold.name, result["gold"], misses=err.getvalue(), **{measure: result[measure] for measure in MEASURES})


def shared_marks(shared: Path) -> list[Marks]:
    """Return the marks on the shared sets."""
    scorer = shared / "gold" / "score_extraction.py"
    sets = [
        ("seeds.dev.jsonl", sorted((shared / "corpus").glob("*.txt"))),
        ("news.dev.jsonl", sorted((shared / "gold" / "news").glob("*.txt"))),
    ]
    found = []
    for name, paths in sets:
        documents = [as_document(path.stem, path.read_bytes().decode("utf-8")) for path in paths]
        rows = [as_row(forecast) for forecasts in extract_many(documents) for forecast in forecasts]
        found.append(judge(shared / "gold" / name, rows, scorer))
    return found


def own_marks(path: Path, scorer: Path) -> Marks:
    """Return the marks on a file of our own gold."""
    passages = rows_of(path)
    gold, documents = [], []
    for passage in passages:
        context = passage.get("context") or ""
        text = f"{context}\n{passage['text']}" if context else passage["text"]
        documents.append(as_document(passage["id"], text, passage.get("made_on")))
        shift = len(text) - len(passage["text"])
        gold += list(_gold_rows(passage, shift))
    with TemporaryDirectory() as folder:
        gold_path = Path(folder) / path.name
        gold_path.write_text("".join(json.dumps(row) + "\n" for row in gold), encoding="utf-8")
        rows = [as_row(forecast) for forecasts in extract_many(documents) for forecast in forecasts]
        return judge(gold_path, rows, scorer)


def _gold_rows(passage: dict[str, Any], shift: int) -> Iterable[dict[str, Any]]:
    if shift:
        yield {
            "doc": passage["id"],
            "start": 0,
            "end": shift,
            "label": "unjudged",
            "quote": "",
            "who": [],
            "band": "",
            "cond": "",
            "when": "",
        }
    yield {
        "doc": passage["id"],
        "start": 0,
        "end": 0,
        "label": "none",
        "quote": "",
        "who": [],
        "band": "",
        "cond": "",
        "when": "",
    }
    for row in passage["forecasts"]:
        start = passage["text"].index(row["quote"]) + shift
        yield {
            "doc": passage["id"],
            "start": start,
            "end": start + len(row["quote"]),
            "quote": row["quote"],
            "label": "forecast",
            "who": [row["speaker"]],
            "band": row["band"],
            "cond": row["condition"],
            "when": row["horizon"],
        }


def table(marks: list[Marks]) -> str:
    """Return the marks as a plain table."""
    lines = [f"{'set':18} {'gold':>5} " + " ".join(f"{measure[:9]:>9}" for measure in MEASURES)]
    for mark in marks:
        cells = (getattr(mark, measure) for measure in MEASURES)
        lines.append(
            f"{mark.name:18} {mark.gold:5} "
            + " ".join(f"{cell:9.4f}" if cell is not None else f"{'-':>9}" for cell in cells)
        )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Print the marks of every set that is present, and the misses."""
    options = argparse.ArgumentParser(prog="python -m foretold.extract.exam", description=__doc__)
    options.add_argument("--quiet", action="store_true", help="marks only, no misses")
    options.add_argument("--set", action="append", help="only these sets")
    chosen = options.parse_args(arguments)
    shared = shared_folder()
    root = Path(__file__).resolve().parents[3]
    if shared is None:
        print("the shared sets are not here; nothing to judge by", file=sys.stderr)
        return 1
    marks = [
        own_marks(path, shared / "gold" / "score_extraction.py")
        for path in sorted((root / "corpus" / "gold").glob("*.jsonl"))
        if not chosen.set or path.stem in chosen.set
    ]
    if not chosen.set or "shared" in chosen.set:
        marks += shared_marks(shared)
    if not chosen.quiet:
        for mark in marks:
            print(f"--- {mark.name}\n{mark.misses}")
    print(table(marks))
    return 0


if __name__ == "__main__":
    sys.exit(main())
