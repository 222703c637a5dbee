"""What is a forecast and what is not, each refusal with its class."""

from __future__ import annotations

import pytest

from foretold.extract import explain, extract
from foretold.extract.exam import as_document

FOUND = [
    ("Nor will the council relent.", "will the council relent"),
    ("Lakers are gonna sweep the series lol", "Lakers are gonna sweep the series lol"),
    ("Growth should pick up gradually in the second half of the year.", "Growth should pick up"),
    ("It is only a matter of time before another bank fails.", "another bank fails"),
    ("Don't expect a rate cut before June.", "Don't expect a rate cut before June"),
    ("Look for the airline to miss its target again this quarter.", "the airline to miss its target"),
    ("The storm is forecast to make landfall on Wednesday night.", "The storm is forecast to make landfall"),
    ("The board’s next meeting is on 15 December.", "next meeting is on 15 December"),
    ("The agency cut its forecast for wheat exports to 14 million tonnes.", "forecast for wheat exports to 14 million"),
    ("A collapse of the talks cannot be ruled out.", "A collapse of the talks"),
    ("The ships will be unloaded, and the chips will be soldered.", "the chips will be soldered"),
]

REFUSED = [
    ("She resigned in 1974. Her successor would hold the office for a decade.", "backshifted"),
    ("Back in 2010 the critics warned that the programme would lead to ruin.", "backshifted"),
    ("Had she conceded on the night, the recount would have been a formality.", "would have"),
    ("He may be a fool, but he is our fool.", "epistemic"),
    ("The committee must act.", "advice"),
    ("The brigade could fire forty rounds an hour in 1917.", "ability"),
    ("The officer may impose fines of up to ten percent.", "permission"),
    ("A worker who loses her job will cut back on spending.", "timeless"),
    ("They built a wall so that the river would not flood the town.", "purpose"),
    ("I hope that the bill will pass.", "wish or fear"),
    ("We need an agreement that would end the fighting.", "relative clause"),
    ("The claim that the law will kill jobs has no basis.", "noun clause"),
    ("Will the strike spread?", "question"),
    ("It is unclear whether the mine will reopen.", "question"),
    ("If the provision of arms will decide the war, we should know.", "condition"),
    ("As I will argue below, none of this is new.", "about the text"),
    ("If you are abusive, we will ban you.", "furniture"),
]


@pytest.mark.parametrize(("text", "words"), FOUND)
def test_forecasts_are_found(text: str, words: str) -> None:
    found = extract(as_document("one", text))
    assert any(words in forecast.quote for forecast in found), explain(as_document("one", text))


@pytest.mark.parametrize(("text", "verdict"), REFUSED)
def test_what_is_no_forecast_is_refused_with_its_class(text: str, verdict: str) -> None:
    findings = explain(as_document("one", text))
    assert [finding for finding in findings if finding.forecast] == []
    assert verdict in {finding.verdict for finding in findings}


def test_headlines_captions_and_notices_hold_no_forecast_by_themselves() -> None:
    text = (
        "Markets Will Fall Again This Week\n\nShares fell on Monday for the third day in a row, traders in the city said.\n\n"
        "NOW WATCH: How the crash will end\n\nSign up and we will send you our free newsletter.\n"
    )
    assert extract(as_document("page", text)) == []
