"""Each rule of expectations/ refuses a row that breaks it, by its name, and lets the others through."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import HEAD, PARAGRAPH, QUOTE, Staged

from foretold.quality.audit import AuditReport, AuditStopped, audit
from foretold.quality.report import rules_page
from foretold.quality.rules import load_suites

NAN = float("nan")

DOCUMENTS: list[tuple[str, dict[str, Any]]] = [
    ("document-id-is-the-hash-of-its-span", {"document_id": "d_0123456789abcdef"}),
    ("text-has-the-hash-that-names-it", {"capture_id": "c_0123456789abcdef"}),
    ("source-is-known", {"source_id": "gazette"}),
    ("reader-version-is-set", {"reader_version": " "}),
    ("offsets-lie-within-the-text", {"end_offset": 1000}),
    ("document-has-words", {"text": "… — !\n\n***\n"}),
    ("words-are-counted", {"n_words": 0}),
    ("name-is-not-empty", {"name": ""}),
    ("title-is-missing-or-has-words", {"title": " … "}),
    ("url-is-http", {"url": "javascript:alert(1)"}),
    ("url-is-http", {"url": "https://"}),
    ("url-is-http", {"url": "/2020/fall"}),
    ("authors-have-names", {"authors": ["Grace Hopper", " "]}),
    ("date-has-both-ends-in-order", {"published_earliest_on": date(2020, 6, 2)}),
    ("date-has-both-ends-in-order", {"published_latest_on": None}),
    ("date-is-not-after-capture", {"published_latest_on": date(2020, 6, 3)}),
    ("date-is-not-absurd", {"published_earliest_on": date(1020, 6, 1)}),
    (
        "missing-date-has-its-reason",
        {
            "published_earliest_on": None,
            "published_latest_on": None,
            "published_basis": "unknown",
            "published_reason": "",
        },
    ),
    ("date-basis-fits-the-date", {"published_basis": "unknown"}),
    ("date-basis-fits-the-date", {"published_earliest_on": None, "published_latest_on": None}),
]
"""A rule about documents, and what to change in a good document to break it and no other."""

NO_READING = {"probability": None, "probability_low": None, "probability_high": None}
FORECASTS: list[tuple[str, dict[str, Any]]] = [
    ("forecast-id-is-well-formed", {"forecast_id": "forecast 1"}),
    ("source-is-known document-passed-the-audit", {"from": {"source_id": "gazette"}}),
    ("extractor-version-is-set", {"extractor_version": ""}),
    ("quote-stands-at-its-offsets", {"end_offset": len(HEAD) + len(QUOTE) + 1}),
    ("quote-lies-within-its-document", {"from": {"start_offset": len(HEAD) + 1}}),
    ("quote-has-words", {"quote": ".", "start_offset": len(HEAD) + PARAGRAPH.index(".")}),
    ("paragraph-stands-at-its-offset", {"paragraph": PARAGRAPH.replace("vote", "coup")}),
    (
        "quote-lies-within-its-paragraph",
        {"paragraph": PARAGRAPH[4:], "paragraph_start_offset": len(HEAD) + 4},
    ),
    ("claim-has-words", {"claim": " . "}),
    ("extractor-gave-its-reason", {"reason": ""}),
    ("holder-is-not-empty", {"speaker": " "}),
    ("holder-is-not-a-pronoun", {"speaker": "He"}),
    ("holder-is-a-name-not-a-sentence", {"speaker": HEAD + PARAGRAPH}),
    ("holder-stands-in-the-text", {"speaker": "Charles Babbage"}),
    ("band-is-known reading-fits-its-band", {"band": "sure"}),
    ("cue-stands-in-its-paragraph", {"cue": "is likely to"}),
    ("probability-is-a-share reading-lies-within-its-range reading-fits-its-band", {"probability": 70.0}),
    ("probability-is-a-share reading-lies-within-its-range reading-fits-its-band", {"probability": NAN}),
    ("stated-probability-is-a-share stated-probability-is-the-probability", {"stated_probability": 70.0}),
    ("stated-probability-is-the-probability", {"stated_probability": 0.7}),
    ("reading-lies-within-its-range", {"probability_low": 0.5, "probability_high": 0.9}),
    ("reading-lies-within-its-range", {"probability_high": None}),
    ("reading-lies-within-its-range", {"probability": None}),
    ("reading-fits-its-band", {"band": "unlikely"}),
    ("scheduled-carries-no-probability", {"band": "scheduled"}),
    ("no-number-is-guessed", {"term": "sure as eggs"}),
    ("no-number-is-guessed", {"term": None}),
    ("made-on-is-not-after-capture", {"made_on": date(2020, 6, 3)}),
    ("made-on-is-not-absurd", {"made_on": date(1020, 6, 1)}),
    ("made-on-is-missing-only-with-the-documents-date", {"made_on": None}),
    ("condition-has-words", {"condition": ""}),
    ("time-words-stand-in-the-text", {"horizon": "by the spring"}),
    ("deadline-comes-from-time-words", {"horizon": None}),
    ("deadline-does-not-end-before-it-begins", {"due_earliest_on": date(2020, 10, 1)}),
    ("deadline-is-not-before-the-forecast", {"due_earliest_on": date(2020, 1, 1), "due_latest_on": date(2020, 5, 31)}),
    (
        "document-is-known source-is-known quote-stands-at-its-offsets quote-lies-within-its-document"
        " paragraph-stands-at-its-offset holder-stands-in-the-text time-words-stand-in-the-text"
        " made-on-is-not-after-capture",
        {"document_id": "d_0000000000000000"},
    ),
    ("deadline-is-not-absurd", {"due_latest_on": date(9999, 1, 1)}),
    ("missing-deadline-has-its-reason", {"due_earliest_on": None, "due_latest_on": None, "due_reason": None}),
]
"""A rule about forecasts, and what to change in a good forecast ("from": in its document) to break it and no other.

