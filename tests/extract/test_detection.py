"""What is a forecast and what is not, each refusal with its class."""

from __future__ import annotations

import pytest

from foretold.extract import explain, extract
from foretold.extract.exam import as_document

FOUND = [
    ("It will be drier in August than it was in May.", "It will be drier in August"),
    ("The mine could be worth a billion dollars by 2031.", "The mine could be worth a billion dollars"),
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
    ("My hunch: the rebels sign in the spring.", "the rebels sign in the spring"),
    ("My bet is that the tunnel outlives the railway.", "the tunnel outlives the railway"),
    ("If she loses the delta, she is finished.", "she is finished"),
    ("Should the valve fail again, the launch slips to 2029.", "the launch slips to 2029"),
    ("Don’t be surprised if the treasurer resigns by June.", "the treasurer resigns by June"),
    ("It is hard to see how the alliance survives the winter.", "how the alliance survives the winter"),
    ("It is the tenants who will pay.", "who will pay"),
    ("Yields fall by a fifth under the high-emissions scenario.", "Yields fall by a fifth"),
    ("Rovers should have too much for the visitors.", "Rovers should have too much"),
    ("The wall cannot be sustained past the spring.", "cannot be sustained past the spring"),
    ("The ferry can still sink, and it will.", "it will"),
    ("Few traders foresee a cut this year.", "a cut this year"),
    ("Futures imply a cut in September.", "a cut in September"),
    ("We lowered our growth forecast to 0.7 per cent.", "growth forecast to 0.7 per cent"),
    ("The referendum goes ahead on the 14th, the minister said.", "The referendum goes ahead on the 14th"),
    ("“Will the mine reopen?” I asked. “Not a chance,” she said.", "Not a chance"),
    ("Prediction: Harbour 3-1 Dockside.", "Harbour 3-1 Dockside"),
    ("My predictions for 2027:\n\n- Nobody buys the folding phone.\n- Two studios merge.\n", "Two studios merge"),
    ("The ships will be unloaded, and the chips will be soldered.", "the chips will be soldered"),
    ("It is not out of the question that the duchess will sell.", "the duchess will sell"),
    ("The mill's announcement that it will close came by fax.", "it will close"),
    ("The board ended its meeting by announcing it would buy back shares.", "it would buy back shares"),
    ("Such a merger would be a calamity for the valley.", "Such a merger would be a calamity"),
    ("That would probably be enough to sink the bill.", "would probably be enough"),
    ("The dyke may not be high enough to hold the river.", "The dyke may not be high enough"),
    ("Stronger demand should put upward pressure on rents.", "should put upward pressure"),
    ("Projected changes include shorter winters.", "Projected changes include shorter winters"),
    ("The likeliest outcome is that the seat changes hands.", "the seat changes hands"),
    ("He believes the island can qualify for the finals.", "the island can qualify"),
    ("The Harbour men head to Dockside this weekend.", "head to Dockside this weekend"),
    ("Some low streets could see forty floods a year.", "could see forty floods"),
    ("If the pipe bursts, the square would flood.\n\nThe crypt would be next.", "The crypt would be next"),
    ("The agency said that growth in the valley was likely\n\nto slow further in May.", "likely\n\nto slow further"),
    ("We cannot rule out a second flood.", "a second flood"),
    ("The minister ruled out a merger.", "ruled out a merger"),
    ("Traders price in two cuts by June.", "two cuts by June"),
    ("Don't bet on a truce.", "a truce"),
    ("There is no reason to expect the ferry to sail.", "the ferry to sail"),
    ("The council sold its pier, a step that could ruin the lido.", "could ruin the lido"),
    ("The guild has won a clause that will bind every printer.", "will bind every printer"),
    ("Ohrid is a lake that will test the rowers.", "will test the rowers"),
    ("The auditor is preparing another memo that may embarrass the dean.", "may embarrass the dean"),
    ("The levy funds a gate which will shut if the river tops four metres.", "which will shut"),
    ("Failure to do so risks flooding the vault.", "risks flooding the vault"),
    ("We want to stress that the quarry will close.", "the quarry will close"),
    ("That is a reminder of why the canal will silt up.", "the canal will silt up"),
    ("I cannot see a scenario in which the dairy survives.", "the dairy survives"),
    ("Okafor, who defends her crown at the Palais on 9 November, sparred on Monday.", "who defends her crown"),
    ("His party's line that the toll will hurt shops is old.", "the toll will hurt shops"),
    ("The mayor goes - 30%\n\tThe port stays shut - 60%\n\tNo new tram - 90%\n", "The port stays shut - 60%"),
    ("Chances are the bill dies in committee.", "the bill dies in committee"),
    ("It's a safe bet that the tariff stays until May.", "the tariff stays until May"),
    ("I can't see the owners selling.", "the owners selling"),
    ("The worst is yet to come.", "The worst is yet to come"),
    ("It wouldn't be surprising if the duke resigned.", "the duke resigned"),
    ("Talks were due to resume on Friday.", "Talks were due to resume on Friday"),
    ("He has no shot at winning the seat.", "winning the seat"),
    ("She doesn't have a chance.", "doesn't have a chance"),
    ("By the time the fair is over, we will have sold the horse.", "will have sold the horse"),
    ("The county, which holds its primary Tuesday, is poor.", "holds its primary Tuesday"),
    ("Members say that they are not voting for the bill.", "they are not voting for the bill"),
    ("The levy probably passes.", "The levy probably passes"),
    ("The dam _might_ burst over the **new** bridge.", "might_ burst"),
    (
        "Members noted the drought. The board agreed that stocks were low. Members judged the risk small. "
        "Over the year prices would rise further.",
        "prices would rise further",
    ),
    ("The siege only risks bringing more raids.", "bringing more raids"),
    ("He can't beat her.", "can't beat her"),
    ("Trade should gradually gain in momentum.", "should gradually gain in momentum"),
    ("She can expect a decent portion of those voting for him to defect.", "to defect"),
    ("This can only lead to more quarrels.", "can only lead to more quarrels"),
    ("It spells disaster for the mill.", "spells disaster"),
    ("More pain lies ahead.", "More pain"),
    ("Saturday's victory should give him momentum.", "should give him momentum"),
    ("There seems little prospect of a truce.", "little prospect of a truce"),
    ("There is one law that will ruin the port.", "will ruin the port"),
    ("That is why the league will fold.", "the league will fold"),
    ("Traders raised bets the bank will tighten again.", "the bank will tighten again"),
    ("The plan is a tax on sales. Prices would swell by a tenth.", "Prices would swell by a tenth"),
    ("It is doubtful that the truce can last.", "the truce can last"),
    ("Deliveries are seen falling this year.", "falling this year"),
    ("Its chances this term are slim.", "Its chances"),
    ("The likeliest end is a quiet sale.", "a quiet sale"),
    ("What they sing will be heard for a century.", "will be heard for a century"),
    (
        "My list.\n\nThe index ends higher: 0.7\n\nSome words on it.\n\nThe mayor resigns: 0.25\n",
        "The mayor resigns: 0.25",
    ),
    ("My list.\n\n- The mayor resigns:\n  70%\n- No flood in the old town:\n  90%\n", "No flood in the old town"),
    ("Aides to the mayor said they expected to finish a close second.", "they expected to finish a close second"),
    ("A lot of these lenders will vanish.", "A lot of these lenders will vanish"),
    ("The dividend could go, one adviser said.", "The dividend could go"),
]

