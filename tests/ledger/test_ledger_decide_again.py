"""Reading again loses no decision: ids live on, places and words find the rest, and what fits nothing is listed."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from decisions import (
    DAY,
    ask,
    because,
    documents_and_forecasts,
    everything,
    forecast,
    outcome_of,
    question,
    record,
    relink,
    taking,
)

from foretold import night as steps
from foretold.chunks import versions
from foretold.ledger import decide, decide_documents, decide_forecasters, decide_questions
from foretold.ledger.batches import Found, Versions, batch_tables, write_batch
from foretold.ledger.journal import Decision
from foretold.ledger.load import earlier_forecasts
from foretold.night import Night
from foretold.records import Document, Forecast, stable_id
from foretold.settings import Settings

Change = Callable[[Document, list[Forecast]], tuple[Document, Sequence[Forecast]]]


def read_again(night: Night, change: Change, *, extractor: str = "2", reader: str = "", keep: bool = True) -> None:
    """Write what another version finds as a batch, then audit and link it; `keep`: it knows the earlier ids."""
    captures, documents, forecasts = documents_and_forecasts(night)
    found = [Found(*change(document, many)) for document, many in zip(documents, forecasts, strict=True)]
    earlier = None
    if keep:
        with night.ledger() as con:
            earlier = earlier_forecasts(con, captures)
    now, at = Versions(reader or versions().reader, extractor), datetime.now(UTC)
    tables = batch_tables(captures, found, now, at=at, earlier=earlier)
    write_batch(night.settings.extractions, captures, tables, now, at=at)
    steps.audit(night)
    if night.tally.n_quarantined:
        raise LookupError(str(night.tally.quarantined_by_rule))
    relink(night)


def without(*words: str) -> Change:
    """Return an extractor that no longer finds forecasts with these words."""
    return lambda document, many: (document, [one for one in many if not any(word in one.quote for word in words)])


def cut(forecast: Forecast, by: int) -> Forecast:
    """Return a forecast whose quote ends earlier."""
    return dataclasses.replace(forecast, end=forecast.end - by, quote=forecast.quote[:-by])


def shorter(document: Document, many: list[Forecast]) -> tuple[Document, list[Forecast]]:
    """Find the same words a little shorter, so that ids that are not handed on come out otherwise."""
    return document, [cut(one, 1) for one in many]


def status(night: Night, words: str) -> list[tuple[str, bool]]:
    """Return every status that a forecast ever had, and whether a decision kept it."""
    rows = ask(
        night,
        f"select status, is_kept_by_decision from forecast_history where forecast_id = '{forecast(night, words)}' "
        "and (superseded_at is null or superseded_at > known_at) order by known_at",
    )
    return [(str(row[0]), bool(row[1])) for row in rows]


def test_what_a_newer_version_no_longer_finds_is_retired_visibly_unless_a_person_touched_it(night: Night) -> None:
    record(night, "army", "no")
    read_again(night, without("army", "resign"))
    assert status(night, "resign") == [("standing", False), ("retired", False)]
    assert status(night, "army")[-1] == ("standing", True)
    assert ask(night, "select quote from forecasts where quote like '%resign%'") == []
    assert ask(night, "select outcome from scores where scale = 'kent'") == [(0.0,)]


def test_a_retired_forecast_that_is_found_again_stands_again(night: Night) -> None:
    read_again(night, without("resign"), extractor="2")
    at = datetime.now(UTC)
    read_again(night, without("nothing"), extractor="3")
    assert [word for word, _ in status(night, "resign")] == ["standing", "retired", "standing"]
    standing = f"select count(*) from forecasts_as_of(timestamptz '{at.isoformat()}') where quote like '%resign%'"
    assert ask(night, standing) == [(0,)]


def test_touching_a_forecast_after_it_was_retired_does_not_revive_it(night: Night) -> None:
    read_again(night, without("resign"))
    # No command takes a retired forecast, so the line is written by hand.
    night.journal.append([Decision("forecast", forecast(night, "resign"), "claim", "Other", "Ines", "late")])
    relink(night)
    assert status(night, "resign")[-1][0] == "retired"


@pytest.mark.parametrize(
    "touch",
    [
        lambda night: taking(night, decide.correct, forecast(night, "resign"), {"claim": "He goes"}, because("x")),
        lambda night: taking(
            night, decide_questions.merge, question(night, "resign"), question(night, "army"), "asserts", because("x")
        ),
        lambda night: taking(
            night, decide_questions.merge, question(night, "army"), question(night, "resign"), "asserts", because("x")
        ),
        lambda night: record(night, "resign", "no", blind=True),
    ],
)
def test_every_kind_of_touch_keeps_a_forecast(night: Night, touch: Callable[[Night], Any]) -> None:
    touch(night)
    read_again(night, without("resign"))
    assert status(night, "resign")[-1] == ("standing", True)


def test_ids_outcomes_and_corrections_live_on_over_a_newer_version(night: Night) -> None:
    record(night, "army", "no")
    taking(night, decide.correct, forecast(night, "army"), {"claim": "Troops enter the port"}, because("x"))
    ids = ask(night, "select distinct forecast_id from forecasts order by 1")
    read_again(night, shorter)
    assert ask(night, "select distinct forecast_id from forecasts order by 1") == ids
    rows = ask(night, "select claim, extractor_version, outcome from forecasts join outcomes using (question_id)")
    assert rows == [("Troops enter the port", "2", "no")]


def test_a_new_reader_with_the_same_extractor_retires_nothing(night: Night) -> None:
    before = ask(night, "select forecast_id from forecasts order by 1")
    read_again(night, without("nothing"), extractor=steps.versions().extractor, reader="another")
    assert ask(night, "select forecast_id from forecasts order by 1") == before


def elsewhere(night: Night, folder: Path, change: Change) -> Night:
    """Return a night over the same captures and journal, read for the first time: what an id was is not known there."""
    data = folder / "elsewhere"
    shutil.copytree(night.settings.captures, data / "captures")
    shutil.copytree(night.settings.journal.parent, data / "journal")
    other = Night(Settings(data=data, user="tester", ranked_from=1), night.sources)
    steps.collect(other)
    steps.link(other)
    read_again(other, change, keep=False)
    return other


def test_decisions_are_attached_again_by_their_place(night: Night, tmp_path: Path) -> None:
    taking(
        night,
        decide_questions.merge,
        question(night, "will not end"),
        question(night, "will end before"),
        "denies",
        because("the same strike"),
    )
    record(night, "will not end", "no", why="It ended on Good Friday.")
    taking(night, decide.correct, forecast(night, "army"), {"claim": "Troops enter the port"}, because("x"))
    taking(night, decide_forecasters.merge, "Bruno Vale", "Ada Lorne", because("a pen name"))
    other = elsewhere(night, tmp_path, shorter)
    assert forecast(other, "in the arm") != forecast(night, "in the arm")
    rows = ask(
        other,
        "select forecasters.name, side, outcome, because from forecasts join forecasters using (forecaster_id) "
        "join outcomes using (question_id) order by side",
    )
    assert rows == [
        ("Ada Lorne", "asserts", "yes", "It ended on Good Friday."),
        ("Ada Lorne", "denies", "yes", "It ended on Good Friday."),
    ]
    assert ask(other, "select quote[-4:] from forecasts where claim = 'Troops enter the port'") == [(" arm",)]
    attached = dict(ask(other, "select attachment, count(*) from decisions group by 1"))
    assert attached == {"by place": 3, "as written": 1}
    assert ask(other, "from orphaned_decisions") == []


def test_a_decision_that_fits_nothing_is_listed_with_its_reason_and_comes_back_with_its_words(
    night: Night, tmp_path: Path
) -> None:
    record(night, "army", "no")
    other = elsewhere(night, tmp_path, without("army"))
    rows = ask(other, "select line_number, kind, target, value, attachment_reason from orphaned_decisions")
    assert rows == [
        (1, "outcome", question(night, "army"), "no", "nothing found now stands at its place or has its words")
    ]
    assert ask(other, "from outcomes") == []
    read_again(other, shorter, extractor="3", keep=False)
    assert ask(other, "from orphaned_decisions") == []
    assert outcome_of(other, "arm") == "no"


def test_a_decision_follows_its_exact_words_into_another_text(night: Night, tmp_path: Path) -> None:
    record(night, "army", "no")
    articles = tmp_path / "moved"
    shutil.copytree(Path(str(night.sources[0].path)), articles)
    file = articles / "ports.md"
    file.write_text(file.read_text(encoding="utf-8").replace("walked out", "marched out again"), encoding="utf-8")
    other = Night(
        Settings(data=tmp_path / "other", user="tester"), [night.sources[0].model_copy(update={"path": articles})]
    )
    shutil.copytree(night.settings.journal.parent, other.settings.journal.parent)
    steps.collect(other)
    steps.extract(other, steps.pending(other))
    steps.audit(other)
    steps.link(other)
    assert ask(other, "select attachment from decisions") == [("by quote",)]
    assert outcome_of(other, "army") == "no"


def test_what_was_supplied_about_a_document_follows_it_when_it_is_cut_otherwise(night: Night) -> None:
    taking(night, decide_documents.supply, "ports", "author", "Cleo Marsh", because("the byline in print"))
    taking(night, decide_documents.supply, "quays", "author", "Dan Orr", because("the byline in print"))

    def recut(document: Document, many: list[Forecast]) -> tuple[Document, list[Forecast]]:
        if document.name not in ("ports", "quays"):
            return document, many
        # ports loses its first paragraph's first word; of quays only the last few words are a document now.
        start = document.start + 3 if document.name == "ports" else many[-1].start
        document_id = stable_id("d", document.capture_id, start, document.end)
        return dataclasses.replace(document, start=start, document_id=document_id), [
            one for one in many if one.start >= start
        ]

    read_again(night, recut, reader="another")
    rows = ask(night, "select name, authors from documents where name in ('ports', 'quays') order by name")
    assert rows[0] == ("ports", ["Cleo Marsh"])
    assert len(rows) == 2, "the old cuts are gone"
    orphans = ask(night, "select kind, field, value, attachment_reason from orphaned_decisions")
    assert orphans == [("document", "author", "Dan Orr", "a later reading cuts the text into other documents")]
    holders = ask(
        night,
        "select distinct forecasters.name from forecasts join forecasters using (forecaster_id) "
        "join documents using (document_id) where documents.name = 'ports'",
    )
    assert holders == [("Cleo Marsh",)]


TABLES = (
    "decisions", "document_history", "forecaster_names", "forecast_history", "question_history", "question_members",
    "outcome_history", "judgement_history", "conflict_history", "affiliation_history", "reply_history", "sources",
    "judgements", "conflicts", "orphaned_decisions", "affiliations", "replies", "scores", "leaderboard",
)  # fmt: skip


def test_every_decision_comes_back_when_the_ledger_is_made_anew(night: Night) -> None:
    record(night, "army", "no")
    record(night, "army", "yes", "Bob", blind=True)
    record(night, "resign", "yes", "Ines", blind=True)
    record(night, "resign", "yes", "Bob", blind=True)
    record(night, "council", "0.3")
    taking(night, _undo, 5)
    taking(night, decide.correct, forecast(night, "union"), {"claim": "It splits", "deadline": "2024-06"}, because("x"))
    taking(
        night,
        decide_questions.merge,
        question(night, "will not end"),
        question(night, "will end before"),
        "denies",
        because("x"),
    )
    taking(night, decide_documents.supply, "unsigned#1", "date", "2024-04", because("x"))
    taking(night, decide_documents.supply, "unsigned#1", "source", "The Quay", because("x"))
    taking(night, decide_documents.set_status, "unsigned#2", withdrawn=True, why=because("x"))
    taking(night, decide_forecasters.merge, "Bruno Vale", "Ada Lorne", because("x"))
    taking(night, decide_forecasters.affiliate, "Ada Lorne", "The Quay", (DAY, None), because("x"))
    taking(night, decide_forecasters.reply, "Ada Lorne", "I stand by it.", None, because("x"))
    read_again(night, without("council"))
    before = dict(everything(night, TABLES))
    assert all(before[table] for table in TABLES if table not in ("orphaned_decisions",))

    night.settings.ledger.unlink()
    again = Night(night.settings, night.sources)
    steps.collect(again)
    steps.audit(again)
    steps.link(again)
    after = dict(everything(again, TABLES))
    assert [table for table in TABLES if after[table] != before[table]] == []
    relink(again)
    assert dict(everything(again, TABLES)) == before


def _undo(_: Any, journal: Any, line: int) -> None:
    decide.undo(journal, line, because("a mistake"))
