"""Paragraphs: what stands around a quote on its page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foretold.corpus.lines import lines, paragraph_at, paragraphs

WRAPPED = """The bank left its rate where it was on
Thursday, and few were surprised by
that.
She said so.

Another paragraph stands here.
"""


def at(text: str, quote: str, within: tuple[int, int] | None = None) -> str:
    start = text.index(quote)
    first, last = paragraph_at(text, start, start + len(quote), within=within)
    return text[first:last]


@pytest.mark.parametrize("gap", ["\n\n", "\n", "\r\n", "\r\n\r\n", "\n \t\n", "\r\r"])
def test_a_paragraph_ends_at_blank_lines_and_at_single_line_ends(gap: str) -> None:
    text = gap.join(["word " * 40 + "one.", "word " * 30 + "two. More of two.", "Three."])
    assert at(text, "More of two") == "word " * 30 + "two. More of two."
    assert at(text, "Three") == "Three."


def test_lines_that_are_wrapped_by_hand_are_one_paragraph() -> None:
    assert (
        at(WRAPPED, "few were") == "The bank left its rate where it was on\nThursday, and few were surprised by\nthat."
    )
    assert at(WRAPPED, "She said") == "She said so."
    assert at(WRAPPED, "Another") == "Another paragraph stands here."
    assert at(WRAPPED, "was on\nThursday").startswith("The bank")


def test_a_sentence_goes_on_over_a_line_end() -> None:
    text = "Even if it waits, however,\n“the rest is plain,” she said. " + "More words. " * 20 + "\nA new paragraph."
    assert at(text, "the rest").startswith("Even if")
    assert at(text, "new") == "A new paragraph."


def test_items_of_a_list_are_apart() -> None:
    text = "Two points on this matter are plain:\n- the bank will wait until the summer\n- the summer will be long"
    assert at(text, "will wait") == "- the bank will wait until the summer"


def test_a_span_over_two_paragraphs_has_both() -> None:
    assert at("One.\n\nTwo.\n\nThree.", "One.\n\nTwo") == "One.\n\nTwo."


def test_the_document_bounds_the_paragraph() -> None:
    text = "One two three four."
    assert at(text, "three", within=(4, 13)) == "two three"
    with pytest.raises(ValueError, match="outside"):
        paragraph_at(text, 0, 3, within=(4, 13))


@given(st.text(alphabet="ab. \n\r\t\u2028\x0c-é", max_size=200), st.data())
def test_the_paragraph_holds_the_span_and_no_blank_line_beyond_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = data.draw(st.integers(0, start)), data.draw(st.integers(end, len(text)))
    first, last = paragraph_at(text, start, end, within=(low, high))
    assert low <= first <= start <= end <= last <= high
    for beyond in (text[first:start], text[end:last]):
        assert "\n\n" not in beyond


@given(st.text(alphabet="ab. \n\r\t\u2028\x0c-é", max_size=300))
def test_lines_and_paragraphs_cover_all_that_is_not_white_space(text: str) -> None:
    for spans in ([(line.start, line.end) for line in lines(text)], paragraphs(text)):
        covered = set()
        for first, last in spans:
            assert first < last
            covered.update(range(first, last))
        assert all(place in covered for place, sign in enumerate(text) if not sign.isspace())
        assert spans == sorted(spans)
    assert all(text[line.start : line.end] == line.text for line in lines(text))
