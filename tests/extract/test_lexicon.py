"""Each cue of the lexicon is found in its examples, with its band; its term can be read by the default scale."""

from __future__ import annotations

import pytest

from foretold.extract import extract
from foretold.extract.exam import as_document
from foretold.extract.lexicon import Entry, entries
from foretold.extract.scale import readings
from foretold.records import Band

CASES = [(entry, example) for entry in entries() for example in entry.examples]


@pytest.mark.parametrize(("entry", "example"), CASES, ids=[example[:60] for _, example in CASES])
def test_a_cue_is_found_in_its_example(entry: Entry, example: str) -> None:
    found = extract(as_document("example", example))
    assert [forecast.band for forecast in found][:1] == [_band(entry, example)]
    assert example[found[0].start : found[0].end] == found[0].quote


def _band(entry: Entry, example: str) -> Band:
    # A stated number decides the band, whatever the word.
    return Band.LIKELY if "percent chance" in example else entry.band


@pytest.mark.parametrize("entry", entries(), ids=[f"{entry.kind}-{entry.words[0]}" for entry in entries()])
def test_every_term_can_be_read(entry: Entry) -> None:
    assert entry.examples
    if entry.term == "scheduled":
        assert "scheduled" not in readings()
    else:
        reading = readings()[entry.term]
        assert 0 <= reading.low <= reading.point <= reading.high <= 1
