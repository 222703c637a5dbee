"""The gold's own rules: exact words, known labels, and no sentence that is another one in disguise."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "corpus" / "gold"
SHARED = ROOT.parent / "shared"

BANDS = {"certain", "likely", "possible", "unlikely", "scheduled"}
CLASSES = {
    "historic_would",
    "counterfactual",
    "epistemic",
    "advice",
    "ability",
    "permission",
    "timeless",
    "purpose",
    "wish",
    "descriptive",
    "question",
    "plan_retold",
    "furniture",
    "polite",
    "other",
}
REQUIRED = {"id", "domain", "register", "context", "text", "forecasts", "rejects"}
FORECAST_FIELDS = {"quote", "speaker", "band", "condition", "horizon", "stated_probability"}
CUE = re.compile(
    r"\b(?:will|won[’']t|would|wouldn[’']t|may|might|could|couldn[’']t|shall|should|shouldn[’']t|must|"
    r"cannot|can[’']t|likely|unlikely|going to|bound to|set to|due to|expected to)\b|\w[’']ll\b",
    re.IGNORECASE,
)
Item = dict[str, Any]


def read(name: str) -> list[Item]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


TRAIN, EXAM = read("train.jsonl"), read("exam.jsonl")
ITEMS = TRAIN + EXAM


def whole(item: Item) -> str:
    return f"{item['context']}\n{item['text']}"


def marks(item: Item) -> list[dict[str, Any]]:
    return [*item["forecasts"], *item["rejects"]]


def windows(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of eight words; case, punctuation and the shape of the apostrophe do not count."""
    words = re.findall(r"\w+(?:'\w+)*", text.lower().replace("’", "'"))
    return (tuple(words[i : i + 8]) for i in range(len(words) - 7))


def test_lines_have_the_fields_of_the_guideline() -> None:
    for item in ITEMS:
        assert REQUIRED <= item.keys() <= REQUIRED | {"made_on"}, item["id"]
        assert item["text"].strip() == item["text"] != "", item["id"]
        assert marks(item), f"{item['id']} marks nothing"
        if "made_on" in item:
            date.fromisoformat(item["made_on"])
        for row in item["forecasts"]:
            assert row.keys() == FORECAST_FIELDS, item["id"]
        for row in item["rejects"]:
            assert row.keys() == {"quote", "class"}, item["id"]


def test_ids_are_unique_and_say_which_file() -> None:
    assert len({item["id"] for item in ITEMS}) == len(ITEMS)
    assert all(re.fullmatch(r"t\d{3}", item["id"]) for item in TRAIN)
    assert all(re.fullmatch(r"x\d{3}", item["id"]) for item in EXAM)


def test_quotes_occur_once_and_slots_stand_in_the_text() -> None:
    for item in ITEMS:
        for row in marks(item):
            assert item["text"].count(row["quote"]) == 1, (item["id"], row["quote"])
        for row in item["forecasts"]:
            assert row["condition"] in whole(item), (item["id"], row["condition"])
            assert row["horizon"] in whole(item), (item["id"], row["horizon"])
            assert row["speaker"] == "author" or row["speaker"] in whole(item), (item["id"], row["speaker"])


def test_no_forecast_quote_runs_over_a_full_stop() -> None:
    over = re.compile(r"(?<!\bU\.S)(?<!\b[A-Z])(?<!\bDr)(?<!\bM[rs])(?<!\bMrs)[.!][”\"’']?\s+[“\"]?[A-Z]")
    for item in ITEMS:
        for row in item["forecasts"]:
            assert not over.search(row["quote"]), (item["id"], row["quote"])


def test_labels_are_known_and_numbers_agree_with_bands() -> None:
    for item in ITEMS:
        for row in item["rejects"]:
            assert row["class"] in CLASSES, (item["id"], row)
        for row in item["forecasts"]:
            assert row["band"] in BANDS, (item["id"], row)
            p = row["stated_probability"]
            if p is not None:
                band = "certain" if p >= 0.95 else "likely" if p >= 0.55 else "possible" if p >= 0.25 else "unlikely"
                assert row["band"] == band, (item["id"], row)


def test_every_cue_lies_in_a_mark() -> None:
    """Else a clause that nobody judged would teach the extractor that it is no forecast."""
    for item in ITEMS:
        spans = [(start := item["text"].index(row["quote"]), start + len(row["quote"])) for row in marks(item)]
        for cue in CUE.finditer(item["text"]):
            assert any(a <= cue.start() < b for a, b in spans), (item["id"], cue.group(), item["text"])


def test_no_two_texts_share_eight_words_in_a_row() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for item in ITEMS:
        for window in windows(whole(item)):
            assert seen.setdefault(window, item["id"]) == item["id"], (seen[window], item["id"], " ".join(window))


@pytest.mark.shared
def test_no_text_shares_eight_words_in_a_row_with_the_shared_sets() -> None:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared")
    files = [*SHARED.glob("gold/**/*.txt"), *SHARED.glob("gold/*.jsonl"), *SHARED.glob("corpus/*.txt")]
    assert files, f"{SHARED} holds no texts"
    shared = {w for file in files for w in windows(file.read_text(encoding="utf-8", errors="replace"))}
    for item in ITEMS:
        assert not (common := [w for w in windows(whole(item)) if w in shared]), (item["id"], " ".join(common[0]))


def test_the_gold_is_wide_enough() -> None:
    assert len(ITEMS) >= 600
    assert len(EXAM) >= 150
    assert len({item["domain"] for item in ITEMS}) >= 12
    assert {item["domain"] for item in EXAM} == {item["domain"] for item in TRAIN}
    n_rejects = sum(len(item["rejects"]) for item in ITEMS)
    share = n_rejects / sum(len(marks(item)) for item in ITEMS)
    assert 0.4 <= share <= 0.6, f"{share:.3f} of the marked spans are rejects"
    assert {row["class"] for item in EXAM for row in item["rejects"]} == CLASSES


@pytest.mark.parametrize("items", [TRAIN, EXAM], ids=["train", "exam"])
def test_each_slot_is_examined_many_times(items: list[Item]) -> None:
    rows = [row for item in items for row in item["forecasts"]]
    held = Counter({"quoted": sum(r["speaker"] != "author" for r in rows)})
    held.update(f"{slot}" for r in rows for slot in ("condition", "horizon") if r[slot])
    held.update("number" for r in rows if r["stated_probability"] is not None)
    held.update(r["band"] for r in rows)
    least = {"quoted": 60, "condition": 25, "horizon": 60, "number": 15} | dict.fromkeys(BANDS, 15)
    assert all(held[what] >= n for what, n in least.items()), held
