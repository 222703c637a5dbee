"""Offsets are true and nothing crashes, whatever the text; the time taken grows with its length and no faster."""

from __future__ import annotations

import resource
import time

import pytest
from fuzz import PIECES, hold
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foretold.extract import explain, extract, extract_many
from foretold.extract.exam import as_document
from foretold.records import Document

WORDS = st.sampled_from(PIECES)
TEXTS = st.one_of(
    st.lists(WORDS, max_size=40).map(" ".join), st.lists(WORDS, max_size=25).map("".join), st.text(max_size=200)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_is_read_with_true_offsets(text: str) -> None:
    hold(text, extract(as_document("odd", text)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_only_the_documents_own_span_is_read_and_its_furniture_is_not(before: str, text: str) -> None:
    whole = f"{before}\n{text}"
    start = len(before) + 1
    document = Document("d", "c", "s", "odd", whole, start, len(whole), furniture=((start, len(whole)),))
    assert extract(document) == []
    found = extract(Document("d", "c", "s", "odd", whole, start, len(whole)))
    hold(whole, found)
    assert all(forecast.start >= start for forecast in found)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=2, max_size=5))
def test_documents_read_together_are_read_as_if_alone(texts: list[str]) -> None:
    documents = [as_document(f"d{n}", text) for n, text in enumerate(texts)]
    assert list(extract_many(documents)) == [extract(document) for document in documents]


SENTENCES = [
    "The council will say that terms were provided on time, subject to approval, as long as the vote holds in June.",
    "Were the dam to fail, the bank would, barring a miracle, see losses no smaller than those of the year before.",
    "Ceding that outpost would give the rebels, provided they want it, the confidence that others would soon yield too.",
    "“The odds, at about one in four, are likely to shorten,” said Bo Li, “once more guidance on condition that is given.”",
    "I give it a 60 percent chance that, by the end of 2031, neither of the two failing firms will be with us.",
]


def test_a_text_may_end_anywhere() -> None:
    cuts = [" ".join(words[:n]) for words in map(str.split, SENTENCES) for n in range(1, len(words) + 1)]
    for cut, found in zip(cuts, extract_many(as_document("cut", cut) for cut in cuts), strict=True):
        hold(cut, found)


def test_a_condition_may_have_no_words_before_its_cue() -> None:
    text = (
        "Ⓞ쓔쓄쓄쒇쓄 鮛鮛⌣⌣⌣⌣ according to could could could could according to according to according to could may "
        "according to according to according to in June according to " + "could " * 17 + "according to " + "could " * 12
    ) + "\x00 won’t according to \x00 is likely to "
    hold(text, extract(as_document("odd", text)))


def test_every_sentence_is_explained() -> None:
    text = "Rates will rise in June. Ministers should resign. Will they? The sun shone. It would have rained."
    verdicts = {finding.quote: finding.verdict for finding in explain(as_document("all", text))}
    assert verdicts == {
        "Rates will rise in June": "forecast",
        "Ministers should resign.": "advice",
        "Will they": "question",
        "The sun shone.": "no cue",
        "It would have rained": "would have",
    }


CLAIM = "The bank will raise its rates next year. "
ODD = {
    "open quotes": ("“He will win. ", 500),
    "straight quotes": ('" will ', 500),
    "apostrophes": ("'he will ", 300),
    "no space": ("will", 50_000),
    "no break": ("The quick brown fox jumps over the lazy dog. " * 20 + CLAIM, 150),
    "one name after another": ("“Ana Ruiz will win,” said Bo Li. ", 200),
    "block quotes": ("It will rain.\n", 300),
    "open parentheses": ("(", 20_000),
    "full stops": (". ", 50_000),
    "blank lines": ("\n", 200_000),
    "surrogates": ("The bank \ud800will raise\udfff rates. ", 200),
    "no text": ("\x00", 50_000),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_text_takes_linear_time(name: str) -> None:
    taken = [seconds(name, times) for times in (1, 4)]
    assert taken[1] < 8 * taken[0] + 0.5


@pytest.mark.soak
@pytest.mark.parametrize("name", ODD)
def test_a_lot_of_odd_text_takes_linear_time(name: str) -> None:
    piece, count = ODD[name]
    times = max(2, 250_000 // (len(piece) * count))
    taken = [seconds(name, n) for n in (times, 4 * times)]
    assert taken[1] < 6 * taken[0] + 0.5


@pytest.mark.soak
def test_five_megabytes_without_a_blank_line() -> None:
    text = ("The quick brown fox jumps over the lazy dog. " * 20 + CLAIM) * 5_500
    assert len(text) > 5_000_000
    found = extract(as_document("long", text))
    hold(text, found)
    assert len(found) == 5_500


@pytest.mark.soak
def test_a_hundred_thousand_documents_of_one_line_in_flat_memory() -> None:
    lines = [CLAIM, "The sun shone.", "“He will win,” she said.", "Rates might fall in June, if the bank agrees."]
    documents = (as_document(f"d{n}", f"{lines[n % 4]}") for n in range(100_000))
    peaks, started = [], time.process_time()
    for n, found in enumerate(extract_many(documents)):
        hold(lines[n % 4], found)
        if n in {20_000, 99_999}:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    assert time.process_time() - started < 600
    assert peaks[1] < 1.1 * peaks[0]


def seconds(name: str, times: int) -> float:
    """Return the processor time that a text of odd pieces takes."""
    piece, count = ODD[name]
    extract(as_document("warm", CLAIM))
    text = "He said:\n" * (name == "block quotes") + piece * (count * times) + CLAIM
    started = time.process_time()
    hold(text, extract(as_document("odd", text)))
    return time.process_time() - started
