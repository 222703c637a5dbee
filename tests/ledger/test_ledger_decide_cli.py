"""The commands that decide: what they print, what they leave in the edition, and one clear line for every mistake."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from decisions import ask, copy_of, forecast, question, record

from foretold import night as steps
from foretold.cli import main
from foretold.ledger import publish
from foretold.ledger.connect import connect
from foretold.night import Night

Run = Callable[..., Result]
BUILD = "foretold.site.build.build_site"


@pytest.fixture(scope="module")
def published_night(first_night: Night, tmp_path_factory: pytest.TempPathFactory) -> Night:
    """A night with an edition, without pages."""
    night = copy_of(first_night, tmp_path_factory.mktemp("published"))
    steps.score(night)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BUILD, lambda *_, **__: None)
        steps.publish_edition(night)
    return night


@pytest.fixture
def night(published_night: Night, tmp_path: Path) -> Night:
    """A copy of it, for one test."""
    return copy_of(published_night, tmp_path)


@pytest.fixture
def run(night: Night, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command on the night's data. Pages are tested elsewhere and left out here."""
    monkeypatch.setattr(BUILD, lambda *_, **__: None)

    def run(*words: str, because: str | None = "it was seen") -> Result:
        reason = [] if because is None else ["--because", because]
        return CliRunner().invoke(main, [*words, *reason, "--by", "Ines", "--data", str(night.settings.data)])

    return run


def look(night: Night, *words: str) -> str:
    """Run a command that only reads, and return what it printed."""
    result = CliRunner().invoke(main, [*words, "--data", str(night.settings.data)])
    assert result.exit_code == 0, result.output
    return result.stdout


def published(night: Night, query: str) -> list[tuple[Any, ...]]:
    """Query the current edition."""
    con = connect(night.settings.edition.resolve(), read_only=True)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def test_a_claim_a_question_and_a_condition_are_recorded(run: Run, night: Night) -> None:
    army, ends = forecast(night, "army"), question(night, "will end before")
    for words in (
        ["record", f"{army[:10]}\r", "no", "--settled", "2024-04-02"],
        ["record", "--question", ends, "yes", "--settled", "2024-04-02"],
        ["record", forecast(night, "union"), "--condition", "no", "--settled", "2024-04-02"],
    ):
        result = run(*words)
        assert (result.exit_code, result.stderr) == (0, "")
        assert "Edition" in result.stdout
    assert published(night, "select outcome, recorded_by from outcomes order by 1") == [
        ("no", "Ines"),
        ("void", "Ines"),
        ("yes", "Ines"),
    ]


def test_a_blind_judge_sees_nothing_of_the_others(run: Run, night: Night) -> None:
    record(night, "army", "no", "Bob", why="The gates stayed shut.", blind=True)
    army = forecast(night, "army")
    shown = look(night, "question", "show", army, "--blind")
    judged = run("record", army, "yes", "--blind", "--settled", "2024-04-02")
    assert judged.exit_code == 0
    for words in ("Bob", "gates", "outcome"):
        assert words not in shown
        assert words not in judged.stdout
    assert "Bob (blind): no" in look(night, "question", "show", army)
    assert "contested" in look(night, "question", "list", "--contested")


def test_decisions_and_lists_name_what_they_are_about(run: Run, night: Night) -> None:
    army = forecast(night, "army")
    assert "→ 'Troops land'" in run("correct", army, "--claim", "Troops land").stdout
    assert "journal line 2" in run("undo", "1").stdout
    assert f"Rejected {army}" in run("reject", army).stdout
    merged = run("question", "merge", question(night, "will not end"), question(night, "will end"), "--side", "denies")
    assert "1 forecasts of q_" in merged.stdout
    assert "own question" in run("question", "split", forecast(night, "will not end")).stdout
    ends = question(night, "will end")
    assert f"rule of {ends}" in run("question", "define", ends, "--rule", "By the gazette.").stdout
    assert "decided by: By the gazette." in look(night, "question", "show", ends)
    assert "2024-04-20" in run("document", "date", "unsigned#1", "2024-04-20").stdout
    assert "in no later edition" in run("document", "withdraw", "quays").stdout
    assert "is 'Ada Lorne'" in run("forecaster", "merge", "Bruno Vale", "Ada Lorne").stdout
    assert run("forecaster", "affiliation", "Ada Lorne", "The Quay", "--since", "2020-01-01").exit_code == 0
    assert "published" in run("forecaster", "reply", "Ada Lorne", "--text", "So be it.").stdout
    assert "withdrawn" in look(night, "document", "list")
    assert "Ada Lorne" in look(night, "forecaster", "list")
    assert published(night, "select count(*) from documents where name = 'quays'") == [(0,)]


