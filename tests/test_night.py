"""A night over a small folder, step by step and without Prefect: what it finds, keeps, and leaves as it was."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from foretold.cli import main
from foretold.errors import InputError
from foretold.ledger.connect import connect
from foretold.ledger.decide import Why
from foretold.ledger.decide_questions import find_subject, record_outcome
from foretold.ledger.journal import Decision
from foretold.ledger.record import find, record_file, targets
from foretold.night import Night, resolve
from foretold.rebuild import rebuild_ledger

Run = Callable[[Path], Night]


def ask(night: Night, query: str) -> list[tuple[Any, ...]]:
    """Query the current edition, as an analyst would."""
    con = connect(night.settings.edition.resolve(), read_only=True)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def test_every_forecast_leads_back_to_the_bytes(run_night: Run, articles: Path) -> None:
    night = run_night(articles)
    rows = ask(
        night,
        "select quote, start_offset, end_offset, paragraph, paragraph_start_offset, capture_id, address "
        "from forecasts join documents using (document_id) join captures using (capture_id)",
    )
    assert len(rows) >= 5
    for quote, start, end, paragraph, paragraph_start, capture_id, address in rows:
        text = (articles / address).read_bytes().decode("utf-8")
        assert text[start:end] == quote
        assert text[paragraph_start : paragraph_start + len(paragraph)] == paragraph
        assert night.store.text(capture_id) == text


def test_holders_dates_and_readings_are_what_the_texts_say(run_night: Run, articles: Path) -> None:
    night = run_night(articles)
    rows = ask(
        night,
        "select forecasters.name, made_on, term, probability, is_conditional, due_latest_on from forecasts "
        "join forecasters using (forecaster_id) order by made_on nulls last, start_offset",
    )
    assert [row[0] for row in rows][:4] == ["Ada Lorne", "Ada Lorne", "Bruno Vale", "Bruno Vale"]
    assert rows[0][1] == date(2024, 3, 5)
    assert rows[1][2:4] == ("unlikely", 0.2)
    assert rows[3][4] is True
    assert rows[4][0].endswith(", unnamed")
    assert rows[4][1] is None


def test_a_second_night_changes_nothing(run_night: Run, articles: Path) -> None:
    first = run_night(articles)
    before = {file: file.read_bytes() for file in first.settings.data.rglob("*.parquet")}
    second = run_night(articles)
    assert second.tally.n_unchanged == 3
    assert not second.tally.is_new_edition
    assert second.tally.edition == first.tally.edition
    assert {file: file.read_bytes() for file in second.settings.data.rglob("*.parquet")} == before


def test_a_changed_file_becomes_a_new_version_and_both_are_kept(run_night: Run, articles: Path) -> None:
    run_night(articles)
    file = articles / "unsigned.txt"
    file.write_text(file.read_text() + "\nThe mayor will resign in June.\n")
    night = run_night(articles)
    assert night.tally.n_new == 1
    versions = (
        "select superseded_at is null, count(*) from captures where address = 'unsigned.txt' group by 1 order by 1"
    )
    assert ask(night, versions) == [(False, 1), (True, 1)]
    standing = ask(night, "select quote from forecasts join documents using (document_id) where name = 'unsigned'")
    assert sorted(row[0] for row in standing) == ["The mayor will resign in June", "The minister may resign in May"]


def test_an_article_printed_twice_is_one_document_with_two_places(run_night: Run, articles: Path) -> None:
    body = "".join(
        f"Paragraph {n} tells of quay number {n * 7} and of what its men said on day {n}.\n\n" for n in range(40)
    )
    (articles / "a-first.txt").write_text(body + "The pilots will strike in June.\n")
    (articles / "b-second.txt").write_text("Reprinted\n\n" + body + "The pilots will strike in June.\n")
    night = run_night(articles)
    assert ask(night, "select count(*) from forecasts where quote ilike '%pilots will strike%'") == [(1,)]
    places = ask(
        night,
        "select address from places where capture_id in (select capture_id from documents where name = 'a-first')",
    )
    assert sorted(row[0] for row in places) == ["a-first.txt", "b-second.txt"]


def test_a_touched_forecast_outlives_the_text_that_it_stood_in(run_night: Run, articles: Path) -> None:
    night = run_night(articles)
    _decide(night, "no", "It stayed in.")
    file = articles / "ports.md"
    file.write_text(file.read_text().replace("The government is unlikely to send in the army.", "It is cold."))
    night = run_night(articles)
    assert ask(night, "select count(*) from scores where scale = 'survey-2026'") == [(1,)]


def test_an_outcome_reaches_the_score_and_the_page(run_night: Run, articles: Path) -> None:
    night = run_night(articles)
    with night.ledger() as con:
        target = next(one for one in targets(con) if "army" in one.quote)
        subject = find_subject(con, target.forecast_id[:9], None)
        record_outcome(con, night.journal, subject, "no", date(2024, 4, 2), Why("Ines", "It stayed in."))
    resolve(night)
    assert ask(night, "select brier, outcome from scores where scale = 'survey-2026'") == [(pytest.approx(0.04), 0.0)]
    page = (night.settings.site / "forecasts" / f"{target.forecast_id}.html").read_text(encoding="utf-8")
    assert "It stayed in." in page
    assert "Ines" in page


def test_rivals_share_a_question_and_its_outcome_reaches_both_sides(
    run_night: Run, articles: Path, tmp_path: Path
) -> None:
    night = run_night(articles)
    file = tmp_path / "outcomes.csv"
    file.write_text(
        "document,quote,outcome,resolved_on,note,question,side\n"
        "ports,The strike will end before Easter,yes,2024-03-28,It ended,strike,asserts\n"
        "quays,The strike will not end before Easter,no,2024-03-28,It ended,strike,denies\n"
    )
    with night.ledger() as con:
        done = record_file(con, night.journal, file, night.store.text, by="Ines", partial=False)
    assert (done.n_recorded, done.problems) == (2, [])
    resolve(night)
    rows = ask(
        night,
        "select name, scores.outcome, count(distinct question_id) over () from scores join forecasters using (forecaster_id) "
        "where scale = 'survey-2026' order by name",
    )
    assert rows == [("Ada Lorne", 1.0, 1), ("Bruno Vale", 0.0, 1)]
    with night.ledger() as con:
        again = record_file(con, night.journal, file, night.store.text, by="Ines", partial=False)
    assert (again.n_recorded, again.n_known) == (0, 2)


def test_rows_that_fit_nothing_are_named_and_nothing_is_half_loaded(
    run_night: Run, articles: Path, tmp_path: Path
) -> None:
    night = run_night(articles)
    file = tmp_path / "outcomes.csv"
    file.write_text(
        "document,quote,outcome,resolved_on,note\n"
        "ports,The strike will end before Easter,yes,2024-03-28,It ended\n"
        "ports,words that do not stand there,yes,2024-03-28,x\n"
        "nowhere,The strike will end,yes,2024-03-28,x\n"
        "ports,The dockers walked out,yes,2024-03-28,x\n"
        "ports,The government is unlikely,maybe,2024-03-28,x\n"
        "ports,The government is unlikely,yes,2023-03-28,x\n"
        "ports,The government is unlikely,yes,2923-03-28,x\n"
        "ports,The government is unlikely,yes,2024-03-28,\n"
    )
    with night.ledger() as con:
        done = record_file(con, night.journal, file, night.store.text, by="Ines", partial=False)
    assert [problem.address for problem in done.problems] == [f"outcomes.csv, line {n}" for n in (6, 8, 9, 3, 4, 5, 7)]
    assert list(night.journal.lines()) == []
    with night.ledger() as con:
        done = record_file(con, night.journal, file, night.store.text, by="Ines", partial=True)
    assert done.n_recorded == 1
    assert len(list(night.journal.lines())) == 1


def test_the_leaderboard_of_an_earlier_moment_comes_back_exactly(run_night: Run, articles: Path) -> None:
    night = run_night(articles)
    decide = lambda outcome, why: _decide(night, outcome, why)  # noqa: E731
    first = decide("no", "It stayed in.")
    resolve(night)
    old = ask(night, "from leaderboard order by all")
    decide("yes", "It did go in after all.")
    resolve(night)
    assert ask(night, "from leaderboard order by all") != old
    then = f"from leaderboard_as_of(timestamptz '{first.isoformat()}') order by all"
    assert ask(night, then) == old
    night.settings.ledger.unlink()
    rebuild_ledger(Night(night.settings, kind="rebuild"))
    assert ask(night, then) == old


def _decide(night: Night, outcome: str, why: str, words: str = "army", day: date = date(2024, 4, 2)) -> Any:
    with night.ledger() as con:
        target = next(one for one in targets(con) if words in one.quote)
        subject = find_subject(con, target.forecast_id, None)
        record_outcome(con, night.journal, subject, outcome, day, Why("Ines", why))
    return list(night.journal.lines())[-1].at


def test_losing_the_database_loses_nothing(run_night: Run, articles: Path) -> None:
    """Every published table comes back row for row; only the run that published it is another one."""
    night = run_night(articles)
    _decide(night, "no", "It stayed in.")
    resolve(night)
    tables = [row[0] for row in ask(night, "select table_name from information_schema.tables order by 1")]
    before = {name: ask(night, f"from {name} order by all") for name in tables}
    night.settings.ledger.unlink()
    rebuild_ledger(Night(night.settings, kind="rebuild"))
    after = {name: ask(night, f"from {name} order by all") for name in tables}
    changed = {name for name in tables if before[name] != after[name]}
    assert changed <= {"runs", "editions"}
    assert [row for row in after["runs"] if row[1] != "rebuild"] == before["runs"]
    assert len(before["quality_results"]) > 20


def test_an_author_supplied_later_takes_over_the_forecasts(run_night: Run, articles: Path) -> None:
    night = run_night(articles)
    document = ask(night, "select document_id from documents where name = 'unsigned'")[0][0]
    night.journal.append(
        [
            Decision("document", document, "author", "Cleo Marsh", "Ines", "the byline in print"),
            Decision("document", document, "date", "2024-04-20", "Ines", "the print edition"),
        ]
    )
    resolve(night)
    rows = ask(
        night,
        "select name, made_on, due_earliest_on, due_latest_on from forecasts join forecasters using (forecaster_id) "
        f"where document_id = '{document}'",
    )
    assert rows == [("Cleo Marsh", date(2024, 4, 20), date(2024, 5, 1), date(2024, 5, 31))]


def test_an_id_must_be_unique(run_night: Run, articles: Path) -> None:
    night = run_night(articles)
    with night.ledger() as con:
        everything = targets(con)
    with pytest.raises(InputError, match="begins the ids of"):
        find(everything, "f_")
    with pytest.raises(InputError, match="no standing forecast"):
        find(everything, "f_zzz")


def test_a_text_that_was_changed_under_its_quote_is_refused_by_the_audit(articles: Path, tmp_path: Path) -> None:
    """The third check of the quote: a batch whose offsets do not fit the stored text goes to quarantine."""
    from foretold import night as steps
    from foretold.corpus.sources import folder_source
    from foretold.settings import Settings

    night = Night(Settings(data=tmp_path / "data", user="tester"), [folder_source(articles)])
    steps.collect(night)
    import dataclasses

    import foretold.extract

    real = foretold.extract.extract_many

    def shifted(documents: Any) -> Any:
        for many in real(documents):
            yield [dataclasses.replace(one, start=one.start + 1, end=one.end + 1) for one in many]

    foretold.extract.extract_many = shifted
    try:
        steps.extract(night, steps.pending(night))
    finally:
        foretold.extract.extract_many = real
    steps.audit(night)
    assert night.tally.n_forecasts == 0
    assert night.tally.n_quarantined >= 5
    assert any("quote" in rule for rule in night.tally.quarantined_by_rule)


def test_a_damaged_capture_is_named(run_night: Run, articles: Path) -> None:
    night = run_night(articles)
    file = next(night.settings.captures.rglob("*.txt.gz"))
    file.write_bytes(gzip.compress(b"something else"))
    with pytest.raises(InputError, match="restore"):
        list(night.store.captures())


def test_due_lists_what_can_be_decided_within_the_days_asked_for(run_night: Run, tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    day = lambda days: f"{today + timedelta(days=days):%-d %B %Y}"  # noqa: E731
    folder = tmp_path / "columns"
    folder.mkdir()
    (folder / "bridges.md").write_text(
        f"---\ntitle: Bridges\nauthor: Ada Lorne\npublished: {today - timedelta(days=60)}\n---\n"
        f"The old bridge will close by {day(20)}. The new bridge will open by {day(-5)}.\n\n"
        f"The toll will rise by {day(-9)}. The mayor will resign.\n"
    )
    night = run_night(folder)

    def due(*options: str) -> list[str]:
        said = CliRunner().invoke(main, ["due", *options, "--data", str(night.settings.data)], catch_exceptions=False)
        found = re.findall(r"toll|new bridge|old bridge|mayor", said.output)
        return list(dict.fromkeys(found))

    assert due() == ["toll", "new bridge"]
    assert due("--within", "30d") == ["toll", "new bridge", "old bridge"]
    assert due("--within", "400d") == ["toll", "new bridge", "old bridge", "mayor"]
    assert due("--within", "400d", "--overdue") == ["toll", "new bridge"]
    _decide(night, "yes", "It did.", "toll", today - timedelta(days=1))
    resolve(night)
    assert due() == ["new bridge"]
