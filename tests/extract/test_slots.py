"""Holder, strength, condition and claim of forecasts, by structure."""

from __future__ import annotations

import csv
from pathlib import Path

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
        ("Ana Ruiz, who bets on her own name, puts the probability of a flood next year at 45 percent.", "Ana Ruiz"),
        ("Engineers expect the dam to fail before spring.", "Engineers"),
        ("Ana Ruiz believes the dam will fail before spring.", "Ana Ruiz"),
        ("Ana Ruiz met the mayor. She said the dam would fail before spring.", "Ana Ruiz"),
        ("The dam will fail before spring, the Water Board warned.", "Water Board"),
        ("Ana Ruiz is an engineer. He continued:\n\nThe dam is old.\nIt will fail before spring.", "Ana Ruiz"),
        ("“The dam will fail before spring.”\n\n- Ana Ruiz, engineer", "Ana Ruiz"),
        ("Ana Ruiz: The dam will fail before spring.\n\nAna Ruiz: Nobody listens.", "Ana Ruiz"),
        ("“RUIZ: The dam will fail before spring.\n\n“MOSS: It is old.\n\n“RUIZ: Quite.", "RUIZ"),
        ("''The odds are that the dam will fail,'' said another engineer, Ana Ruiz of the Weller firm.", "Ana Ruiz"),
        ("The crowd cheers, and then Ruiz continues: “The dam will fail before spring.”", "Ruiz"),
        ("From Ana Ruiz's post: “The dam will fail before spring.”", "Ana Ruiz"),
        ("As Ana Ruiz, the chief engineer, put it: “The dam will fail before spring.”", "Ana Ruiz"),
        ("“The dam will fail before spring.” — Ana Ruiz\n“Nobody listened.” — Tom Moss", "Ana Ruiz"),
        ("One of the engineers, Ana Ruiz, said the dam will fail before spring.", "Ana Ruiz"),
        ("Ana Ruiz made it clear that the dam will fail before spring.", "Ana Ruiz"),
        ("The engineers have confidence that the dam will hold until spring.", "engineers"),
        ("The only promise Ana Ruiz has made is that the dam will hold until spring.", "Ana Ruiz"),
        ("Towns such as Weller can expect 20 floods next year.", "author"),
        ("*   Ana Ruiz at Weller Capital:\n\n> The dam will fail before spring.", "Ana Ruiz"),
        ("Weller Fed President Ana Ruiz said the dam will fail before spring.", "Ana Ruiz"),
        ("The dam will fail before spring, warned Ana Ruiz, an engineer.", "Ana Ruiz"),
        ("The Weller Post ran a piece that noted the dam will fail before spring.", "Weller Post"),
        ("Feed: RT @anaruiz: @moss The dam will fail before spring.", "anaruiz"),
        ("Analysts say Mr. Moss saw the plans. The dam, they said, will fail before spring.", "Analysts"),
        ("The board met. It said the dam will fail before spring.", "board"),
        ("The head engineer predicted in March that the dam will fail if it rains.", "head engineer"),
        ("At Weller, where it rains, Ana Ruiz, the engineer, suggested that the dam could fail.", "Ana Ruiz"),
        ('Ana Ruiz told the paper: "It is old. "But the dam will fail before spring."', "Ana Ruiz"),
        ("The bank, which modelled each dam and warned that most will fail, is here.", "bank"),
        ("“The board knows that the dam will fail before spring,” Ana Ruiz said.", "Ana Ruiz"),
    ],
)
def test_the_holder_is_whoever_says_so(text: str, speaker: str) -> None:
    assert only(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Governor Quist said the dam will fail. Quist warned that it will rain.", ["Governor Quist"] * 2),
        ("Governor Quist met Ana Ruiz. Mr Quist said the dam will fail.", ["Governor Quist"]),
        ("Mayor Mara Quist met Governor Ida Quist. Mayor Quist said the dam will fail.", ["Mara Quist"]),
        ("Governor Mara Quist met Ana Ruiz. Governor Quist said the dam will fail.", ["Mara Quist"]),
        ("Tully, of the Weller firm, noted that the dam will fail. Tom Tully is its engineer.", ["Tom Tully"]),
        ("Quist & Moss Holdings said the dam will fail.", ["Quist & Moss Holdings"]),
        ("The dam will fail, according to Lord & Taylor.", ["Lord & Taylor"]),
        ("General Motors said the dam will fail.", ["General Motors"]),
        ("The Prime Minister's Office said the dam will fail.", ["Prime Minister's Office"]),
        ("Major League Baseball said the dam will fail.", ["Major League Baseball"]),
        ("Sergeant Pepper Ltd said the dam will fail.", ["Sergeant Pepper Ltd"]),
        ("Moody's said the dam will fail. It warned that prices will rise.", ["Moody's"] * 2),
        ("Will Weller give in? Weller says that the dam will fail.", ["Weller"]),
    ],
)
def test_names_stand_whole(text: str, speakers: list[str]) -> None:
    assert [forecast.speaker for forecast in extract(as_document("one", text))] == speakers


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
        ("The hearing is set for 12 April.", Band.SCHEDULED, None),
        ("The senator will be campaigning in Weller this week.", Band.SCHEDULED, None),
        ("Prices will fall on Saturday.", Band.CERTAIN, None),
        ("The republic will sign the treaty by June 2024.", Band.CERTAIN, None),
        ("The republic said that it would sign the treaty by the end of June.", Band.SCHEDULED, None),
        ("The outsider does not have a chance of winning.", Band.UNLIKELY, None),
        ("It is likely that the pledge will not be kept.", Band.LIKELY, None),
        ("The club will seemingly move to Leeds.", Band.LIKELY, None),
        ("It doesn't seem like they will agree.", Band.UNLIKELY, None),
        ("The board expects that growth may slow.", Band.POSSIBLE, None),
    ],
)
def test_strength_comes_from_words_negations_and_numbers(text: str, band: Band, stated: float | None) -> None:
    found = only(text)
    assert (found.band, found.stated_probability) == (band, stated)
    if stated is not None:
        assert found.probability == stated
    if band == Band.SCHEDULED:
        assert found.probability is None