FOUND += [
    ("She is due to dock in New York on 16 September.", "She is due to dock in New York on 16 September"),
    ("The frigate is scheduled to dock in Cadiz on Friday.", "scheduled to dock"),
    ("It is due to berth at noon on Sunday.", "due to berth"),
    ("The bank is bound to default next year.", "bound to default"),
    ("The rig is likely, at $40 a barrel, to close.", "likely, at $40 a barrel, to close"),
    ("The board gives its own plan one chance in ten of surviving.", "one chance in ten of surviving"),
    ("There are odds of one in five that the satellite fails.", "the satellite fails"),
    ("It's 60-40 that the strike ends this week.", "60-40 that the strike ends"),
    ("There is next to no chance that the mine will reopen.", "the mine will reopen"),
]

ODDS = [
    ("A ceasefire by the end of May: I’m at 35%, up from 20 last month.", [0.35]),
    ("My odds. The levy passes: 70%. The mayor resigns: one in five. Rain on the day: a coin toss.", [0.7, 0.2, 0.5]),
    ("When is the vote? My split. October, 55; next spring, 35; never, 10.", [0.55, 0.35, 0.1]),
    ("There are three scenarios: a soft landing (55%), a slump (35%), and something worse (10%).", [0.55, 0.35, 0.1]),
    ("In office at Christmas? Call it 45%.", [0.45]),
    ("P(the probe lands intact) = 0.6.", [0.6]),
    ("I’d put a second strike at 80 percent.", [0.8]),
    ("Forecasters put the odds of a wet autumn at two in three.", [0.6667]),
    ("We assign a 5 percent probability to a default this year.", [0.05]),
]

