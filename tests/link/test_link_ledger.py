"""Proposals in the ledger: applied at night, refused and confirmed by people, the same after a rebuild."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from foretold import night as steps
from foretold.corpus.sources import folder_source
from foretold.errors import InputError
from foretold.ledger import load
from foretold.ledger.decide import Why, undo
from foretold.link.decide import confirm, proposals, refuse
from foretold.link.table import propose
from foretold.night import Night
from foretold.settings import Settings

WHY = Why("tester", "I read both")
COLUMNS = {
    "ada": ("Ada Lorne", "2024-03-05", "Norvia will leave the customs union before the end of June 2025."),
    "bruno": ("Bruno Vale", "2024-03-06", "Norvia will not leave the customs union before the end of June 2025."),
    "cato": ("Cato Brandt", "2024-03-07", "Norvia will leave the customs union."),
}


def write(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        author, day, words = COLUMNS[name]
        head = f"---\ntitle: {name}\nauthor: {author}\npublished: {day}\n---\n"
        (folder / f"{name}.md").write_text(f"{head}The talks went on.\n\n{words}\n", encoding="utf-8")


def relink(night: Night) -> None:
    """Link with proposals, whether or not `link` itself sees to them."""
    steps.link(night)
    with night.ledger() as con:
        propose(con)
    steps.link(night)


def read_in(night: Night) -> None:
    steps.collect(night)
    steps.extract(night, steps.pending(night))
    steps.audit(night)
    relink(night)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return a function that gives the columns of some names in a folder, with the data of a night over them."""

    @cache
    def read_once(*names: str) -> Path:
        place = tmp_path_factory.mktemp("read")
        write(place / "in", *names)
        read_in(night_in(place))
        return place

    return read_once


@pytest.fixture
def start(read: Callable[..., Path], tmp_path: Path) -> Callable[..., Night]:
    def begin(*names: str) -> Night:
        shutil.copytree(read(*names), tmp_path, dirs_exist_ok=True)
        return night_in(tmp_path)

    return begin


def night_in(place: Path) -> Night:
    return Night(Settings(data=place / "data", user="tester"), [folder_source(place / "in")])


def ask(night: Night, sql: str) -> list[tuple[Any, ...]]:
    with night.ledger() as con:
        return con.execute(sql).fetchall()


MEMBERS = """
select documents.name, members.question_id, members.side, members.reason, members.known_at, members.superseded_at
from question_members as members
inner join forecast_history as history using (forecast_id)
inner join document_history as documents using (document_id)
order by all
"""
PROPOSALS = "select * from proposals order by all"


def places(night: Night) -> dict[str, tuple[str, str]]:
    return {row[0]: row[1:3] for row in ask(night, MEMBERS) if row[5] is None}


def states(night: Night) -> list[str]:
    return sorted(row[0] for row in ask(night, "select state from proposals where state <> 'past'"))


def deciding(night: Night, decide: Callable[..., Any], state: str, **more: Any) -> None:
    with night.ledger() as con:
        decide(con, night.journal, proposals(con, state)[0].proposal_id, WHY, **more)
    relink(night)


def test_rivals_share_a_question_and_the_unsure_are_only_proposed(start: Callable[..., Night]) -> None:
    night = start("ada", "bruno", "cato")
    where = places(night)
    assert where["ada"][0] == where["bruno"][0] != where["cato"][0]
    assert {where["ada"][1], where["bruno"][1]} == {"asserts", "denies"}
    assert states(night) == ["applied", "open", "open"]
    assert ask(night, "select count(*) from question_members where reason like 'linked by rules-%norvia%'") == [(1,)]


def test_refusing_takes_apart_and_undoing_puts_back(start: Callable[..., Night]) -> None:
    night = start("ada", "bruno")
    deciding(night, refuse, "applied")
    assert places(night)["ada"][0] != places(night)["bruno"][0]
    assert states(night) == ["refused"]
    (number,) = [line.number for line in night.journal.lines()]
    undo(night.journal, number, WHY)
    relink(night)
    assert places(night)["ada"][0] == places(night)["bruno"][0]
    assert states(night) == ["applied"]


