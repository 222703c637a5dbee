"""What people decide about forecasts and questions takes effect, can be taken back, and never loses what was before."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from decisions import DAY, ask, because, everything, forecast, outcome_of, question, record, relink, taking, undone

from foretold.errors import InputError
from foretold.ledger import decide, decide_documents, decide_forecasters, decide_questions
from foretold.night import Night


def undo(night: Night, line: int) -> list[Any]:
    lines = decide.undo(night.journal, line, because("a mistake"))
    relink(night)
    return lines


def test_a_rejected_forecast_leaves_the_scores_and_comes_back_when_that_is_undone(night: Night) -> None:
    record(night, "army", "no")
    army = forecast(night, "army")
    scored = f"select count(*) > 0 from scores where forecast_id = '{army}'"
    assert ask(night, scored) == [(True,)]
    taking(night, decide.reject, army, because("a question, no forecast"))
    assert ask(night, scored) == [(False,)]
    with pytest.raises(InputError, match=r"is rejected \(journal line 2, Ines\)"):
        taking(night, decide.reject, army, because("again"))
    undo(night, 2)
    assert ask(night, scored) == [(True,)]
    states = ask(night, f"select status from forecast_history where forecast_id = '{army}' order by known_at")
    assert [status for (status,) in states][-3:] == ["standing", "rejected", "standing"]


def test_corrections_take_effect_and_what_was_read_is_kept(night: Night) -> None:
    army = forecast(night, "army")
    values = {"claim": "Troops  enter the port", "speaker": "Cleo Marsh", "deadline": "2024-05", "probability": "0.1"}
    lines = taking(night, decide.correct, army, values, because("the transcript"))
    now = ask(
        night,
        "select claim, forecasters.name, due_earliest_on, due_latest_on, probability, probability_basis from forecasts "
        f"join forecasters using (forecaster_id) where forecast_id = '{army}'",
    )
    assert now == [("Troops enter the port", "Cleo Marsh", date(2024, 5, 1), date(2024, 5, 31), 0.1, "corrected")]
    assert [line.decision.details["was"] for line in lines][1:] == ["author", "none", ""]
    first = ask(night, f"select claim, speaker from forecast_history where forecast_id = '{army}' order by known_at")[0]
    assert first == (lines[0].decision.details["was"], "author")


def test_undoing_sets_the_value_from_before_and_can_itself_be_undone(night: Night) -> None:
    army = forecast(night, "army")
    claim = f"select claim from forecasts where forecast_id = '{army}'"
    read = ask(night, claim)
    for words in ("First", "Second"):
        taking(night, decide.correct, army, {"claim": words}, because(words))
    with pytest.raises(InputError, match="line 2 has decided"):
        undo(night, 1)
    assert undone(undo(night, 2)) == [(army, "claim", "First")]
    row = ask(night, "select because, judge, restores_line, undoes_line from decisions where line_number = 3")
    assert row == [("First", "Ines", 1, 2)], "the value has its own reason back"
    assert undone(undo(night, 3)) == [(army, "claim", "Second")]
    assert ask(night, claim) == [("Second",)]
    undo(night, 4)
    undo(night, 5)
    undo(night, 6)
    assert ask(night, claim) == [("First",)]
    assert [number for number, *_ in ask(night, "select line_number from decisions order by 1")] == list(range(1, 8))
    assert read != [("First",)]


def test_the_only_correction_undone_leaves_what_was_read(night: Night) -> None:
    army = forecast(night, "army")
    row = f"select * exclude (known_at, superseded_at) from forecast_history where forecast_id = '{army}' and superseded_at is null"
    before = ask(night, row)
    taking(night, decide.correct, army, {"claim": "Other", "probability": "0.9"}, because("x"))
    assert ask(night, row) != before
    undo(night, 1)
    undo(night, 2)
    assert ask(night, row) == before


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "nothing to correct"),
        ({"probability": "20%"}, "probability '20%'.*0.2"),
        ({"probability": "1.01"}, "from 0 to 1"),
        ({"probability": "nan"}, "from 0 to 1"),
        ({"deadline": "2024-13-01"}, "date '2024-13-01'"),
        ({"deadline": "2024-02-30"}, "YYYY-MM-DD"),
        ({"deadline": "soon"}, "YYYY-MM-DD"),
        ({"deadline": "2024-06-01/2024-05-01"}, "the earlier first"),
        ({"deadline": "2023-05-01"}, "made on 2024-03-05"),
        ({"deadline": "none"}, "is 'none' already"),
        ({"claim": "  "}, "empty claim"),
        ({"speaker": "author"}, "is 'author' already"),
        ({"claim": "Fine", "probability": "2"}, "from 0 to 1"),
    ],
)
def test_a_correction_that_cannot_be_meant_writes_nothing(night: Night, values: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        taking(night, decide.correct, forecast(night, "army"), values, because("x"))
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)
    assert list(night.journal.lines()) == []


@pytest.mark.parametrize("words", ["f_", "f_zzz", "", "nonsense", "%", "q_"])
def test_an_id_that_fits_none_or_several_writes_nothing(night: Night, words: str) -> None:
    with pytest.raises(InputError, match=r"no forecast|fits \d+ forecasts"):
        taking(night, decide.reject, words, because("x"))
    with pytest.raises(InputError):
        taking(night, decide_questions.split, words, because("x"))
    assert list(night.journal.lines()) == []


@pytest.mark.parametrize("line", [0, -1, 2, 999])
def test_a_line_that_is_not_there_cannot_be_undone(night: Night, line: int) -> None:
    record(night, "army", "no")
    with pytest.raises(InputError, match="no line"):
        undo(night, line)
    assert len(list(night.journal.lines())) == 1


# Questions.


def test_merged_questions_share_one_outcome_sides_minded(night: Night) -> None:
    ends, stays = question(night, "will end before"), question(night, "will not end")
    taking(night, decide_questions.merge, stays, ends, "denies", because("the same strike"))
    assert ask(night, f"select n_forecasts, n_forecasters from questions where question_id = '{ends}'") == [(2, 2)]
    assert ask(night, f"select count(*) from questions where question_id = '{stays}'") == [(0,)]
    record(night, "will not end", "no")
    rows = ask(
        night, "select quote, outcome from scores join forecasts using (forecast_id) where scale = 'kent' order by 1"
    )
    assert [(words[:15], outcome) for words, outcome in rows] == [("The strike will", 1.0), ("The strike will", 0.0)]


def test_an_outcome_goes_along_with_a_merged_question(night: Night) -> None:
    ends, stays = question(night, "will end before"), question(night, "will not end")
    record(night, "will not end", "no", why="It ended on Good Friday.")
    taking(night, decide_questions.merge, stays, ends, "denies", because("the same strike", "Cleo"))
    row = f"select outcome, because, recorded_by, settled_on from outcomes where question_id = '{ends}'"
    assert ask(night, row) == [("yes", "It ended on Good Friday.", "Ines", DAY)]
    undo(night, 2)
    assert ask(night, row) == []
    assert outcome_of(night, "will not end") == "no"
    assert ask(night, f"select count(*) from questions where question_id = '{stays}'") == [(1,)]
    undo(night, 4)
    assert ask(night, row) == [("yes", "It ended on Good Friday.", "Ines", DAY)]


def test_questions_with_different_outcomes_are_not_merged(night: Night) -> None:
    ends, stays = question(night, "will end before"), question(night, "will not end")
    record(night, "will end before", "yes")
    record(night, "will not end", "no")
    with pytest.raises(InputError, match=r"decided 'no'.*'yes'.*foretold undo 2 or 1"):
        taking(night, decide_questions.merge, stays, ends, "asserts", because("x"))
    taking(night, decide_questions.merge, stays, ends, "denies", because("sides minded they agree"))
    assert outcome_of(night, "will end before") == "yes"


def test_a_question_is_not_merged_with_itself_nor_twice_nor_across_a_condition(night: Night) -> None:
    ends, stays, split = (question(night, words) for words in ("will end before", "will not end", "union"))
    with pytest.raises(InputError, match="one question already"):
        taking(night, decide_questions.merge, ends, forecast(night, "will end before"), "asserts", because("x"))
    with pytest.raises(InputError, match="stands under a condition"):
        taking(night, decide_questions.merge, split, ends, "asserts", because("x"))
    taking(night, decide_questions.merge, stays, ends, "denies", because("x"))
    with pytest.raises(InputError, match="no forecasts"):
        taking(night, decide_questions.merge, stays, ends, "denies", because("x"))
    assert len(list(night.journal.lines())) == 1


def test_a_forecast_that_is_split_off_has_its_own_question_and_outcome_again(night: Night) -> None:
    ends, stays = question(night, "will end before"), question(night, "will not end")
    taking(night, decide_questions.merge, stays, ends, "denies", because("x"))
    record(night, "will end before", "yes")
    with pytest.raises(InputError, match="split off the others: f_"):
        taking(night, decide_questions.split, forecast(night, "will end before"), because("x"))
    held = taking(night, decide_questions.split, forecast(night, "will not end"), because("another strike"))
    assert held.question_id == ends
    side = f"select question_id, side from forecasts where forecast_id = '{held.forecast_id}'"
    assert ask(night, side) == [(stays, "asserts")]
    assert (outcome_of(night, "will end before"), outcome_of(night, "will not end")) == ("yes", None)
    with pytest.raises(InputError, match="nothing needs doing"):
        taking(night, decide_questions.split, held.forecast_id, because("x"))


def record_for(con: Any, journal: Any, named: tuple[str | None, str | None], outcome: str, day: date) -> None:
    subject = decide_questions.find_subject(con, *named)
    decide_questions.record_outcome(con, journal, subject, outcome, day, because("x"))


def test_an_outcome_is_not_recorded_before_its_forecast_nor_for_nothing(night: Night) -> None:
    for named, outcome, day in [
        ((forecast(night, "army"), None), "maybe", DAY),
        ((forecast(night, "army"), None), "no", date(2024, 3, 4)),
        ((None, question(night, "army")), "no", date(2024, 3, 4)),
        ((None, None), "no", DAY),
        ((None, "q_zzz"), "no", DAY),
    ]:
        with pytest.raises(InputError):
            taking(night, record_for, named, outcome, day)
    assert list(night.journal.lines()) == []


# Conditions.


def decide_condition(night: Night, words: str, came_true: str) -> None:
    with night.ledger() as con:
        subject = decide_questions.find_subject(con, forecast(night, words), None)
        decide_questions.record_condition(con, night.journal, subject, came_true, DAY, because("The strike went on."))
    relink(night)


def test_a_forecast_is_void_once_its_condition_did_not_come_about(night: Night) -> None:
    record(night, "union", "yes")
    assert outcome_of(night, "union") == "yes"
    decide_condition(night, "union", "no")
    rows = ask(night, f"select outcome, share, because from outcomes where question_id = '{question(night, 'union')}'")
    assert rows == [("void", None, "its condition did not come about: The strike went on.")]
    assert ask(night, "select count(*) from scores") == [(0,)]
    with pytest.raises(InputError, match="void unless its condition came true"):
        record(night, "union", "no")
    with pytest.raises(InputError, match="already"):
        decide_condition(night, "union", "no")
    undo(night, 2)
    assert outcome_of(night, "union") == "yes"


def test_a_condition_that_came_about_leaves_the_forecast_to_be_decided(night: Night) -> None:
    decide_condition(night, "union", "yes")
    assert outcome_of(night, "union") is None
    rows = ask(
        night, f"select condition_outcome from question_history where question_id = '{question(night, 'union')}'"
    )
    assert rows[-1] == ("yes",)
    record(night, "union", "no")
    assert outcome_of(night, "union") == "no"


def test_an_unconditional_forecast_has_no_condition_to_decide(night: Night) -> None:
    with pytest.raises(InputError, match="stands under no condition"):
        decide_condition(night, "army", "no")
    assert list(night.journal.lines()) == []


# Undoing outcomes.


def test_an_outcome_that_is_undone_gives_way_to_the_one_before_with_its_own_reason(night: Night) -> None:
    record(night, "army", "no", why="It stayed in.")
    record(night, "army", "yes", "Cleo", why="It went in.")
    undo(night, 2)
    row = f"select outcome, because, recorded_by, settled_on from outcomes where question_id = '{question(night, 'army')}'"
    assert ask(night, row) == [("no", "It stayed in.", "Ines", DAY)]
    undo(night, 3)
    assert ask(night, row)[0][:3] == ("yes", "It went in.", "Cleo")
    undo(night, 4)
    undo(night, 5)
    undo(night, 6)
    assert ask(night, row)[0][0] == "no"


def test_the_first_outcome_undone_leaves_the_question_open(night: Night) -> None:
    record(night, "army", "no")
    undo(night, 1)
    assert outcome_of(night, "army") is None
    assert ask(night, "select count(*) from scores") == [(0,)]


def test_the_past_can_be_replayed_over_decisions_and_their_undoing(night: Night) -> None:
    seen: list[tuple[Any, list[tuple[Any, ...]]]] = []
    relations = ("forecasts", "questions", "outcomes", "scores", "leaderboard", "documents", "forecasters")

    def look(at: str = "") -> list[Any]:
        return [ask(night, f"from {name}{at} order by all") for name in relations]

    record(night, "army", "no")
    seen.append((list(night.journal.lines())[-1].at, look()))
    taking(night, decide.correct, forecast(night, "army"), {"probability": "0.7"}, because("x"))
    seen.append((list(night.journal.lines())[-1].at, look()))
    undo(night, 1)
    seen.append((list(night.journal.lines())[-1].at, look()))
    taking(night, decide.reject, forecast(night, "army"), because("x"))
    for at, then in seen:
        assert look(f"_as_of(timestamptz '{at.isoformat()}')") == then


def test_every_message_is_one_clear_line(night: Night) -> None:
    with pytest.raises(InputError) as caught:
        taking(night, decide.reject, "f_zzz", because("x"))
    assert re.fullmatch(r"no forecast 'f_zzz'; .+; .+", str(caught.value))


# Undoing all of it.

VIEWS = (
    "documents", "forecasts", "questions", "outcomes", "judgements", "scores", "leaderboard", "affiliations", "replies",
    "forecasters where forecaster_id in (select forecaster_id from forecasts)",
)  # fmt: skip


def take_every_kind(con: Any, journal: Any, ids: dict[str, str]) -> None:
    """Take a decision of each kind, about things that do not meet."""
    why = because("x")
    for words, outcome in (("army", "no"), ("will end", "0.3")):
        subject = decide_questions.find_subject(con, ids[words], None)
        decide_questions.record_outcome(con, journal, subject, outcome, DAY, why)
    decide_questions.judge(con, journal, decide_questions.find_subject(con, ids["army"], None), "no", DAY, why)
    union = decide_questions.find_subject(con, ids["union"], None)
    decide_questions.record_condition(con, journal, union, "no", DAY, why)
    values = {"claim": "It splits", "speaker": "Bo Rand", "deadline": "2024-06", "probability": "0.7"}
    decide.correct(con, journal, ids["union"], values, why)
    decide_questions.define(con, journal, ids["army"], {"event": "Troops land", "rule": "By the gazette."}, why)
    ends, not_ends = (f"q_{ids[words][2:]}" for words in ("will end", "will not end"))
    decide_questions.merge(con, journal, not_ends, ends, "denies", why)
    for field, value in (("date", "2024-04-20"), ("author", "Cleo Marsh"), ("title", "Rain"), ("source", "The Quay")):
        decide_documents.supply(con, journal, "unsigned#1", field, value, why)
    decide.reject(con, journal, ids["resign"], why)
    decide_documents.set_status(con, journal, "unsigned#2", withdrawn=True, why=why)
    decide_forecasters.merge(con, journal, "Bruno Vale", "Ada Lorne", why)
    decide_forecasters.affiliate(con, journal, "Ada Lorne", "The Quay", (DAY, None), why)
    decide_forecasters.reply(con, journal, "Ada Lorne", "I stand by it.", None, why)


def test_every_kind_of_decision_leaves_nothing_once_it_is_undone(night: Night) -> None:
    ids = {words: forecast(night, words) for words in ("army", "will end", "will not end", "union", "resign")}
    before = dict(everything(night, VIEWS))
    taking(night, take_every_kind, ids)
    taken = list(night.journal.lines())
    changed = dict(everything(night, VIEWS))
    assert [view for view in VIEWS if changed[view] == before[view]] == []
    acts = set()
    for line in reversed(taken):
        act = line.decision.details.get("act", line.number)  # what was done in one act is undone in one
        if act not in acts:
            acts.add(act)
            decide.undo(night.journal, line.number, because("a mistake"))
    relink(night)
    after = dict(everything(night, VIEWS))
    assert [view for view in VIEWS if after[view] != before[view]] == []
