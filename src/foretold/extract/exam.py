"""The exam: what the extractor scores on marked text, set by set, with its misses. Run by ``make exam``.

Our own sets are judged by foretold.extract.marking; the shared ones, when they lie beside the checkout, by their own
script, each document also alone and left out. ``--update-floors`` writes corpus/floors.json anew; marks under an old
floor are refused unless ``--lower`` is given too.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import fields, replace
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from foretold.errors import ForetoldError, InputError
from foretold.extract import extract_many
from foretold.extract.floors import Floors, hashes, read_floors, updated, write_floors
from foretold.extract.marking import MEASURES, Marks, Row, mark
from foretold.records import Document, Forecast

__all__ = ["MEASURES", "Marks", "as_document", "as_row", "own_marks", "shared_folder", "shared_marks"]


def as_document(name: str, text: str, made_on: str | None = None) -> Document:
    """Return a text as one whole document."""
    from datetime import date

    day = date.fromisoformat(made_on) if made_on else None
    return Document(name, name, "exam", name, text, 0, len(text), published_earliest=day, published_latest=day)


def as_row(forecast: Forecast) -> dict[str, Any]:
    """Return a forecast as the row that is judged."""
    row = {field.name: getattr(forecast, field.name) for field in fields(forecast)}
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


def gold_folder() -> Path:
    """Return the folder of our own gold."""
    return Path(__file__).resolve().parents[3] / "corpus" / "gold"


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


def shared_rows(shared: Path) -> list[tuple[Path, list[dict[str, Any]]]]:
    """Return each shared set's gold file with the rows found in its documents."""
    sets = [
        ("seeds.dev.jsonl", sorted((shared / "corpus").glob("*.txt"))),
        ("news.dev.jsonl", sorted((shared / "gold" / "news").glob("*.txt"))),
    ]
    found = []
    for name, paths in sets:
        documents = [as_document(path.stem, path.read_bytes().decode("utf-8")) for path in paths]
        rows = [as_row(forecast) for forecasts in extract_many(documents) for forecast in forecasts]
        found.append((shared / "gold" / name, rows))
    return found


def shared_marks(shared: Path) -> list[Marks]:
    """Return the marks on the shared sets."""
    scorer = shared / "gold" / "score_extraction.py"
    return [judge(gold, rows, scorer) for gold, rows in shared_rows(shared)]


def by_document(gold: Path, predicted: list[dict[str, Any]], scorer: Path) -> list[tuple[Marks, Marks]]:
    """Return for each document of a set its marks alone, and those of the set without it, both under its name.

    Nothing is trained, so that leaving a document out tells how far the set's mark hangs on it.
    """
    rows = rows_of(gold)
    found = []
    with TemporaryDirectory() as folder:
        part = Path(folder) / "part.jsonl"
        for name in dict.fromkeys(row["doc"] for row in rows):
            both = []
            for alone in (True, False):
                chosen = [row for row in rows if (row["doc"] == name) is alone]
                part.write_text("".join(json.dumps(row) + "\n" for row in chosen), encoding="utf-8")
                both.append(replace(judge(part, predicted, scorer), name=name))
            found.append((both[0], both[1]))
    return found


def spread_table(name: str, documents: list[tuple[Marks, Marks]]) -> str:
    """Return the marks by document as a plain table, and their least and greatest F1."""
    lines = [
        f"--- {name} by document",
        f"{'document':44} {'gold':>5} {'precision':>9} {'recall':>9} {'f1':>9} {'without':>9}",
    ]
    for alone, rest in documents:
        own = (alone.precision, alone.recall, alone.f1) if alone.gold else (None, None, None)
        cells = " ".join(f"{cell:9.4f}" if cell is not None else f"{'-':>9}" for cell in (*own, rest.f1))
        lines.append(f"{alone.name[:44]:44} {alone.gold:5} {cells}")
    least, greatest = _range(alone.f1 for alone, _ in documents if alone.gold)
    fell, rose = _range(rest.f1 for _, rest in documents)
    lines.append(f"F1 from {least:.4f} to {greatest:.4f}; with one left out from {fell:.4f} to {rose:.4f}")
    return "\n".join(lines)