def test_the_past_is_replayed(start: Callable[..., Night], tmp_path: Path) -> None:
    """Before the rival was found, while both shared a question, and after somebody took them apart."""
    night = start("ada")
    moments = ask(night, "select now()")
    write(tmp_path / "in", "bruno")
    read_in(night)
    moments += ask(night, "select now()")
    deciding(night, refuse, "applied")
    moments += ask(night, "select now()")
    counts = "select count(*), count(distinct question_id) from forecasts_as_of(timestamptz '{}')"
    assert [ask(night, counts.format(moment))[0] for (moment,) in moments] == [(1, 1), (2, 1), (2, 2)]


def test_confirming_puts_together_with_sides(start: Callable[..., Night]) -> None:
    night = start("bruno", "cato")
    assert states(night) == ["open"]
    deciding(night, confirm, "open")
    assert states(night) == ["confirmed"]
    where = places(night)
    assert where["bruno"][0] == where["cato"][0]
    assert {where["bruno"][1], where["cato"][1]} == {"asserts", "denies"}


def test_a_person_may_know_the_side_better(start: Callable[..., Night]) -> None:
    night = start("bruno", "cato")
    deciding(night, confirm, "open", side="same")
    assert [side for _, side in places(night).values()] == ["asserts", "asserts"]


def test_refusing_what_was_only_proposed_is_kept(start: Callable[..., Night]) -> None:
    night = start("bruno", "cato")
    before = places(night)
    deciding(night, refuse, "open")
    assert states(night) == ["refused"]
    assert places(night) == before
    with pytest.raises(InputError, match="refused already"):
        deciding(night, refuse, "refused")
    assert ask(night, "select decided_by from proposals") == [("tester",)]


def test_linking_again_and_a_rebuild_give_the_same_rows(start: Callable[..., Night], tmp_path: Path) -> None:
    night = start("ada", "bruno")
    write(tmp_path / "in", "cato")
    read_in(night)
    deciding(night, confirm, "open")
    before = ask(night, MEMBERS), ask(night, PROPOSALS)
    relink(night)
    assert (ask(night, MEMBERS), ask(night, PROPOSALS)) == before
    night.settings.ledger.unlink()
    with night.ledger() as con:
        load.load_sources(con, load.known_sources(night.settings.captures))
        load.load_captures(con, night.store)
    steps.audit(night)
    relink(night)
    assert (ask(night, MEMBERS), ask(night, PROPOSALS)) == before


def test_a_new_version_of_the_linker_judges_everything_anew(
    start: Callable[..., Night], monkeypatch: pytest.MonkeyPatch
) -> None:
    night = start("ada", "bruno", "cato")
    monkeypatch.setattr("foretold.link.table.LINKER_VERSION", "rules-next")
    relink(night)
    assert states(night) == ["applied", "open", "open"]
    assert ask(night, "select distinct linker_version from proposals") == [("rules-next",)]
    assert ask(night, "select count(*), count(distinct linker_version) from linked_claims") == [(3, 1)]


def test_a_proposal_about_words_that_were_corrected_is_past(start: Callable[..., Night]) -> None:
    from foretold.ledger.decide import correct

    night = start("bruno", "cato")
    (forecast,) = ask(night, "select forecast_id from forecast_history where quote like '%not leave%'")[0]
    with night.ledger() as con:
        correct(con, night.journal, forecast, {"claim": "The harvest in Ombria will fail"}, WHY)
    relink(night)
    assert ask(night, "select state from proposals") == [("past",)]


def test_every_column_is_explained(start: Callable[..., Night]) -> None:
    sql = "select column_name from duckdb_columns() where table_name in ('proposals', 'linked_claims') and comment is null"
    assert ask(start("ada"), sql) == []
