"""What people supply about documents and forecasters takes effect, one by one or from a file, and can be taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from decisions import DAY, ask, because, forecast, question, record, relink, taking

from foretold.errors import InputError
from foretold.ledger import decide, decide_documents, decide_forecasters, decide_questions
from foretold.ledger.decide_documents import supply_file
from foretold.ledger.decide_questions import find_subject, record_outcome
from foretold.ledger.record import Recorded
from foretold.night import Night

# Documents.


def papers(night: Night) -> list[tuple[Any, ...]]:
    with night.ledger() as con:
        found = decide_documents.papers(con)
    return [(f"{one.name}#{one.number}", one.author, one.now("date"), one.title, one.source) for one in found]


def test_a_supplied_date_reaches_the_forecast_and_its_deadline(night: Night) -> None:
    taking(night, decide_documents.supply, "unsigned#2", "date", "2024-04-20", because("the print edition"))
    rows = ask(night, "select made_on, due_earliest_on, due_latest_on from forecasts where quote like '%council%'")
    rows += ask(night, "select made_on, due_earliest_on, due_latest_on from forecasts where quote like '%resign%'")
    assert (None, None, None) in rows
    assert [row for row in rows if row[0]] in (
        [(date(2024, 4, 20), date(2024, 6, 1), date(2024, 6, 30))],
        [(date(2024, 4, 20), date(2024, 5, 1), date(2024, 5, 31))],
    )


def test_a_month_is_an_interval(night: Night) -> None:
    taking(night, decide_documents.supply, "unsigned#1", "date", "2024-02", because("the cover"))
    row = ask(
        night,
        "select published_on, published_earliest_on, published_latest_on, published_basis from documents "
        "where published_basis = 'supplied'",
    )
    assert row == [(None, date(2024, 2, 1), date(2024, 2, 29), "supplied")]


def test_nothing_is_settled_before_the_days_within_which_it_was_said(night: Night) -> None:
    taking(night, decide_documents.supply, "ports", "date", "2024-04-10/2024-05-20", because("the archive's list"))
    assert ask(night, "select made_on, made_earliest_on from forecasts where quote like '%army%'") == [
        (None, date(2024, 4, 10))
    ]
    with pytest.raises(InputError, match="settled on 2024-04-02, but the forecast was not made before 2024-04-10"):
        record(night, "army", "no")
    army = forecast(night, "army")
    with night.ledger() as con, pytest.raises(InputError, match="not made before 2024-04-10"):
        record_outcome(con, night.journal, find_subject(con, army, None), "no", DAY, because("seen"))
    assert [line.number for line in night.journal.lines()] == [1]


def test_author_title_and_source_are_supplied_and_undone(night: Night) -> None:
    before = papers(night)
    for field, value in (("author", "Cleo Marsh;  Dan Orr"), ("title", "On the council"), ("source", "The Quay")):
        taking(night, decide_documents.supply, "ports", field, value, because("the print edition"))
    assert ("ports#1", "Cleo Marsh; Dan Orr", "2024-03-05", "On the council", "The Quay") in papers(night)
    rows = ask(night, "select kind, is_full_text_allowed from sources where source_id = 'The Quay'")
    assert rows == [("supplied", False)]
    holders = ask(night, "select distinct name from forecasts join forecasters using (forecaster_id)")
    assert ("Cleo Marsh and Dan Orr",) in holders
    assert ("Ada Lorne",) not in holders
    for line in (1, 2, 3):
        decide.undo(night.journal, line, because("it was another column"))
    relink(night)
    assert papers(night) == before


@pytest.mark.parametrize(
    ("document", "field", "value", "message"),
    [
        ("unsigned", "date", "2024-04-20", "names 2 documents.*unsigned#1.*unsigned#2"),
        ("unsigned#3", "date", "2024-04-20", "no document 'unsigned#3'"),
        ("nowhere", "date", "2024-04-20", "document list"),
        ("d_", "date", "2024-04-20", "no document"),
        ("ports", "date", "20 April", "YYYY-MM-DD"),
        ("ports", "date", "2924-04-20", "in the future"),
        ("ports", "author", "Ada Lorne", "'Ada Lorne' already"),
        ("ports", "author", ";", "empty author"),
    ],
)
def test_what_cannot_be_meant_of_a_document_writes_nothing(
    night: Night, document: str, field: str, value: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        taking(night, decide_documents.supply, document, field, value, because("x"))
    assert list(night.journal.lines()) == []


def test_a_withdrawn_document_takes_its_words_out_of_the_past_too(night: Night) -> None:
    record(night, "army", "no")
    board = "select forecaster_id, n_forecasts, brier from leaderboard"
    before = ask(night, f"{board} order by all")
    at = list(night.journal.lines())[-1].at.isoformat()
    taking(night, decide.correct, forecast(night, "army"), {"claim": "Soldiers at the quay"}, because("x"))
    taking(night, decide_questions.define, question(night, "army"), {"event": "Soldiers land"}, because("x"))
    taking(night, decide_documents.set_status, "ports", withdrawn=True, why=because("its publisher asks"))
    assert ask(night, "select count(*) from documents where name = 'ports'") == [(0,)]
    assert ask(night, "select count(*) from scores") == [(0,)]
    words = ("army", "Soldiers", "strike will end")
    for table in ("forecast_history", "document_history", "question_history", "decisions", "forecasts", "documents"):
        rows = str(ask(night, f"from {table}"))
        assert [word for word in words if word in rows.replace("No end in sight", "")] == [], table
    board_then = board.replace("leaderboard", f"leaderboard_as_of(timestamptz '{at}')")
    assert ask(night, f"{board_then} order by all") == before
    with pytest.raises(InputError, match=r"withdrawn already \(journal line 4, Ines\)"):
        taking(night, decide_documents.set_status, "ports", withdrawn=True, why=because("x"))
    with pytest.raises(InputError, match="is withdrawn"):
        taking(night, decide.reject, forecast(night, "army"), because("x"))
    taking(night, decide_documents.set_status, "ports", withdrawn=False, why=because("they changed their mind"))
    assert ask(night, "select claim from forecasts where quote like '%army%'") == [("Soldiers at the quay",)]
    assert ask(night, "select value from decisions where line_number in (2, 3)") == [
        ("Soldiers at the quay",),
        ("Soldiers land",),
    ]
    with pytest.raises(InputError, match="not withdrawn"):
        taking(night, decide_documents.set_status, "ports", withdrawn=False, why=because("x"))


def from_file(night: Night, file: Path, *, partial: bool = False, why: str = "") -> Recorded:
    with night.ledger() as con:
        done = supply_file(con, night.journal, file, night.store.text, by="Ines", because=why, partial=partial)
    relink(night)
    return done


def test_a_file_supplies_many_documents_that_share_a_name(night: Night, tmp_path: Path) -> None:
    file = tmp_path / "papers.csv"
    file.write_text(
        "document,number,starts_with,date,author,title,source,note\n"
        "unsigned,,an older  COLUMN,1999-06,Dan Orr,The council,The Quay,from the archive\n"
        "unsigned,,The harbour had been,2024-04-20,Cleo Marsh,,,the byline\n"
        "ports,1,The strike will,,,Ports,,its page\n",
        encoding="utf-8",
    )
    done = from_file(night, file)
    assert (done.n_recorded, done.n_known, done.problems) == (3, 0, [])
    found = papers(night)
    assert ("ports#1", "Ada Lorne", "2024-03-05", "Ports", "articles") in found
    assert {(row[1], row[2], row[4]) for row in found if row[0].startswith("unsigned")} == {
        ("Dan Orr", "1999-06-01/1999-06-30", "The Quay"),
        ("Cleo Marsh", "2024-04-20", "articles"),
    }
    assert "The council" in {row[3] for row in found}
    again = from_file(night, file)
    assert (again.n_recorded, again.n_known, len(list(night.journal.lines()))) == (0, 3, 7)


def test_rows_that_fit_no_document_are_named_by_line_and_nothing_is_half_loaded(night: Night, tmp_path: Path) -> None:
    file = tmp_path / "papers.csv"
    file.write_text(
        "document,number,starts_with,date,author\n"
        "ports,,,2024-03-07,\n"
        "unsigned,,,2024-03-07,\n"
        "unsigned,7,,2024-03-07,\n"
        "unsigned,,Nobody writes so,2024-03-07,\n"
        "quays,,,soon,\n"
        "quays,,,,\n"
        "quays,,,2024-03-08,a,b\n",
        encoding="utf-8",
    )
    done = from_file(night, file, why="the archive")
    assert sorted(problem.address for problem in done.problems) == [f"papers.csv, line {n}" for n in range(3, 9)]
    assert list(night.journal.lines()) == []
    assert len(from_file(night, file).problems) == 7, "without a reason no row is taken"
    assert from_file(night, file, partial=True, why="the archive").n_recorded == 1
    assert len(list(night.journal.lines())) == 1


@pytest.mark.parametrize("header", ["", "name,date", "document,note", "document,date,colour"])
def test_a_file_with_other_columns_is_refused(night: Night, tmp_path: Path, header: str) -> None:
    file = tmp_path / "papers.csv"
    file.write_text(f"{header}\n", encoding="utf-8")
    with pytest.raises(InputError, match="has the columns"):
        from_file(night, file)


# Forecasters.


def owners(night: Night) -> dict[str, str]:
    with night.ledger() as con:
        return {name.name: name.forecaster for name in decide_forecasters.names(con)}


def test_two_names_become_one_forecaster_and_are_parted_again(night: Night) -> None:
    board = "select name, n_questions from leaderboard where n_questions > 0 order by name"
    record(night, "army", "no")
    record(night, "will not end", "no")
    before = ask(night, board)
    taking(night, decide_forecasters.merge, "bruno vale", "Dr. Ada Lorne", because("a pen name"))
    assert owners(night)["Bruno Vale"] == "Ada Lorne"
    assert ask(night, board) == [("Ada Lorne", 2)]
    with pytest.raises(InputError, match="one forecaster already"):
        taking(night, decide_forecasters.merge, "Ada Lorne", "Bruno Vale", because("x"))
    taking(night, decide_forecasters.split, "Bruno Vale", because("no pen name after all"))
    assert ask(night, board) == before
    with pytest.raises(InputError, match="of its own already"):
        taking(night, decide_forecasters.split, "Bruno Vale", because("x"))


def test_names_that_may_be_one_are_proposed_until_a_person_decides(night: Night) -> None:
    def proposed() -> list[tuple[str, str, str]]:
        with night.ledger() as con:
            return [(one.name, one.other_name, one.reason) for one in decide_forecasters.alike(con)]

    assert proposed() == []
    taking(night, decide.correct, forecast(night, "union"), {"speaker": "Lorne"}, because("so it is signed"))
    pair = ("Lorne", "Ada Lorne", "is the last word of the other; no document has both; nobody else fits")
    assert proposed() == [pair]
    assert owners(night)["Lorne"] == "Lorne", "a proposal is never applied"
    taking(night, decide_forecasters.keep_apart, "Ada Lorne", "Lorne", because("her brother"))
    assert proposed() == []
    with pytest.raises(InputError, match="apart already"):
        taking(night, decide_forecasters.keep_apart, "Ada Lorne", "Lorne", because("x"))
    taking(night, lambda _, journal: decide.undo(journal, 2, because("she has none")))
    assert proposed() == [pair]
    taking(night, decide_forecasters.merge, "Lorne", "Ada Lorne", because("she herself"))
    assert proposed() == []


def test_a_forecaster_with_several_names_goes_over_whole_and_comes_back_whole(night: Night) -> None:
    unnamed = ask(night, "select min(name_id) from forecaster_names where kind = 'unnamed author'")[0][0]
    owner = (
        "select owners.name from forecaster_names as names join forecasters as owners using (forecaster_id) "
        f"where names.superseded_at is null and names.name_id = '{unnamed}'"
    )
    taking(night, decide_forecasters.merge, unnamed, "Bruno Vale", because("his column"))
    taking(night, decide_forecasters.merge, "Bruno Vale", "Ada Lorne", because("a pen name"))
    assert ask(night, owner) == [("Ada Lorne",)]
    lost = "select count(*) from forecasts where forecaster_id not in (select forecaster_id from forecasters)"
    assert ask(night, lost) == [(0,)]
    decide.undo(night.journal, 2, because("no"))
    relink(night)
    assert ask(night, owner) == [("Bruno Vale",)]
    assert owners(night)["Bruno Vale"] == "Bruno Vale"


@pytest.mark.parametrize(
    ("one", "other"), [("Nobody", "Ada Lorne"), ("Ada Lorne", "p_"), ("p_zz", "Ada Lorne"), ("", "")]
)
def test_an_unknown_forecaster_is_refused(night: Night, one: str, other: str) -> None:
    with pytest.raises(InputError, match="no forecaster"):
        taking(night, decide_forecasters.merge, one, other, because("x"))
    assert list(night.journal.lines()) == []


def test_affiliations_have_dates_and_follow_the_forecaster(night: Night) -> None:
    affiliate = decide_forecasters.affiliate
    early = (date(2019, 1, 1), date(2021, 12, 31))
    taking(night, affiliate, "Bruno Vale", "Harbour Institute", early, because("its staff page"))
    taking(night, affiliate, "Bruno Vale", "The Quay", (date(2022, 1, 1), None), because("its masthead"))
    taking(night, decide_forecasters.merge, "Bruno Vale", "Ada Lorne", because("a pen name"))
    rows = "select name, organisation, from_on, until_on from affiliations join forecasters using (forecaster_id) order by 2"
    assert ask(night, rows) == [
        ("Ada Lorne", "Harbour Institute", *early),
        ("Ada Lorne", "The Quay", date(2022, 1, 1), None),
    ]
    with pytest.raises(InputError, match="beginning comes first"):
        taking(night, affiliate, "Ada Lorne", "The Quay", (early[1], early[0]), because("x"))
    decide.undo(night.journal, 1, because("another Vale"))
    relink(night)
    assert [row[1] for row in ask(night, rows)] == ["The Quay"]


def test_a_forecaster_replies_to_a_forecast_and_to_the_whole_record(night: Night) -> None:
    reply = decide_forecasters.reply
    army = forecast(night, "army")
    taking(night, reply, "Ada Lorne", "I meant the navy.", army, because("her letter"))
    taking(night, reply, "Ada Lorne", "I stand by all of it.", None, because("her letter"))
    rows = ask(
        night, "select name, forecast_id, reply from replies join forecasters using (forecaster_id) order by reply"
    )
    assert rows == [("Ada Lorne", army, "I meant the navy."), ("Ada Lorne", None, "I stand by all of it.")]
    for given, message in [
        (("Bruno Vale", "Nonsense.", army), "not a forecast of Bruno Vale"),
        (("Ada Lorne", "  ", None), "empty reply"),
        (("Ada Lorne", "I stand by all of it.", None), "published already"),
    ]:
        with pytest.raises(InputError, match=message):
            taking(night, reply, *given, because("x"))
    decide.undo(night.journal, 1, because("she takes it back"))
    relink(night)
    assert ask(night, "select reply from replies") == [("I stand by all of it.",)]