Where the change cannot but break others too, they follow the rule's name.
"""

GOOD_DOCUMENTS: list[dict[str, Any]] = [
    {},
    {"title": None, "url": None, "authors": []},
    {"url": "HTTP://herald.example"},
    {"published_latest_on": date(2020, 6, 2), "published_basis": "inferred"},
    {"published_earliest_on": None, "published_latest_on": None, "published_basis": "unknown"},
    # Captured late on 2 June in UTC, when it is 3 June in Auckland.
    {"published_latest_on": date(2020, 6, 3), "captured_at": datetime(2020, 6, 2, 22, 0, tzinfo=UTC)},
]
GOOD_FORECASTS: list[dict[str, Any]] = [
    {},
    {"speaker": "author"},
    {"speaker": "ada lovelace"},  # "Ada\nLovelace" in the text
    {"stated_probability": 0.1, "probability": 0.1, "probability_low": 0.1, "probability_high": 0.1, "term": None},
    {"band": "scheduled", "term": None, **NO_READING},
    {"condition": "if it rains", "horizon": None, "due_earliest_on": None, "due_latest_on": None, "due_reason": None},
    {"due_latest_on": None, "due_earliest_on": None, "due_reason": "no date is meant"},
    {"due_latest_on": None, "due_reason": "open-ended"},
    {"made_on": None, "from": {"published_latest_on": date(2020, 6, 2)}},
]


@dataclass
class Broken:
    """One audit over all of the rows above, each in a document of its own; and the ids of each list's rows."""

    report: AuditReport
    documents: list[str]
    forecasts: list[str]
    good: list[str]


@pytest.fixture(scope="module")
def broken(new_staged: Callable[[], Staged], house: Path) -> Broken:
    staged = new_staged()
    documents = [staged.document(**changes)["document_id"] for _, changes in DOCUMENTS]
    forecasts = [_forecast(staged, changes) for _, changes in FORECASTS]
    good = [staged.document(**changes)["document_id"] for changes in GOOD_DOCUMENTS]
    good += [_forecast(staged, changes) for changes in GOOD_FORECASTS]
    return Broken(audit(staged.write(), "run", house=house), documents, forecasts, good)


def _forecast(staged: Staged, changes: dict[str, Any]) -> str:
    changes = dict(changes)
    document = staged.document(**changes.pop("from", {}))
    return str(staged.forecast(document, **changes)["forecast_id"])


def _rules(report: AuditReport, row_id: str) -> set[str]:
    return {row.rule for row in report.failing_rows if row.row_id == row_id}


