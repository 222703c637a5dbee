"""The classes of refusal: what each means in plain words, with a sentence of that class."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not taken for a forecast."""

    name: str
    """The class, as `foretold explain` prints it."""
    meaning: str
    example: str
    """A sentence that the extractor refuses for this reason: a test holds it to that."""


REFUSALS = (
    Refusal(
        "no cue", "No word in it can carry a forecast, or what looks like one claims no event.", "The quay was wet."
    ),
    Refusal("question", "A question commits nobody, even when it hints at its answer.", "Will the ferry sail in May?"),
    Refusal(
        "advice", "Should, must and need say what ought to be, not what will be.", "The harbour should close early."
    ),
    Refusal(
        "furniture", "Headlines, menus, captions and notices repeat the text or serve the page.", "Read more: Ports"
    ),
    Refusal(
        "wish",
        "A hope, plan or aim is told, and nobody says that it comes about.",
        "The mayor hopes to see a new pier.",
    ),
    Refusal(
        "wish or fear",
        "A wish, a fear or a polite turn that claims no outcome.",
        "The captains fear that the pier will sink.",
    ),
    Refusal(
        "backshifted",
        "It was still to come then: a story of the past, or an old forecast retold.",
        "In 1998 Moss took the helm, and he would keep it for years.",
    ),
    Refusal("would have", "It did not come about.", "With more coal the ship would have reached the port."),
    Refusal(
        "hypothetical",
        "It is only supposed: “would” without a condition, “imagine that”.",
        "Imagine the harbour will freeze in May.",
    ),
    Refusal("epistemic", "A guess about what is so now or was so then.", "The keeper may have seen the lights."),
    Refusal(
        "ability", "What somebody can do is not what they will do.", "In those days the crane could lift forty tons."
    ),
    Refusal("permission", "What a rule allows or forbids is no event.", "No vessel may be sold without a survey."),
    Refusal(
        "timeless",
        "A habit, a rule or something true of anybody, not an event to come.",
        "A sailor will always look at the sky.",
    ),
    Refusal(
        "relative clause",
        "It only describes a thing that is being spoken of.",
        "They spoke of a bridge that would cross the bay.",
    ),
    Refusal(
        "noun clause",
        "What might be said or thought, claimed by nobody in particular.",
        "The idea that the port will close is old.",
    ),
    Refusal("purpose", "What is done so that something happens.", "They dug a channel so that boats would pass."),
    Refusal("condition", "It is the “if” of a forecast, not a forecast itself.", "If the tide will turn, so be it."),
    Refusal("comparison", "It only measures one thing by another.", "She sails faster than he would."),
    Refusal(
        "uncommitted", "It is left open: “whether”, “not saying that”.", "Hale did not say that the port will close."
    ),
    Refusal(
        "about the text",
        "What the writer is about to say, not what is about to happen.",
        "I will return to this below.",
    ),
)
"""In the order in which readers meet them."""
