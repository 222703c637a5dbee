"""The marks of the extractor may not fall below corpus/floors.json, nor may the gold change unseen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from foretold.errors import InputError
from foretold.extract import extract
from foretold.extract.exam import (
    as_document,
    as_row,
    gold_folder,
    judge,
    own_marks,
    rows_of,
    shared_folder,
    shared_marks,
)
from foretold.extract.floors import Floors, below, changed, hashes, read_floors, updated, write_floors
from foretold.extract.marking import Marks, Row, mark

FLOORS = read_floors(gold_folder().parent / "floors.json")
MARKS = Marks("train.jsonl", 10, 0.9, 0.8, 0.847, 0.95, 0.9, 0.9, 0.9, None)


@pytest.mark.parametrize("path", sorted(gold_folder().glob("*.jsonl")), ids=lambda path: path.name)
def test_marks_on_our_own_gold_do_not_fall(path: Path) -> None:
    assert path.name in FLOORS.floors
    marks = own_marks(path)
    assert below(FLOORS, [marks]) == [], marks.misses


@pytest.mark.shared
@pytest.mark.skipif(shared_folder() is None, reason="the shared sets are not here")
def test_marks_on_the_shared_gold_do_not_fall() -> None:
    shared = shared_folder()
    assert shared is not None
    assert below(FLOORS, shared_marks(shared)) == []


def test_the_gold_is_the_one_that_the_floors_were_set_on() -> None:
    assert changed(FLOORS, gold_folder()) == []


def test_a_changed_or_missing_set_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text("{}\n", encoding="utf-8")
    old = Floors(hashes(tmp_path), {})
    assert changed(old, tmp_path) == []
    (tmp_path / "one.jsonl").write_text("{} \n", encoding="utf-8")
    (tmp_path / "two.jsonl").write_text("{}\n", encoding="utf-8")
    assert [line.partition(":")[0] for line in changed(old, tmp_path)] == ["one.jsonl", "two.jsonl"]


def test_floors_rise_with_the_marks_and_fall_only_when_told_to() -> None:
    first = updated(None, [MARKS], {}, lower=False)
    assert first.floors["train.jsonl"]["precision"] == pytest.approx(0.89)
    assert "horizon" not in first.floors["train.jsonl"]
    raised = updated(first, [replace(MARKS, precision=0.95)], {}, lower=False)
    assert raised.floors["train.jsonl"]["precision"] == pytest.approx(0.94)
    worse = replace(MARKS, precision=0.7)
    assert below(raised, [worse]) == ["train.jsonl: precision 0.7 is under its floor 0.94"]
    with pytest.raises(InputError, match="precision"):
        updated(raised, [worse], {}, lower=False)
    assert updated(raised, [worse], {}, lower=True).floors["train.jsonl"]["precision"] == pytest.approx(0.69)


def test_floors_are_written_and_read_again(tmp_path: Path) -> None:
    floors = Floors({"a.jsonl": "0" * 64}, {"a.jsonl": {"f1": 0.5}})
    write_floors(tmp_path / "floors.json", floors)
    assert read_floors(tmp_path / "floors.json") == floors
    with pytest.raises(InputError):
        read_floors(tmp_path / "none.json")


def test_a_find_is_matched_once_and_borderline_counts_neither_way() -> None:
    text = "The dam will burst. Prices will fall and wages will rise."
    found = extract(as_document("d", text))
    assert len(found) == 3
    whole = Row("d", 0, 18, "forecast", "The dam will burst", ("author",), "certain", "", "")
    vague = Row("d", 20, 36, "borderline")
    marks = mark("set", [whole, vague], found)
    assert (marks.precision, marks.recall, marks.band) == (0.5, 1.0, 1.0)
    assert "wages will rise" in marks.misses
    aside = Row("d", 36, len(text), "unjudged")
    assert mark("set", [whole, vague, aside], found).precision == 1.0


@pytest.mark.shared
@pytest.mark.skipif(shared_folder() is None, reason="the shared scorer is not here")
def test_our_scorer_agrees_with_the_shared_one() -> None:
    shared = shared_folder()
    assert shared is not None
    gold = shared / "gold" / "news.dev.jsonl"
    texts = {path.stem: path.read_bytes().decode("utf-8") for path in (shared / "gold" / "news").glob("*.txt")}
    found = [one for name, text in sorted(texts.items()) for one in extract(as_document(name, text))]
    theirs = judge(gold, [as_row(one) for one in found], shared / "gold" / "score_extraction.py")
    marked = [row for row in rows_of(gold) if row["label"] != "none"]
    listed = {row["doc"] for row in rows_of(gold)}
    ours = mark(gold.name, [_row(row) for row in marked], [one for one in found if one.doc in listed])
    assert (ours.precision, ours.recall, ours.band) == (theirs.precision, theirs.recall, theirs.band)


def _row(row: dict[str, object]) -> Row:
    band = row.get("band")
    return Row(
        str(row["doc"]),
        int(str(row["start"])),
        int(str(row["end"])),
        str(row["label"]),
        str(row.get("quote", "")),
        band=str(band) if band is not None else None,
    )