CHANCES = list(csv.DictReader((Path(__file__).parent / "chances.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("row", CHANCES, ids=lambda row: row["sentence"])
def test_stated_chances_are_read_with_what_they_leave_open_and_are_no_part_of_the_claim(row: dict[str, str]) -> None:
    found = only(row["sentence"])
    if row["term"]:
        assert (found.stated_probability, found.term) == (None, row["term"])
    else:
        low, point, high = (pytest.approx(float(row[name]), abs=1e-4) for name in ("low", "point", "high"))
        assert (found.probability_low, found.probability, found.probability_high) == (low, point, high)
        assert found.stated_probability == found.probability
    assert not row["claim"] or found.claim == row["claim"]


def test_the_chance_of_one_event_is_not_that_of_another() -> None:
    text = "Growth will slow next year, and there is a 20 percent chance of a slump."
    assert [f.stated_probability for f in extract(as_document("two", text))] == [None, 0.2]
    text = "There is a 60% chance that rates will rise in May and a 30% chance that they will be held."
    assert [f.stated_probability for f in extract(as_document("two", text))] == [0.6, 0.3]


def test_a_number_that_is_read_apart_stays_in_the_quote() -> None:
    found = only("The striker is unlikely, at one in five, to be fit for Sunday.")
    assert found.quote == "The striker is unlikely, at one in five, to be fit for Sunday"
    assert (found.cue, found.horizon) == ("unlikely", "for Sunday")
    assert only("A second vote is unlikely (one in six).").quote == "A second vote is unlikely (one in six)"


def test_a_chance_on_the_line_below_belongs_to_its_claim() -> None:
    found = extract(as_document("one", "- The dam will hold this year:\n  80%\n  - true\n- No mayor resigns:\n  30%\n"))
    assert [(f.band, f.stated_probability) for f in found] == [(Band.LIKELY, 0.8), (Band.POSSIBLE, 0.3)]
    assert found[1].claim == "No mayor will resign"


def test_what_something_may_mean_is_only_possible() -> None:
    found = extract(as_document("one", "This may mean that weak demand will lead to fewer jobs."))
    assert {f.band for f in found} == {Band.POSSIBLE}


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
        ("At this rate, the city will run dry by May.", "At this rate"),
        ("Under current policies, warming will reach 2.7 degrees.", "Under current policies"),
        ("As more votes come in, the lead will shrink.", "As more votes come in"),
        ("The army will do what is needed if they come too close.", "if they come too close"),
        ("The collapse of the bridge, which is old, could cut off the village.", "The collapse of the bridge"),
        ("A new administration will tear up the treaty.", None),
        ("Failure to agree would play into their hands.", "Failure to agree"),
        ("Ceding that outpost would be a blow to the empire.", "Ceding that outpost"),
        ("By finally keeping their word, the allies will win new friends.", "By finally keeping their word"),
        ("Even with a loss on Tuesday, Ruiz would win the race.", "Even with a loss on Tuesday"),
        ("The scheme, when combined with limits, will prevent most fraud.", "when combined with limits"),
        ("There is a risk that without guarantees, the army will use the truce.", "without guarantees"),
        ("Such a shift could help the talks.", "Such a shift"),
        ("The states won't be able to manage this without help.", "without help"),
        ("With appropriate policy, output will expand.", "With appropriate policy"),
        ("The result won't be known for years, if not decades.", None),
        ("If they name Lunt — barring an upset, they will — voters will turn out.", "If they name Lunt"),
        ("The firm is unlikely to sue provided they pay its costs.", "provided they pay its costs"),
        ("The treaty will hold as long as both sides need it.", "as long as both sides need it"),
        ("Once again, exports will fall.", None),
    ],
)
def test_conditions(text: str, condition: str | None) -> None:
    assert only(text).condition == condition


CONDITIONS = list(csv.DictReader((Path(__file__).parent / "conditions.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("row", CONDITIONS, ids=lambda row: row["text"])
def test_conditions_in_other_words(row: dict[str, str]) -> None:
    assert {f.condition for f in extract(as_document("one", row["text"]))} == {row["condition"] or None}


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
        # What stands beside a word of a scale, by the rule in warehouse/scales/README.md.
        ("We have high confidence that it is likely to spread.", "It will spread", 0.75),
        ("The court is extremely unlikely to rule.", "The court will rule", 0.05),
        ("The court is increasingly likely to rule.", "The court will rule", 0.75),
        ("The court is hardly likely to rule.", "The court will rule", 0.2),
        ("It is hardly likely that prices will fall.", "Prices will fall", 0.2),
        ("The court is less likely to rule.", "The court will rule", 0.2),
        ("The court is more likely than not to rule.", "The court will rule", 0.6),
        ("It is more likely than not that prices will fall.", "Prices will fall", 0.6),
        ("Prices will as likely as not fall.", "Prices will fall", 0.5),
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


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Ivo Kaan of Quarry Capital sees no end. Mara Quist, who runs the port, hears otherwise. “Kaan will be out "
            "by June,” she told me.",
            ["Mara Quist"],
        ),
        ("Mrs Quist runs the port. Ivo Kaan owns a crane. “The crane will fall,” she said.", ["Mrs Quist"]),
        ("Miss Quist is careful and she is wrong. I expect two strikes in May.", ["author"]),
        ("The port, in Mara Quist's view, will close in May.", ["Mara Quist"]),
        ("A strike is another matter, Mara Quist says; the port will close in May.", ["Mara Quist"]),
        ("The dockers, Mrs Quist said, won't come back before May.", ["Mrs Quist"]),
        ("Mara Quist's prediction is that the port will close.", ["Mara Quist"]),
        ("A broker put it less kindly: the port will close.", ["broker"]),
        ("I am told by the surgeon that I will walk by June.", ["surgeon"]),
        ("Advance sales suggest that the show will close by June.", ["author"]),
        ("Our own desk believes that the port will close.", ["author"]),
        ("Three of the four captains say the port will close.", ["captains"]),
        ("Lars Ek is certain to face a run-off, the tribunal said. It will be held on the 29th.", ["tribunal"] * 2),
        ("The port will close in May; voters who tell a pollster one thing do another.", ["author"]),
    ],
)
def test_sources_are_found_beside_and_before_the_claim(text: str, speakers: list[str]) -> None:
    assert [forecast.speaker for forecast in extract(as_document("one", text))] == speakers


def test_minutes_go_on_in_the_voice_of_those_who_met() -> None:
    text = (
        "The board discussed trade. Members noted that growth had slowed. Members agreed that the data were weak. "
        "On a year-ended basis, inflation would rise further in the March quarter."
    )
    assert [f.speaker for f in extract(as_document("one", text, "2008-11-18"))] == ["Members"]


def test_a_second_that_goes_on_what_is_said() -> None:
    found = extract(
        as_document(
            "one", "Ana Ruiz predicted that wages would fall over time, but that the higher pay would offset any loss."
        )
    )
    assert {f.speaker for f in found} == {"Ana Ruiz"}


def test_two_claims_under_one_condition_do_not_share_words() -> None:
    text = "If it rains, the river will rise, and the bridge will fall within days."
    found = extract(as_document("two", text))
    assert [forecast.quote for forecast in found] == [
        "If it rains, the river will rise",
        "the bridge will fall within days",
    ]
    assert {forecast.condition for forecast in found} == {"If it rains"}


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Barring a miracle, the port will close.", "Barring a miracle"),
        ("Rebuild on the sand and the sea will take it again.", "Rebuild on the sand"),
        ("If the result holds, said Mara Quist, it will break the theory.", "If the result holds"),
        ("What happens if the bank blinks? The krona will lose five cents.", "if the bank blinks"),
        ("A point would be enough to keep them up.", "A point"),
        ("In June a signal sent from the dish will reach the star.", None),
    ],
)
def test_conditions_end_where_the_claim_begins(text: str, condition: str | None) -> None:
    assert only(text).condition == condition


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "If they sign, the odds that the truce breaks within a month are two in three.",
            "The truce will break within a month",
        ),
        ("No decree will stop him.", "No decree will stop him"),
        ("Ruiz will no doubt live to see it.", "Ruiz will live to see it"),
        ("We have high confidence that it is likely to spread.", "It will spread"),
        (
            "Without a deal, prices may rise as long as the port is shut.",
            "Prices will rise as long as the port is shut",
        ),
        ("Odds of 3 to 1 that the mayor quits.", "The mayor will quit"),
        ("The army plans ten steps, which will follow next year.", "Ten steps will follow next year"),
        ("On the other hand, exports will fall.", "Exports will fall"),
        ("Were all pledges to be kept, that figure would fall to two.", "That figure will fall to two"),
        ("A decision is not expected before the autumn.", "There will be a decision before the autumn"),
        ("The merger is doomed.", "The merger will not survive"),
        ("It is only a matter of time before the second scandal breaks.", "The second scandal will break"),
        ("They won't get them, according to Mara Quist, who did the sums.", "They will not get them"),
        (
            "Alder Foods expects to book charges of $60 million in May.",
            "Alder Foods will book charges of $60 million in May",
        ),
        ("Hull is likely to fall, for its walls are old.", "Hull will fall"),
    ],
)
def test_claims_stand_alone(text: str, claim: str) -> None:
    assert only(text).claim == claim


