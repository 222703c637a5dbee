"""The journal keeps what people decided: in order, whole, and so that every change of it is found out."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretold.errors import InputError, JournalError
from foretold.ledger.journal import Decision, Journal


def decision(because: str = "it happened", **more: object) -> Decision:
    values = {"kind": "outcome", "target": "q_1", "field": "outcome", "value": "yes", "by": "Ines"}
    return Decision(**(values | {"because": because} | more))  # type: ignore[arg-type]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal" / "journal.jsonl")


def test_what_was_appended_is_read_back(journal: Journal) -> None:
    written = journal.append([decision("first"), decision("second “quoted”\nline", evidence="https://example.org/")])
    assert list(journal.lines()) == written
    assert [line.number for line in written] == [1, 2]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_words_survive(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    journal = Journal(tmp_path_factory.mktemp("j") / "journal.jsonl")
    journal.append([decision(words)])
    journal.append([decision("after")])
    assert [line.decision.because for line in journal.lines()] == [words, "after"]


@pytest.mark.parametrize("change", [("yes", "no"), ('"n": 2', '"n": 3'), ("second", "third")])
def test_an_edited_line_is_named(journal: Journal, change: tuple[str, str]) -> None:
    journal.append([decision("first"), decision("second"), decision("third one")])
    lines = journal.path.read_text().splitlines(keepends=True)
    lines[1] = lines[1].replace(*change, 1)
    journal.path.write_text("".join(lines))
    with pytest.raises(JournalError, match="line 2"):
        list(journal.lines())


def test_a_removed_line_is_found_out(journal: Journal) -> None:
    journal.append([decision("first"), decision("second"), decision("third")])
    lines = journal.path.read_text().splitlines(keepends=True)
    journal.path.write_text(lines[0] + lines[2])
    with pytest.raises(JournalError, match="line 2"):
        list(journal.lines())


def test_a_torn_last_line_is_set_aside_and_nothing_before_it_is_lost(journal: Journal) -> None:
    journal.append([decision("first"), decision("second")])
    with journal.path.open("ab") as file:
        file.write(b'{"n": 3, "at": "2026')
    assert journal.torn() == b'{"n": 3, "at": "2026'
    assert [line.decision.because for line in journal.lines()] == ["first", "second"]
    journal.append([decision("third")])
    assert [line.decision.because for line in journal.lines()] == ["first", "second", "third"]
    aside = list(journal.path.parent.glob("torn-*.txt"))
    assert [file.read_bytes() for file in aside] == [b'{"n": 3, "at": "2026']


def test_a_damaged_last_line_refuses_more(journal: Journal) -> None:
    journal.append([decision("first")])
    journal.path.write_text(journal.path.read_text().replace("yes", "no"))
    with pytest.raises(JournalError, match="line 1"):
        journal.append([decision("second")])


def test_a_clock_set_back_does_not_reorder_the_past(journal: Journal) -> None:
    now = datetime(2026, 5, 1, tzinfo=UTC)
    journal.append([decision("first")], now=now)
    journal.append([decision("second")], now=now - timedelta(days=400))
    first, second = journal.lines()
    assert second.at > first.at


def _append_many(path: Path, who: str) -> None:
    for number in range(25):
        Journal(path).append([decision(f"{who} {number}", by=who)])


def test_concurrent_writers_lose_nothing(journal: Journal) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_many, args=(journal.path, f"writer {n}")) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    lines = list(journal.lines())
    assert len(lines) == 75
    assert len({line.decision.because for line in lines}) == 75


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        ({"because": "  "}, "reason"),
        ({"by": ""}, "nobody"),
        ({"kind": "whim"}, "whim"),
        ({"because": "\ud800"}, "Unicode"),
    ],
)
def test_a_decision_without_what_it_needs_is_refused(journal: Journal, bad: dict[str, str], word: str) -> None:
    with pytest.raises(InputError, match=word):
        journal.append([decision(**bad)])
    assert not journal.path.exists()
