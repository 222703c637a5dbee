"""Read: spans, titles, authors, dates and furniture of documents; the text itself is never touched."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import BODY, NOW, SHARED, document, documents, marked

from foretold.corpus.collect import collect
from foretold.corpus.read import name_of, read
from foretold.corpus.sources import folder_source
from foretold.corpus.store import CaptureStore
from foretold.records import DateBasis, Document


def test_front_matter_gives_title_authors_url_and_date_and_the_span_begins_after_it() -> None:
    text = (
        "\ufeff---\r\ntitle: 'Rates: a view'\r\nauthor: [Jane Doe, John Roe]\r\nsource: The Paper\r\n"
        "url: https://example.org/a\r\npublished: 2016-04-12\r\ninvented: true\r\n---\r\n\r\nRates will fall.\r\n"
    )
    found = document(text)
    assert text[found.start : found.end] == "\r\nRates will fall.\r\n"
    assert (found.title, found.authors, found.url) == (
        "Rates: a view",
        ("Jane Doe", "John Roe"),
        "https://example.org/a",
    )
    assert found.made_on == date(2016, 4, 12)
    assert found.published_basis is DateBasis.STATED
    assert found.published_reason == "front matter, published: 2016-04-12"
    assert (found.name, found.source_id, found.capture_id) == ("a", "paper", "c_1")
    assert found.text is text


def test_a_title_may_hold_a_colon() -> None:
    found = document("---\ntitle: Oil: it's the end: maybe\nauthor: Jane Doe\ntags:\n  - oil\n---\nOil will fall.\n")
    assert (found.title, found.authors) == ("Oil: it's the end: maybe", ("Jane Doe",))


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("Jane Doe", ("Jane Doe",)),
        ("Jane Doe; John Roe", ("Jane Doe", "John Roe")),
        ("Doe, Jane", ("Doe, Jane",)),
        ("[]", ()),
        ("null", ()),
        ("", ()),
        ("{a: b}", ()),
    ],
)
def test_authors_as_front_matter_gives_them(value: str, authors: tuple[str, ...]) -> None:
    assert document(f"---\nauthor: {value}\n---\n{BODY}").authors == authors


FURNITURE = [
    "Skip to content",
    "Sign in to comment",
    "Share this article",
    "Become a member of our podcast on Patreon and get our newsletter",
    "Subscribe to our newsletter for the best of the week",
    "READ MORE: Why the bank waited",
    "ALSO ON OUR SITE: Five charts about rates",
    "TRIBUNE READERS: Tell us how rates have changed your plans.",
    "Related: Why the bank waited",
    "Editor’s note: An earlier version misspelled the governor’s name.",
    "This article was originally published by another paper.",
    "The views expressed here are the author’s own.",
    "© 2019 The Paper. All rights reserved.",
    "Send your views to letters@example.org",
    "Comments are moderated and will be deleted if they are abusive.",
    "Map of branches closed, 3/4/16",
    "Photo: The governor arrives (Getty Images)",
    "Figure 3: Rates since the war",
    "So will rates fall?",
    "![the bank](bank.png)",
    "* * *",
    "https://example.org/more",
    "Additional reporting by Jane Doe.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_marked_and_never_cut(line: str) -> None:
    first, rest = BODY.split("\n\n", 1)
    text = f"A cautious bank\n\n{first}\n\n{line}\n\n{rest}"
    found = document(text)
    assert marked(found) == [line]
    assert (found.start, found.end) == (0, len(text))


@pytest.mark.parametrize(
    "line",
    [
        "Support for the government will fall.",
        "“Will rates fall?” she asked, and answered that they would.",
        "Will rates fall? They will.",
        "TRUMP: We will build it, and we will do so soon.",
        "He commented that the rules will change next year.",
        "The road map to peace may yet be followed.",
        "A cut in May is likely.",
        "Rates may fall",
        "Follow the money and the bank will follow, too.",
        "Watch the yen: it will fall.",
        "By June the bank will have cut its rate twice.",
        "1. Rates will fall.",
        "Who would deny, after all that the governor has said this year, that the next cut will come in May?",
        "This report will be read closely, and published in May.",
    ],
)
def test_what_an_author_says_is_no_furniture(line: str) -> None:
    first, rest = BODY.split("\n\n", 1)
    assert marked(document(f"A cautious bank\n\n{first}\n\n{line}\n\n{rest}")) == []


def test_readers_comments_and_lists_of_links_are_furniture_to_their_end() -> None:
    tail = "More from The Paper\n\nThe bank that will never cut\n\nRates will rise, says one"
    found = document(
        f"A cautious bank\n\n{BODY * 3}\n\n{tail}\n\n3 comments\n\nI think that rates will fall.\n\nMe too."
    )
    assert marked(found) == [*tail.split("\n\n"), "3 comments", "I think that rates will fall.", "Me too."]


def test_a_biography_at_the_end_is_furniture() -> None:
    bio = "Jane Doe is a senior fellow at the Institute and the author of a book that will appear in May."
    assert marked(document(f"A cautious bank\n\n{BODY}\n\n{bio}\n")) == [bio]
    assert marked(document(f"A cautious bank\n\n{bio}\n\n{BODY}\n")) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"A cautious bank\n\n{BODY}", "A cautious bank"),
        (f"Bank waits, and says so.\n\n{BODY}", "Bank waits, and says so."),
        (f"# A *cautious* bank\n\n{BODY}", "A *cautious* bank"),
        (f"Edit Content\n\nShare\n\nA cautious bank\n\n{BODY}", "A cautious bank"),
        (f"Will it wait?\n\n{BODY}", "Will it wait?"),
        (BODY * 2, None),
        (f"The harbour had been quiet for weeks.\n\n{BODY}", None),
        (f"Oil prices had risen for a month when it happened.\n\n{BODY}", None),
        (f"On Monday, rates fell.\n\n{BODY}", None),
        (f"I am no friend of forecasts.\n\n{BODY}", None),
        (f"The Bank That Would Not Cut Its Rate.\n\n{BODY}", "The Bank That Would Not Cut Its Rate."),
        (f"the week in brief\n\n{BODY}", "the week in brief"),
        (f"The harbour had been quiet for weeks\n\n{BODY}", "The harbour had been quiet for weeks"),
        (
            f"Finance minister says October rates decision was a ‘mistake.’\n\n{BODY}",
            "Finance minister says October rates decision was a ‘mistake.’",
        ),
        (f"morning notes.\n\n{BODY}", "morning notes."),
        (f"Central bank lowers growth forecast for U.S.\n\n{BODY}", "Central bank lowers growth forecast for U.S."),
        ("word " * 50 + "\n\n" + BODY, None),
        ("Rates will fall.", None),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    assert document(text).title == title


def article(surname: str, first: str, place: str, n: int = 14) -> str:
    opening = f"President {first} {surname} has said that the talks over {place} go well, though few who know it agree."
    later = (
        f"What {surname} needs in {place} is time, which the people there say has been spent on other things by now."
    )
    middle = (
        "A long view of the matter shows how little was settled when the papers were signed and the flags put away."
    )
    return "\n\n".join([opening, *([later, middle] * n)])


PAGE = [
    ("How the talks in Arland may end", article("Varga", "Ilona", "Arland")),
    ("A longer look at the peace in Borland", article("Okoro", "Samuel", "Borland")),
    ("Why nobody wins the war over Corland", article("Lindqvist", "Maja", "Corland")),
]


@pytest.mark.parametrize(
    "marker",
    [
        "Tag Archive for: peace",
        "Category Archives: Opinion",
        "Posts tagged ‘peace’",
        "Author Archives: Jane Doe",
        "# Articles by Jane Doe",
        "Category: Opinion",
        "Monthly Archives: March 2020",
        "Search results for: peace",
    ],
)
def test_an_archive_page_is_split_at_its_headlines(marker: str) -> None:
    text = f"{marker}\n\n" + "\n\n".join(f"{title}\n\n{body}" for title, body in PAGE)
    found = documents(text, "2020-03-03_page.txt")
    assert [one.title for one in found] == [title for title, _ in PAGE]
    assert [one.start for one in found] == [text.index(title) for title, _ in PAGE]
    assert [one.end for one in found] == [*(one.start for one in found[1:]), len(text)]
    assert len({one.document_id for one in found}) == 3
    assert {one.made_on for one in found} == {None}, "the page's date is none of theirs"


def test_a_heading_inside_an_article_begins_no_new_one() -> None:
    title, body = PAGE[0]
    half = body.split("\n\n")
    text = "\n\n".join(
        ["Tag Archive for: peace", title, *half[:15], "The hard question of the northern border", *half[15:], *PAGE[1]]
    )
    assert [one.title for one in documents(text)] == [title, PAGE[1][0]]


def test_headlines_with_bylines_split_a_page_that_does_not_call_itself_an_archive() -> None:
    text = "\n\n".join(
        f"{title}\n\nBy Jane Doe | March {day}, 2020\n\n{body}" for day, (title, body) in enumerate(PAGE, 1)
    )
    found = documents(text)
    assert [(one.title, one.made_on, one.authors) for one in found] == [
        (title, date(2020, 3, day), ("Jane Doe",)) for day, (title, _) in enumerate(PAGE, 1)
    ]


def test_without_such_evidence_a_page_is_one_document() -> None:
    assert len(documents("\n\n".join(f"{title}\n\n{body}" for title, body in PAGE))) == 1
    text = "Tag Archive for: peace\n\n" + "\n\n".join(f"{title}\n\n{body}" for title, body in PAGE)
    assert len(documents(f"---\ntitle: A digest\n---\n{text}")) == 1


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("deep/000_3cd4.txt", "000_3cd4"),
        ("a.b.md", "a.b"),
        ("https://example.org/2016/a-view.html?x=1", "a-view"),
        ("https://example.org/", "example.org"),
    ],
)
def test_names(address: str, name: str) -> None:
    assert name_of(address) == name


PIECES = [
    "A cautious bank",
    "Tag Archive for: x",
    "By Jane Doe",
    "March 3, 2020",
    "Will it?",
    "3 comments",
    "---",
    "title: x",
    BODY,
    "President Ann Lee said in 2016 that it will be so in 2020. Lee was right.",
    "\u2028",
    "\ufeff",
    "\x0c",
    " ",
    "🎲 אולי",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=25),
    st.sampled_from(["\n", "\r\n", "\n\n", "\r\n\r\n", "\r", "\n \n"]),
)
def test_whatever_the_text_spans_lie_in_it_in_order_and_reading_is_the_same_twice(pieces: list[str], gap: str) -> None:
    text = gap.join(pieces)
    found = documents(text)
    assert found == documents(text)
    end = 0
    for one in found:
        assert one.text is text
        assert end <= one.start < one.end <= len(text)
        end = one.end
        place = one.start
        for first, last in one.furniture:
            assert place <= first < last <= one.end
            assert text[first:last] == text[first:last].strip()
            place = last
        assert (one.published_earliest is None) == (one.published_basis is DateBasis.UNKNOWN)
        if one.published_earliest and one.published_latest:
            assert one.published_earliest <= one.published_latest <= NOW.date()
    if not found:
        rest = text.removeprefix("\ufeff")
        assert not rest.strip() or rest.startswith("---")


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "Rates will fall in 2016. " * 80_000,
        "in 2016 " * 200_000,
        "“" * 10_000 + "A-" * 400_000,
        "Tag Archive for: x\n\n" + "The Heading Of It\n\nWords Ann Lee and Lee.\n\n" * 2_000,
        "\n" * 1_000_000 + "x",
        "a\n" * 400_000,
        "a@" * 400_000,
        "---\n" + "a: b\n" * 300_000,
    ],
    ids=range(9),
)
@pytest.mark.timeout(120)  # more than linear time would be hours
def test_long_and_adversarial_texts_take_linear_time(text: str) -> None:
    documents(text)


def shared_documents(tmp_path: Path, folder: Path) -> list[Document]:
    source = folder_source(folder)
    found = collect([source], CaptureStore(tmp_path / "captures"), now=datetime(2026, 11, 1, tzinfo=UTC))
    assert found.problems == []
    return [one for capture in found.captures for one in read(capture, source)]


TRUTH = {  # from the README of the real corpus: the days between which each was published, in the order of the files
    "000": [("2020-02-01", "2020-02-29")],
    "001": [
        ("2025-01-30", "2025-01-30"),
        ("2024-02-13", "2024-02-13"),
        ("2023-05-01", "2023-05-31"),
        ("2021-02-01", "2021-02-28"),
        ("2020-03-03", "2020-03-03"),
    ],
    "002": [("2016-04-12", "2016-04-12")],
    "003": [("2016-10-20", "2016-10-31")],
    "004": [("2019-12-26", "2019-12-26")],
}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the material in ../shared is not here")
def test_the_real_corpus(tmp_path: Path) -> None:
    found = shared_documents(tmp_path, SHARED / "corpus")
    assert {key: len([one for one in found if one.name.startswith(key)]) for key in TRUTH} == {
        key: len(dates) for key, dates in TRUTH.items()
    }
    for key, dates in TRUTH.items():
        for one, (earliest, latest) in zip((d for d in found if d.name.startswith(key)), dates, strict=True):
            if one.published_earliest and one.published_latest:
                assert str(one.published_earliest) <= earliest
                assert latest <= str(one.published_latest)
    assert len([one for one in found if one.published_basis is DateBasis.INFERRED]) >= 1
    assert all(one.title for one in found)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the material in ../shared is not here")
def test_the_real_news_is_dated_by_its_names(tmp_path: Path) -> None:
    found = shared_documents(tmp_path, SHARED / "gold" / "news")
    assert len(found) == 12
    assert all(one.made_on == date.fromisoformat(one.name.split("_")[1]) for one in found)
    assert all(one.title for one in found)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the material in ../shared is not here")
def test_no_marked_forecast_lies_in_furniture_or_outside_of_its_document(tmp_path: Path) -> None:
    found = shared_documents(tmp_path, SHARED / "corpus") + shared_documents(
        tmp_path / "news", SHARED / "gold" / "news"
    )
    rows = [
        json.loads(line)
        for name in ("seeds.dev.jsonl", "news.dev.jsonl")
        for line in (SHARED / "gold" / name).read_text(encoding="utf-8").splitlines()
    ]
    rows = [row for row in rows if row["label"] != "unjudged"]
    assert len(rows) > 50
    for row in rows:
        (home,) = [d for d in found if d.name == row["doc"] and d.start <= row["start"] and row["end"] <= d.end]
        assert home.text[row["start"] : row["end"]] == row["quote"]
        if row["label"] == "forecast":
            assert not [span for span in home.furniture if span[0] < row["end"] and row["start"] < span[1]]