@pytest.mark.parametrize(
    ("text", "horizon"),
    [
        ("As in January, the Bank expects investment to rise.", None),
        ("Monday's ruling will reverberate.", None),
        ("Ruiz will play in Saturday's cup match in Weller.", "Saturday's"),
        ("A clash in the strait in 2025 could cause the navy to move.", "in 2025"),
        ("Fiore will replace Moss, who joined the club this summer.", None),
        ("Current 1-in-100 year floods will come yearly by 2100.", "by 2100"),
        ("Ruiz is due to speak on Thursday, at which time all is known.", "on Thursday"),
        ("In two years, the bots will write, and the clerks will read.", "In two years"),
        ("The deal, due in May, will be signed in June.", "in June"),
        ("It will find galaxies older than any yet known within months.", "within months"),
        (
            'Moss said output would start at the plant "no later than the second quarter."',
            "no later than the second quarter",
        ),
    ],
)
def test_the_horizon_is_that_of_the_claim(text: str, horizon: str | None) -> None:
    assert {f.horizon for f in extract(as_document("one", text, "2024-12-16"))} == {horizon}


def test_the_horizon_may_stand_beside_the_claim() -> None:
    found = extract(
        as_document(
            "one", "I think the recession will come from leases, probably in the second half of 2027.", "2026-03-01"
        )
    )
    assert found[0].horizon == "in the second half of 2027"
