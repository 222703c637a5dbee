"""Holder, strength, condition and claim of forecasts, by structure."""

from __future__ import annotations

import pytest

from foretold.extract import extract
from foretold.extract.exam import as_document
from foretold.records import Band, Forecast


def only(text: str) -> Forecast:
    found = extract(as_document("one", text))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The dam will fail before spring.", "author"),
        ("Ana Ruiz said that the dam would fail before spring.", "Ana Ruiz"),
        ("“The dam will fail before spring,” said Ana Ruiz, an engineer at the Weller Institute.", "Ana Ruiz"),
        ("“The dam,” Ruiz told reporters, “will fail before spring.” Ana Ruiz is an engineer.", "Ana Ruiz"),
        ("‘I saw the cracks,’ laughed the engineer Ana Ruiz. ‘The dam will fail before spring.’", "Ana Ruiz"),
        ("According to Ana Ruiz, the dam will fail before spring.", "Ana Ruiz"),
        ("Engineers expect the dam to fail before spring.", "Engineers"),
        ("Ana Ruiz believes the dam will fail before spring.", "Ana Ruiz"),
        ("Ana Ruiz met the mayor. She said the dam would fail before spring.", "Ana Ruiz"),
        ("The dam will fail before spring, the Water Board warned.", "Water Board"),
        ("Ana Ruiz is an engineer. He continued:\n\nThe dam is old.\nIt will fail before spring.", "Ana Ruiz"),
        ("“The dam will fail before spring.”\n\n- Ana Ruiz, engineer", "Ana Ruiz"),
        ("Ana Ruiz: The dam will fail before spring.\n\nAna Ruiz: Nobody listens.", "Ana Ruiz"),
    ],
)
def test_the_holder_is_whoever_says_so(text: str, speaker: str) -> None:
    assert only(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "band", "stated"),
    [
        ("There is a 70 % chance that the bill passes.", Band.LIKELY, 0.7),
        ("The odds of a default are 4 to 1 against.", Band.UNLIKELY, 0.2),
        ("There is a two in three chance that the launch slips to May.", Band.LIKELY, 0.6667),
        ("There is a one-in-five chance of an outright majority.", Band.UNLIKELY, 0.2),
        ("85%: the merger closes by June.", Band.LIKELY, 0.85),
        ("P(the merger closes by June) = 0.4", Band.POSSIBLE, 0.4),
        ("The chances of a deal are fifty-fifty.", Band.POSSIBLE, 0.5),
        ("Markets are pricing in an 80% probability of a cut in September.", Band.LIKELY, 0.8),
        ("It is not unlikely that the court will refuse.", Band.POSSIBLE, None),
        ("The minister won't necessarily resign.", Band.POSSIBLE, None),
        ("The minister will probably not run again.", Band.UNLIKELY, None),
        ("I don't think the strike will last.", Band.UNLIKELY, None),
        ("I think the strike will last.", Band.LIKELY, None),
        ("She thinks the strike will last.", Band.CERTAIN, None),
        ("There is no doubt that the governor may veto the bill.", Band.POSSIBLE, None),
        ("No one doubts that prices will rise.", Band.CERTAIN, None),
        ("The talks will open in Oslo on Friday.", Band.SCHEDULED, None),
    ],
)
def test_strength_comes_from_words_negations_and_numbers(text: str, band: Band, stated: float | None) -> None:
    found = only(text)
    assert (found.band, found.stated_probability) == (band, stated)
    if stated is not None:
        assert found.probability == stated
    if band == Band.SCHEDULED:
        assert found.probability is None


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("If the levy passes, exports will fall.", "If the levy passes"),
        ("Exports will fall if the levy passes.", "if the levy passes"),
        ("Unless it rains soon, the harvest will fail.", "Unless it rains soon"),
        ("Should the levy pass, exports will fall.", "Should the levy pass"),
        ("Were the union to walk out, the port might close.", "Were the union to walk out"),
        ("Without rapid cuts in spending, the fund could run dry by May.", "Without rapid cuts in spending"),
        ("A failure to agree would undermine the alliance.", "A failure to agree"),
        ("The firm is unlikely to sue provided they pay its costs.", "provided they pay its costs"),
        ("The treaty will hold as long as both sides need it.", "as long as both sides need it"),
        ("Once again, exports will fall.", None),
    ],
)
def test_conditions(text: str, condition: str | None) -> None:
    assert only(text).condition == condition


def test_an_answer_stands_under_the_condition_of_its_question() -> None:
    found = extract(as_document("two", "What would happen if the dam failed? The valley would flood within hours."))
    assert [forecast.condition for forecast in found] == ["if the dam failed"]


def test_sentences_that_go_on_under_a_condition_carry_it() -> None:
    found = extract(as_document("two", "If the levy passes, exports will fall. The ports would lay off hundreds."))
    assert [forecast.condition for forecast in found] == ["If the levy passes", "If the levy passes"]


@pytest.mark.parametrize(
    ("text", "claim", "probability"),
    [
        ("Norway is unlikely to forgo its claim.", "Norway will forgo its claim", 0.2),
        ("The union won't accept the offer.", "The union will not accept the offer", 1.0),
        ("The union may not accept the offer.", "The union will not accept the offer", 0.4),
        ("Ottawa risks losing the contract.", "Ottawa will lose the contract", 0.4),
        ("A second referendum is out of the question.", "A second referendum will come about", 0.0),
        (
            "The agency cut its forecast for wheat exports to 14 million tonnes.",
            "Wheat exports will be 14 million tonnes",
            0.75,
        ),
    ],
)
def test_the_claim_is_the_forecast_without_its_hedge(text: str, claim: str, probability: float) -> None:
    found = only(text)
    assert (found.claim, found.probability) == (claim, probability)


def test_what_a_check_lacks_is_counted() -> None:
    dated = only("The senator will resign by June.")
    assert (dated.is_checkable, dated.vagueness) == (True, ())
    vague = only("The senator will be far more cautious.")
    assert (vague.is_checkable, vague.vagueness) == (False, ("no deadline", "vague degree"))