@pytest.mark.parametrize("index", range(len(DOCUMENTS)), ids=[rule for rule, _ in DOCUMENTS])
def test_a_document_is_refused_by_the_name_of_its_rule(broken: Broken, index: int) -> None:
    assert _rules(broken.report, broken.documents[index]) == {DOCUMENTS[index][0]}


@pytest.mark.parametrize("index", range(len(FORECASTS)), ids=[rules.split()[0] for rules, _ in FORECASTS])
def test_a_forecast_is_refused_by_the_name_of_its_rule(broken: Broken, index: int) -> None:
    assert _rules(broken.report, broken.forecasts[index]) == set(FORECASTS[index][0].split())


def test_good_rows_pass_every_rule(broken: Broken) -> None:
    assert {row_id: _rules(broken.report, row_id) for row_id in broken.good} == {
        row_id: set() for row_id in broken.good
    }


def test_every_rule_has_a_row_that_breaks_it(broken: Broken) -> None:
    tested = {rule for rules, _ in DOCUMENTS + FORECASTS for rule in rules.split()}
    tested |= {"document-staged-once", "span-is-found-once", "forecast-id-is-given-once"}  # below: they take two rows
    rows = {result.rule for result in broken.report.results if result.severity == "row"}
    stops = {result.rule for result in broken.report.results if result.severity == "stop"}
    assert rows == tested
    assert stops == {rule for rule, _ in STOPS}


def test_the_counts_are_those_of_the_failing_rows(broken: Broken) -> None:
    for result in broken.report.results:
        failing = [
            row for row in broken.report.failing_rows if (row.table_name, row.rule) == (result.table_name, result.rule)
        ]
        assert len(failing) == result.n_failed


def test_the_same_words_found_twice_at_once_are_refused(staged: Staged, house: Path) -> None:
    document = staged.document()
    once = staged.forecast(document)
    twice = staged.forecast(document, forecast_id="f_0123456789abcdef")
    report = audit(staged.write(), "run", house=house)
    assert _rules(report, once["forecast_id"]) == _rules(report, twice["forecast_id"]) == {"span-is-found-once"}


def test_an_id_given_to_two_forecasts_is_refused_with_both(staged: Staged, house: Path) -> None:
    document = staged.document()
    once = staged.forecast(document)
    staged.forecast(document, forecast_id=once["forecast_id"], quote="The party")
    report = audit(staged.write(), "run", house=house)
    assert [(row.rule, json.loads(row.row_json)["quote"]) for row in report.failing_rows] == [
        ("forecast-id-is-given-once", "The party"),
        ("forecast-id-is-given-once", QUOTE),
    ]


def test_a_document_read_twice_at_once_is_refused(staged: Staged, house: Path) -> None:
    document = staged.document()
    staged.readings.append(document)
    report = audit(staged.write(), "run", house=house)
    assert _rules(report, document["document_id"]) == {"document-staged-once"}


def test_two_nights_staged_together_are_no_duplicates(staged: Staged, house: Path) -> None:
    """As `foretold rebuild` stages them; each forecast is measured by its own night's reading of the document."""
    text = f"{HEAD}{PARAGRAPH}"
    undated = {"published_earliest_on": None, "published_latest_on": None, "published_basis": "unknown"}
    first = staged.document(text=text, **undated)
    staged.forecast(first, made_on=None)
    later = datetime(2021, 1, 1, tzinfo=UTC)
    second = staged.document(text=text, reader_version="2", read_at=later)
    staged.forecast(second, extractor_version="2", found_at=later)
    assert audit(staged.write(), "run", house=house).failing_rows == ()


def test_a_forecast_of_a_document_stored_before_is_measured_by_it(staged: Staged, house: Path) -> None:
    old, gone = staged.document(), staged.document()
    late = staged.forecast(old, made_on=date(2020, 6, 4))
    good = staged.forecast(old, quote="The party")
    orphan = staged.forecast(gone)
    path = staged.write()
    with duckdb.connect(str(path)) as con:
        con.execute(
            "insert into captures by name select capture_id, source_id, name as address, 'text/plain' as media_type,"
            " captured_at, length(text) as n_characters from staging.readings"
        )
        con.execute("insert into readings by name select * exclude (text, captured_at) from staging.readings")
        con.execute("delete from readings where document_id = ?", [gone["document_id"]])
        con.execute("delete from staging.readings")
    report = audit(path, "run", house=house)
    assert _rules(report, late["forecast_id"]) == {"made-on-is-not-after-capture"}
    assert _rules(report, good["forecast_id"]) == set()
    assert "document-is-known" in _rules(report, orphan["forecast_id"])


