"""Whose forecast it is where the source does not stand as the plain subject of a reporting verb."""

from __future__ import annotations

import pytest

from foretold.extract import extract
from foretold.extract.exam import as_document

WRITINGS = [
    ("Tom Hale, the fund's head, released a statement confirming that it will hire in May.", "Tom Hale"),
    ("Hester Quayle's statement signaled to investors that the sale would not change her plans.", "Hester Quayle"),
    ("Hester Quayle chairs the bank. Her letter to the staff warned that the branch would close.", "Hester Quayle"),
    ("The memo from Ilse Brand warned that the branch would close.", "Ilse Brand"),
]
NOBODY = [
    ("Moss's decree names the drivers. It is worth noting that the decree is likely to hurt the north.", "author"),
    ("Moss signed the decree. It is worth remembering that the cuts will come in May.", "author"),
    ("Hale said little. It bears repeating that the port will close in May.", "author"),
    ("Growth this year should come in at the upper half of the official forecast range of 6 to 7 percent.", "author"),
]
MADE_TO_SPEAK = [
    ("Ships were hit, prompting Governor Tom Hale to warn on Monday that the port will close.", "Tom Hale"),
    ("The shortfall led the minister to predict that fares will rise in May.", "minister"),
    ("The leak prompted Ilse Brand to admit that the branch will close in May.", "Ilse Brand"),
]
GROUPS = [
    (
        "Countries like Peru and Chile, which borrow, are betting that growth will return.",
        "Countries like Peru and Chile",
    ),
    ("Banks such as Hale and Moss expect that rates will fall in May.", "Banks such as Hale and Moss"),
    ("The Panel on River Change (PRC) has projected that there would be more floods.", "Panel on River Change"),
    ("The Institute for Rural Studies said that rents will rise.", "Institute for Rural Studies"),
    ("The Council on Foreign Trade warned on Monday that tariffs will rise.", "Council on Foreign Trade"),
]
RULED_OUT = [
    ("Tom Hale ruled out any role for the navy in the rescue.", "Tom Hale"),
    ("Ana Ruiz runs the desk. She ruled out a strike in May.", "Ana Ruiz"),
    ("The storm ruled out a landing before Friday.", "author"),
]
OTHERS_SAID = [
    ("Hale said that brokers were right in predicting that the bank would fail in May.", "brokers"),
    ("Hale admitted that engineers were alone in warning that the dam would fail.", "engineers"),
    ("Hale granted that the union was first in predicting that the port would close.", "union"),
]
PRONOUNS = [
    (
        "The head of the Weller Union is worried about Tom Hale, because she thinks he will win.",
        "head of the Weller Union",
    ),
    ("The director resigned over Hale's plan because he believes that the dam will fail.", "director"),
    ("Ana Ruiz told us that the dam is old. “It will fail before spring,” the engineer said.", "Ana Ruiz"),
    (
        "Ida Karr met Tom Hale. “Many would regret that for Karr” if she lost, said Sam Moss. “And yet it would seal the "
        "race” as she had planned, he said.",
        "Sam Moss",
    ),
]
QUOTED = [
    ('"It is wide," said Tom Moss. "We had talks.\n\n"The port will close in May." And Hale conceded it.', "Tom Moss"),
    ("RENTS GO UP Mara Quist paints. “But either way, rents will rise in May.” [The Weller Post.]", "The Weller Post"),
    ("Mara Quist paints. “Rents will rise in May.” [PORT NEWS]", "PORT NEWS"),
]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [*WRITINGS, *NOBODY, *MADE_TO_SPEAK, *GROUPS, *RULED_OUT, *OTHERS_SAID, *PRONOUNS, *QUOTED],
)
def test_whose_forecast_it_is(text: str, speaker: str) -> None:
    found = extract(as_document("one", text))
    assert found
    assert {forecast.speaker for forecast in found} == {speaker}