def test_a_file_about_documents_says_what_became_of_its_rows(run: Run, night: Night, tmp_path: Path) -> None:
    file = tmp_path / "papers.csv"
    file.write_text("document,date\nquays,2024-03-07\nunsigned,2024-03-07\n", encoding="utf-8")
    refused = run("document", "date", "--from", str(file))
    assert refused.exit_code == 2
    assert "papers.csv, line 3" in refused.stderr
    assert "Nothing was recorded" in refused.stderr
    taken = run("document", "date", "--from", str(file), "--partial")
    assert "1 rows recorded, 0 known already, 1 refused" in taken.stdout
    assert ask(night, "select count(*) from decisions") == [(1,)]


@pytest.mark.parametrize(
    "words",
    [
        ("reject", "f_zzz"),
        ("reject", "f_"),
        ("correct", "ARMY"),
        ("correct", "ARMY", "--probability", "20%"),
        ("correct", "ARMY", "--deadline", "soon"),
        ("record", "ARMY", "maybe", "--settled", "2024-04-02"),
        ("record", "ARMY", "no", "--settled", "2 April"),
        ("record", "ARMY", "no", "--settled", "2924-04-02"),
        ("record", "ARMY", "no"),
        ("record", "ARMY", "no", "--condition", "no", "--settled", "2024-04-02"),
        ("record", "ARMY", "--condition", "no", "--settled", "2024-04-02"),
        ("record", "no", "--settled", "2024-04-02"),
        ("record", "--from", "nowhere.csv"),
        ("question", "merge", "ARMY", "ARMY"),
        ("question", "merge", "q_zzz", "ARMY"),
        ("question", "split", "ARMY"),
        ("document", "date", "ports"),
        ("document", "date", "nowhere", "2024-04-02"),
        ("document", "restore", "ports"),
        ("document", "date", "--from", "nowhere.csv"),
        ("forecaster", "merge", "Nobody", "Ada Lorne"),
        ("forecaster", "affiliation", "Ada Lorne", "The Quay", "--since", "2020"),
        ("forecaster", "reply", "Ada Lorne"),
        ("undo", "1"),
    ],
    ids=" ".join,
)
def test_a_mistake_is_one_clear_line_and_writes_nothing(run: Run, night: Night, words: tuple[str, ...]) -> None:
    edition = publish.current(night.settings.editions)
    result = run(*(forecast(night, "army") if word == "ARMY" else word for word in words))
    assert result.exit_code == 2, result.output
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("foretold: ")
    assert list(night.journal.lines()) == []
    assert publish.current(night.settings.editions) == edition


def test_a_decision_without_a_reason_is_refused(run: Run, night: Night) -> None:
    for reason in (None, "  "):
        result = run("reject", forecast(night, "army"), because=reason)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        assert "--because" in result.stderr
    assert list(night.journal.lines()) == []


def contested_army(run: Run, night: Night) -> None:
    record(night, "army", "no", "Bob", blind=True)
    assert run("record", forecast(night, "army"), "yes", "--blind", "--settled", "2024-04-02").exit_code == 0


def test_an_edition_holds_decisions_judgements_and_conflicts(run: Run, night: Night) -> None:
    contested_army(run, night)
    assert published(night, "select said from conflicts") == [("Bob: no; Ines: yes",)]
    assert published(night, "select count(*) from judgements") == [(2,)]
    assert published(night, "select count(*) from decisions") == [(2,)]
    assert published(night, "select count(*) from orphaned_decisions") == [(0,)]


@pytest.mark.skipif(
    "fill_agreement" not in inspect.getsource(steps), reason="foretold.night.score does not fill agreement"
)
def test_an_edition_holds_agreement(run: Run, night: Night) -> None:
    contested_army(run, night)
    rows = published(night, "select n_questions, n_agreed from agreement where measure = 'cohens_kappa' order by all")
    assert rows == [(1, 0), (1, 0)]