NO_ODDS = [
    "Turnout in the valley was lower than last time, at 45%.",
    "We put output growth at 2 percent.",
    "I’m 75% water, like everybody else.",
    "The seats went as follows: Reform (40%), Unity (35%), others (25%).",
]

REFUSED = [
    ("She resigned in 1974. Her successor would hold the office for a decade.", "backshifted"),
    ("Back in 2010 the critics warned that the programme would lead to ruin.", "backshifted"),
    ("Had she conceded on the night, the recount would have been a formality.", "would have"),
    ("He may be a fool, but he is our fool.", "epistemic"),
    ("The committee must act.", "advice"),
    ("Her success is due to luck.", "no cue"),
    ("Trains are late due to fog until Monday.", "no cue"),
    ("The drop in sales is due to work on the bridge until Monday.", "no cue"),
    ("He gave the clerk one chance in public to apologise.", "no cue"),
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
    ("Applicants may be nominated until noon on Friday.", "permission"),
    ("Visitors may not photograph the stage.", "permission"),
    ("Every manager says that the form will turn.", "timeless"),
    ("A lender that asks few questions will find borrowers.", "timeless"),
    ("The linker will protest if you omit a symbol.", "timeless"),
    ("Her crew of forty could usefully employ ninety.", "ability"),
    ("So could my aunt.", "ability"),
    ("As regulars will know, I have history with trams.", "wish or fear"),
    ("Boys will be boys.", "wish or fear"),
    ("It does not mean that the roof will fall.", "uncommitted"),
    ("It is a risk not savoured by the generals.", "no cue"),
    ("This is your chance to make amends.", "no cue"),
    ("They threaten the northern half of the capital.", "no cue"),
    ("I think laying out the figures raises questions.", "no cue"),
    ("Will Harker, the editor, and May Dunn, his deputy, edit the paper.", "no cue"),
    ("We ask who they are going to vote for.", "question"),
    ("It might be added that the roof is new.", "about the text"),
    ("I guess that settles it.", "no cue"),
    ("Half of the voters said they would vote for the mayor.", "uncommitted"),
    ("It is not kind to say that we are going to lose.", "uncommitted"),
    ("It will be interesting to see the new hall.", "uncommitted"),
    ("January 12: The carrier departs Norfolk on Monday.", "no cue"),
    ("While tenants may sign, owners decide.", "epistemic"),
    ("If the banks were healthy, there would be no queue.", "would have"),
    ("You do not know how long the repair is going to take.", "question"),
    ("The ministry would not comment.", "backshifted"),
    ("The rule says that the loser will pay.", "permission"),
    ("See [this note](https://example.org/what-brexit-will-mean-for-us) for more.", "no cue"),
    ("The cases may be linked to a festival.", "epistemic"),
    ("It was likely the first time that a mayor sang.", "no cue"),
    ("Overnight deposits: 3.45 percent", "no cue"),
    ("They ask: if I change the handset, will it work", "question"),
    ("Leaving now would be a grave mistake.", "wish or fear"),
    ("There is no legal way for tenants to leave.", "no cue"),
    ("It might surprise you to learn that he sings.", "uncommitted"),
    ("I'll tell you why the roof leaks.", "about the text"),
    ("The team will be looking to build on this.", "uncommitted"),
    ("It is likely that the caution has helped.", "no cue"),
    ("The minister briefly met Theresa May near her office.", "no cue"),
    ("Western towns should give no such relief.", "advice"),
    ("When we put money in a purse, we will spend it.", "timeless"),
    ("They negotiated deals to will members to a vote.", "no cue"),
    ("The city will have to address the smell.", "advice"),
    ("Their backing will be critical.", "advice"),
    ("Hopefully the rain will stop.", "wish or fear"),
    ("This article will discuss the odds.", "about the text"),
    ("Such a plan would involve two banks.", "advice"),
    ("That may mean a longer queue.", "epistemic"),
    ("If only the council would listen.", "wish or fear"),
    ("It could go either way.", "uncommitted"),
    ("Critics of the bill will say that it goes too far.", "about the text"),
    ("Had the valve held, the tank could be full today.", "would have"),
    ("If we pay him, we are buying our own trouble.", "no cue"),
    ("They said in 2014 that the ferry would sink within a year.", "backshifted"),
    ("In the spring he promised that the bridge would open.", "backshifted"),
    ("The forecast assumes that the subsidy will lapse.", "hypothetical"),
    ("I am not predicting that the dam will burst.", "uncommitted"),
    ("The mayor would not comment on the sale.", "backshifted"),
    ("A broker is a friend who will sell you rain.", "relative clause"),
    ("They lacked a pump that could drain the mine.", "relative clause"),
    ("The abbot wanted a bell that would wake the valley.", "relative clause"),
    ("The plan seemed destined to please everyone.", "backshifted"),
    ("The match appeared to be out of the question.", "backshifted"),
    ("When the ferry was late they would sing, the cook recalled.", "backshifted"),
    ("It could have been guessed that the duke would attend.", "backshifted"),
    ("You say that it would be theft.", "hypothetical"),
    ("When the strike will end is anybody’s guess.", "question"),
    ("He packed for whatever he might want to climb.", "question"),
    ("Nobody has asked what the islanders expect to change.", "question"),
    ("Bakers expect their customers to carry a bag.", "wish or fear"),
    ("No one expects carpenters to police the wood.", "wish or fear"),
    ("They have the money or will to fight on.", "no cue"),
    ("Reporters asked three would-be mayors about drains.", "no cue"),
    ("Bookmakers had been sure that the country would stay.", "backshifted"),
]


@pytest.mark.parametrize(("text", "words"), FOUND)
def test_forecasts_are_found(text: str, words: str) -> None:
    found = extract(as_document("one", text))
    assert any(words in forecast.quote for forecast in found), explain(as_document("one", text))


@pytest.mark.parametrize(("text", "odds"), ODDS)
def test_odds_are_read_whatever_their_form(text: str, odds: list[float]) -> None:
    found = extract(as_document("one", text))
    assert [forecast.stated_probability for forecast in found] == odds, explain(as_document("one", text))


@pytest.mark.parametrize("text", NO_ODDS)
def test_shares_and_figures_are_no_odds(text: str) -> None:
    assert [one for one in extract(as_document("one", text)) if one.stated_probability is not None] == []


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