def _range(values: Iterable[float]) -> tuple[float, float]:
    found = list(values)
    return min(found), max(found)


def passages(path: Path) -> tuple[list[Document], list[Row]]:
    """Return the passages of a file of our own gold as documents, with the rows marked in them."""
    documents: list[Document] = []
    rows: list[Row] = []
    for passage in rows_of(path):
        context = passage.get("context") or ""
        text = f"{context}\n{passage['text']}" if context else passage["text"]
        documents.append(as_document(passage["id"], text, passage.get("made_on")))
        rows += _gold_rows(passage, len(text) - len(passage["text"]))
    return documents, rows


def own_marks(path: Path) -> Marks:
    """Return the marks on a file of our own gold."""
    documents, rows = passages(path)
    found = [forecast for forecasts in extract_many(documents) for forecast in forecasts]
    return mark(path.name, rows, found)


def _gold_rows(passage: dict[str, Any], shift: int) -> Iterable[Row]:
    """Yield the rows of a passage; the context before it is not judged."""
    if shift:
        yield Row(passage["id"], 0, shift, "unjudged")
    for row in passage["forecasts"]:
        start = passage["text"].index(row["quote"]) + shift
        yield Row(
            passage["id"],
            start,
            start + len(row["quote"]),
            "forecast",
            row["quote"],
            (row["speaker"],),
            row["band"],
            row["condition"],
            row["horizon"],
        )


def table(marks: list[Marks]) -> str:
    """Return the marks as a plain table."""
    lines = [f"{'set':18} {'gold':>5} " + " ".join(f"{measure[:9]:>9}" for measure in MEASURES)]
    for one in marks:
        cells = (getattr(one, measure) for measure in MEASURES)
        lines.append(
            f"{one.name:18} {one.gold:5} "
            + " ".join(f"{cell:9.4f}" if cell is not None else f"{'-':>9}" for cell in cells)
        )
    return "\n".join(lines)


def update_floors(marks: list[Marks], *, lower: bool) -> Path:
    """Write corpus/floors.json from these marks and return its path; see floors.updated for what is refused."""
    gold = gold_folder()
    path = gold.parent / "floors.json"
    old: Floors | None = read_floors(path) if path.is_file() else None
    write_floors(path, updated(old, marks, hashes(gold), lower=lower))
    return path


def main(arguments: list[str] | None = None) -> int:
    """Print the marks of every set that is present, and the misses."""
    options = argparse.ArgumentParser(prog="python -m foretold.extract.exam", description=__doc__)
    options.add_argument("--quiet", action="store_true", help="marks only, no misses")
    options.add_argument("--set", action="append", help="only these sets: exam, train, shared")
    options.add_argument("--update-floors", action="store_true", help="write corpus/floors.json from these marks")
    options.add_argument("--lower", action="store_true", help="with --update-floors: floors may fall")
    chosen = options.parse_args(arguments)
    if chosen.set and chosen.update_floors:
        options.error("--update-floors judges every set; leave out --set")
    shared = shared_folder()
    spreads: list[str] = []
    marks = [
        own_marks(path) for path in sorted(gold_folder().glob("*.jsonl")) if not chosen.set or path.stem in chosen.set
    ]
    if shared is None:
        print("the shared sets are not here: our own only", file=sys.stderr)
    elif not chosen.set or "shared" in chosen.set:
        scorer = shared / "gold" / "score_extraction.py"
        for gold, rows in shared_rows(shared):
            marks.append(judge(gold, rows, scorer))
            spreads.append(spread_table(gold.name, by_document(gold, rows, scorer)))
    if not chosen.quiet:
        for one in marks:
            print(f"--- {one.name}\n{one.misses}")
    print("\n".join([*spreads, table(marks)]))
    if chosen.update_floors:
        try:
            print(f"written: {update_floors(marks, lower=chosen.lower)}")
        except ForetoldError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
