"""A claim stands alone: reports and remarks are cut out of it, its subject is kept, what stays open is flagged."""

from __future__ import annotations

import pytest

from foretold.extract import extract
from foretold.extract.exam import as_document

PARTED = [
    ("The Swedes, Mrs Quist-Moss said, won't touch theirs.", "The Swedes will not touch theirs"),
    ("The Danes, said Mrs Quist-Moss, will sell by May.", "The Danes will sell by May"),
    ("The Danes (Mrs Quist-Moss says) will sell by May.", "The Danes will sell by May"),
    ("The Danes - so Mrs Quist-Moss says - will sell by May.", "The Danes will sell by May"),
    ("Ida Karr, I suspect, will win in March.", "Ida Karr will win in March"),
    ("Prices, the brokers say, are unlikely to fall.", "Prices will fall"),
]
REMARKS = [
    ("Karr will win easily, which is not hard when nobody else runs.", "Karr will win easily"),
    (
        "The plan is doomed to fail, as Hale wants the lake, something that cannot come before May.",
        "The plan will fail",
    ),
    (
        "It will end late, because all do, though the Danes pay, the Swedes are not here, and it rains.",
        "It will end late",
    ),
    ("The bill, which is long, will pass in May.", "The bill, which is long, will pass in May"),
]
WORDS = [
    ("Ward 1 will get a new bridge by 2025.", "Ward 1 will get a new bridge by 2025"),
    ("As chairman, Ana Ruiz will sign in May.", "As chairman, Ana Ruiz will sign in May"),
    ("Output, now 5 percent down, is likely to rise.", "Output, now 5 percent down, will rise"),
    ("Rather, Hale will want the lake.", "Hale will want the lake"),
    ("If Moss wins, one could envision a long strike.", "There will be a long strike"),
]
RESOLVED = [
    ("Should the president lose, he is unlikely to leave.", "The president will leave"),
    ("If the mayor resigns, she will be replaced by May.", "The mayor will be replaced by May"),
    ("If the Danes sign, they will open the bridge in May.", "The Danes will open the bridge in May"),
    ("If the bank fails, it will close in May.", "The bank will close in May"),
]


@pytest.mark.parametrize(("text", "claim"), [*PARTED, *REMARKS, *WORDS, *RESOLVED])
def test_the_claim_alone(text: str, claim: str) -> None:
    assert [forecast.claim for forecast in extract(as_document("one", text))] == [claim]


@pytest.mark.parametrize(
    "text",
    [
        "If the bank sues the firm, it will settle by May.",
        "If Ana Ruiz meets Ida Karr, she will sign by May.",
        "It will rain on the parade in May.",
        "She will not say when. She will on the price.",
        "When the tides turn, the boats will do so.",
        "This will lead to a strike by May.",
        "This year, they will vote in May.",
        "This, coupled with the drought, will lead to a strike by May.",
    ],
)
def test_what_stays_open_is_flagged(text: str) -> None:
    found = extract(as_document("one", text))
    assert found
    for forecast in found:
        assert "unresolved reference" in forecast.vagueness
        assert not forecast.is_checkable
