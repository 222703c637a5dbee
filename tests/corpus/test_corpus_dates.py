"""When a document was published: as it says, as its name says, or inferred as a range; never today."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from reading import BODY, SOURCE, document, marked

from foretold.corpus.read import read
from foretold.records import Capture, DateBasis


@pytest.mark.parametrize(
    ("words", "earliest", "latest"),
    [
        ("2016-04-12", "2016-04-12", "2016-04-12"),
        ("2016-04-12T23:30:00-05:00", "2016-04-12", "2016-04-12"),
        ("2016-04-12 10:00:00 +0000", "2016-04-12", "2016-04-12"),
        ("20160412", "2016-04-12", "2016-04-12"),
        ("April 12, 2016", "2016-04-12", "2016-04-12"),
        ("Tuesday, 12th April 2016", "2016-04-12", "2016-04-12"),
        ("Sept. 1, 2016 at 10:15 am ET", "2016-09-01", "2016-09-01"),
        ("13/04/2016", "2016-04-13", "2016-04-13"),
        ("4/4/2016", "2016-04-04", "2016-04-04"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("May 2023", "2023-05-01", "2023-05-31"),
        ("2016", "2016-01-01", "2016-12-31"),
        ("2026-03-04", "2026-03-04", "2026-03-04"),
        ("2026-03", "2026-03-01", "2026-03-04"),
    ],
)
def test_stated_dates(words: str, earliest: str, latest: str) -> None:
    found = document(f"---\npublished: {words}\n---\n{BODY}")
    assert (str(found.published_earliest), str(found.published_latest)) == (earliest, latest)
    assert found.published_basis is DateBasis.STATED
    assert (found.made_on is None) == (earliest != latest)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("2026-03-05", "in the future"),
        ("20205-01-01", "the year 20205"),
        ("2020-02-30", "no calendar"),
        ("2020-13-01", "no calendar"),
        ("03/04/2020", "day/month or month/day"),
        ("yesterday", "not a date"),
        ("0999-01-01", "the year 0999"),
    ],
)
def test_a_date_that_cannot_be_meant_leaves_none_with_the_reason(words: str, why: str) -> None:
    found = document(f"---\npublished: {words}\n---\n{BODY}", "2016-04-12-rates.txt")
    assert (found.published_earliest, found.published_latest, found.made_on) == (None, None, None)
    assert found.published_basis is DateBasis.UNKNOWN
    assert why in found.published_reason
    assert words in found.published_reason


@pytest.mark.parametrize(
    ("address", "made_on"),
    [
        ("nyt_2016-01-20_falling-deficit.txt", date(2016, 1, 20)),
        ("2016/01/20/falling.txt", date(2016, 1, 20)),
        ("archive/20160120 falling.txt", date(2016, 1, 20)),
        ("https://example.org/2016/01/20/falling.html", date(2016, 1, 20)),
        ("2016-13-20_falling.txt", None),
        ("forecasts_2031-01-20.txt", None),
        ("000_3cd4d12cfdcbdd94.txt", None),
        ("a120160120b.txt", None),
    ],
)
def test_a_date_in_the_name(address: str, made_on: date | None) -> None:
    found = document(BODY, address)
    assert found.made_on == made_on
    assert ("address" in found.published_reason) == (made_on is not None)


@pytest.mark.parametrize(
    ("head", "authors", "made_on"),
    [
        ("By Jane Doe", ("Jane Doe",), None),
        ("By JANE DOE and John van der Roe", ("JANE DOE", "John van der Roe"), None),
        ("By Jane Doe, Economics Correspondent", ("Jane Doe",), None),
        ("BY JANE DOE", ("By Jane Doe".removeprefix("By "),), None),
        ("March 3, 2020", (), date(2020, 3, 3)),
        ("Published: 3 March 2020", (), date(2020, 3, 3)),
        ("Posted on March 3, 2020 by Jane Doe", ("Jane Doe",), date(2020, 3, 3)),
        ("March 3, 2020 | By Jane Doe | 5 min read", ("Jane Doe",), date(2020, 3, 3)),
        ("Last updated 3 March 2020", (), None),
        ("By 2030", (), None),
        ("By the book", (), None),
    ],
)
def test_a_line_of_names_and_dates(head: str, authors: tuple[str, ...], made_on: date | None) -> None:
    found = document(f"A cautious bank\n\n{head}\n\n{BODY}")
    assert (found.title, found.made_on) == ("A cautious bank", made_on)
    assert tuple(name.lower() for name in found.authors) == tuple(name.lower() for name in authors)
    assert (head in marked(found)) == bool(authors or made_on or "updated" in head)


def test_a_date_line_from_the_future_is_refused() -> None:
    found = document(f"A cautious bank\n\nMarch 3, 2031\n\n{BODY}")
    assert found.made_on is None
    assert "in the future" in found.published_reason


def test_a_dateline_with_a_year() -> None:
    assert document(f"A cautious bank\n\nLONDON, 3 March 2020 (Wire) — {BODY}").made_on == date(2020, 3, 3)


def test_a_text_that_gives_nothing_away_has_no_date_and_no_author() -> None:
    found = document(BODY)
    assert (found.made_on, found.published_basis, found.authors) == (None, DateBasis.UNKNOWN, ())
    assert found.published_reason.startswith("no date was given")


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        (
            "The war is about to enter its third year. The February 2022 invasion surprised many.",
            "2023-10-01",
            "2024-02-29",
        ),
        ("The siege is in its second year. It began in June 2019.", "2020-06-01", "2021-07-02"),
        (
            "He took office in January 2021. The presidential election in November will settle it for Americans. "
            "New rules will apply in 2025.",
            "2023-11-02",
            "2024-11-08",
        ),
        ("The plant was closed in May 2014. A new one will open in 2016.", "2014-05-01", "2016-12-31"),
        ("It has been so since 2014. A new one is due to open by March 2015.", "2014-01-01", "2015-03-31"),
        ("PARIS, May 9 (Wire) — It was signed in May 2014. It will apply in 2014.", "2014-05-09", "2014-05-09"),
    ],
)
def test_dates_inferred_from_what_is_past_and_what_is_awaited(text: str, earliest: str, latest: str) -> None:
    found = document(text)
    assert (str(found.published_earliest), str(found.published_latest)) == (earliest, latest)
    assert found.published_basis is DateBasis.INFERRED
    assert "not before" in found.published_reason
    assert "not after" in found.published_reason


@pytest.mark.parametrize(
    "text",
    [
        "The plant was closed in May 2014.",  # nothing above
        "A new one will open in 2016.",  # nothing below
        "It was closed in 1995. A new one will open in 2016.",  # too wide
        "It was closed in 2018. A new one will open in 2016.",  # a contradiction
        "It was to be closed in 2014. A new one will open in 2016.",
        "They agreed that it should be finished in 2014. A new one will open in 2016.",
        "The bank had expected 2 percent in 2014. A new one will open in 2016.",
        "It was closed in 2014. “It will be open in 2016,” he had said.",
        "It was closed in 2014. He will say that it was opened in 2016.",
        "It was closed in 2014. It will cost 2016 dollars.",
        "The presidential election in November will settle it. It was closed in 2014.",
        "The war is about to enter its third year.",
    ],
)
def test_doubtful_evidence_infers_nothing(text: str) -> None:
    found = document(text)
    assert (found.published_basis, found.published_earliest) == (DateBasis.UNKNOWN, None)
    assert found.published_reason.startswith("no date was given")


def test_no_date_depends_on_the_day_of_capture() -> None:
    text = "The plant was closed in May 2014. A new one will open in 2016."
    days = [datetime(year, 1, 1, tzinfo=UTC) for year in (2019, 2026, 2040)]
    found = {read(Capture("c_1", "paper", "a.txt", "text/plain", day, text), SOURCE)[0] for day in days}
    assert len(found) == 1