STOPS: list[tuple[str, Callable[[Staged], Any]]] = [
    ("document-has-an-id", lambda staged: staged.document(document_id=None)),
    ("text-is-staged", lambda staged: staged.document(text=None, end_offset=9)),
    ("forecast-has-an-id", lambda staged: staged.forecast(forecast_id=None)),
    ("text-is-staged", lambda staged: (staged.forecast(), staged.texts.clear())),
    ("scales-are-loaded", lambda staged: staged.forecast()),
]


@pytest.mark.parametrize(("rule", "stage"), STOPS, ids=[rule for rule, _ in STOPS])
def test_what_no_row_can_cause_stops_the_run(
    staged: Staged, house: Path, rule: str, stage: Callable[[Staged], Any]
) -> None:
    stage(staged)
    path = staged.write(scales=rule != "scales-are-loaded")
    with pytest.raises(AuditStopped, match=f"1 of 1 staged .* {rule}") as stopped:
        audit(path, "run", house=house)
    assert [r.rule for r in stopped.value.report.results if r.severity == "stop" and r.n_failed] == [rule]


def test_offsets_are_code_points_whatever_stands_in_the_text() -> None:
    """DuckDB's substring counts as Python does; and what UTF-8 cannot hold (a lone surrogate) it does not store."""
    text = "a👩‍👩‍👧e\u0301🇩🇪\r\n\u202eאב\u00a0\x00ß\U0010ffff"
    with duckdb.connect() as con:
        for start in range(len(text)):
            for end in range(start + 1, len(text) + 1):
                cut = con.execute(
                    "select substring(?, ?, ?), length(?)", [text, start + 1, end - start, text]
                ).fetchall()
                assert cut == [(text[start:end], len(text))]
        with pytest.raises((RuntimeError, duckdb.Error)):  # the one or the other, by the version
            con.execute("select ?", ["\ud83d"])


def test_every_reading_of_every_cue_lies_in_its_band(staged: Staged, house: Path) -> None:
    """The ranges in forecasts.sql are wide enough for each scale that is shipped."""
    lexicon = tomllib.loads((house / "src/foretold/extract/lexicon.toml").read_text(encoding="utf-8"))
    bands = {(cue["term"], cue["band"]) for cue in lexicon["cue"] if "term" in cue and "band" in cue}
    document = staged.document(text=f"{HEAD}{PARAGRAPH}")
    cases: dict[str, tuple[str, str, str]] = {}
    for file in sorted((house / "warehouse" / "scales").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as handle:
            readings = {row["term"]: row for row in csv.DictReader(handle)}
        for term, band in sorted(bands):
            if term in readings and band != "scheduled":
                low, point, high = (float(readings[term][end]) for end in ("low", "point", "high"))
                reading = {"probability_low": low, "probability": point, "probability_high": high}
                row = staged.forecast(document, band=band, forecast_id=f"f_{len(cases):016x}", **reading)
                cases[row["forecast_id"]] = (file.stem, term, band)
    assert len(cases) > 50
    report = audit(staged.write(), "run", house=house)
    assert [cases[row.row_id] for row in report.failing_rows if row.rule == "reading-fits-its-band"] == []


def test_the_page_of_rules_is_in_step(house: Path) -> None:
    page = (house / "expectations" / "README.md").read_text(encoding="utf-8")
    assert page == rules_page(load_suites(house / "expectations")), "run python -m foretold.quality.report"


def test_every_rule_says_why_it_exists(house: Path) -> None:
    suites = load_suites(house / "expectations")
    assert sum(len(suite.rules) for suite in suites) >= 25
    for rule in (rule for suite in suites for rule in suite.rules):
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", rule.name)
        assert len(rule.reason.split()) >= 6
        assert rule.reason.rstrip(")").endswith(".")
