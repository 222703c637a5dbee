"""Present tenses that announce a dated event: "the talks begin on Friday"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foretold.extract.cue import Cue, has_modal, to_after
from foretold.extract.lexicon import Entry
from foretold.extract.text import words
from foretold.extract.timewords import STRICT, words_under
from foretold.extract.tree import Tree
from foretold.extract.verbs import CHANGE, EVENT, OUTCOME, PURPOSE, SAY, STATIVE, THINK, WISH
from foretold.records import Band

BARE = Entry("present", (), "will", Band.CERTAIN, ())


_LIKELY = Entry("present", (), "likely", Band.LIKELY, ())
PLAIN = Entry("present", (), "scheduled", Band.SCHEDULED, ())


def find_scheduled_presents(tree: Tree, taken: set[int]) -> Iterator[Cue]:
    """Yield present tenses that announce a dated event: "the talks begin on Friday"."""
    if _TIMELINE.match(" ".join(tree.low[:8])):
        return
    for index, tag in enumerate(tree.tags):
        lemma = tree.lemmas[index]
        if lemma == "be" and index not in taken and _is_dated_event(tree, index):
            yield Cue(
                PLAIN, index, index, index, index, tree.own_subject(index), is_event_negated=tree.is_negated(index)
            )
        if (
            index in taken
            or not (tag in _PRESENTS or (tag in _MISTAKEN and _is_hidden_verb(tree, index)))
            or lemma in STATIVE
            or (lemma in {"go", "date"} and tree.low[index + 1 : index + 2] == ["back"])
            or (lemma == "follow" and tree.kid(index, "dobj") is not None)
            or (lemma == "face" and tag == "VBG")
            or (lemma in SAY and not (lemma in EVENT and tree.kid(index, "ccomp", "dobj") is None))
            or (lemma in THINK and lemma not in EVENT)
            or lemma in WISH
        ):
            continue
        if (
            not _is_announced(tree, index)
            and not (_pronoun_dated(tree, index) or _is_projected(tree, index))
            and (tag == "VBG" or tree.deps[index] == "relcl" or _vague_subject(tree, index))
        ):
            continue
        if tree.deps[index] not in {"ROOT", "conj", "ccomp", "advcl", "relcl", "parataxis"}:
            continue
        auxiliaries = [tree.low[aux] for aux in tree.auxiliaries(index)]
        if tag == "VBG" and not {"is", "are", "'s", "'re", "'m", "am"} & set(auxiliaries):
            continue
        if _own_time(tree, index) and tree.deps[index] != "advcl":
            in_force = lemma in {"come", "take", "go"} and re.search(
                r"\b(?:into (?:force|effect)|effect|ahead|on sale)\b", " ".join(tree.low[index : index + 4])
            )
            entry = PLAIN if _is_announced(tree, index) or in_force else BARE
            if entry is BARE and lemma not in CHANGE | OUTCOME and _is_day(tree, index):
                continue  # a caption: "the two stand in front of a gate on Tuesday"
            yield Cue(entry, index, index, index, index, tree.subject(index), is_event_negated=tree.is_negated(index))


def _is_announced(tree: Tree, verb: int) -> bool:
    """Say whether dates are announced for what a verb tells: "opens", "defends her title", "takes on the champion"."""
    particle = tree.kid(verb, "prt")
    takes_on = tree.lemma(verb) == "take" and particle is not None and tree.low[particle] == "on"
    return tree.lemma(verb) in EVENT or tree.low[verb] in {"defends", "defend"} or takes_on


_PRESENTS = frozenset({"VBZ", "VBP", "VBG"})
_MISTAKEN = frozenset({"NNS", "JJ", "RB"})
"""What the parser takes some verbs in the present for."""

_TIMELINE = re.compile(r"(?:\W )*[a-z]{3,9}\.? \d{1,2}(?: - \d{1,2})?(?: ,? \d{4})? :")
"""An entry of a chronicle: "January 12: the carrier departs"."""
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day")
_DAY = re.compile(r"\bon (?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)


def _is_day(tree: Tree, verb: int) -> bool:
    """Say whether a weekday is all that dates a clause: as near behind as before."""
    own_words = words_under(tree, verb)
    return _DAY.search(own_words) is not None and STRICT.search(_DAY.sub("", own_words)) is None


_GOING = frozenset({"disappear", "go", "come", "vote", "back", "run", "budge", "vanish", "retreat", "wait"})
_PROBABLY = {"probably": _LIKELY, "likely": _LIKELY, "certainly": BARE, "inevitably": BARE}


def find_futurate(tree: Tree, index: int) -> Cue | None:
    """ "They are not voting for him", "it isn't coming back": what will not be, told as it is decided today."""
    if tree.tags[index] != "VBG" or not tree.is_negated(index) or tree.lemma(index) not in OUTCOME | _GOING:
        return None
    over = {tree.low[aux] for aux in tree.auxiliaries(index)}
    subject = tree.own_subject(index)
    if not over & {"is", "are", "'s", "'re", "'m", "am"} or subject is None or to_after(tree, index) is not None:
        return None
    return Cue(BARE, index, index, index, index, subject, is_event_negated=True)


def find_probable(tree: Tree, index: int) -> Cue | None:
    """ "The bill probably passes": a graded present of how a thing turns out."""
    verb = tree.heads[index]
    if tree.deps[index] != "advmod" or tree.tags[verb] not in {"VBZ", "VBP"} or has_modal(tree, verb):
        return None
    if tree.lemma(verb) not in (OUTCOME | CHANGE) - {"take", "cause", "lead", "make", "bring", "create"}:
        return None
    subject = tree.own_subject(verb)
    if subject is None or tree.deps[verb] not in {"ROOT", "ccomp", "conj"} or tree.auxiliaries(verb):
        return None
    if not (tree.tags[subject] in {"NNP", "NNPS", "PRP"} or tree.kids_by(subject, "det", "poss", "nummod", "amod")):
        return None  # "austerity probably shrinks economies" is a theory
    return Cue(_PROBABLY[tree.low[index]], index, index, verb, verb, subject, is_event_negated=tree.is_negated(verb))


def _is_hidden_verb(tree: Tree, index: int) -> bool:
    """ "The electoral roll closes at midnight": a verb that the parser takes for the last noun of its subject."""
    if tree.lemma(index) not in EVENT or index == 0 or tree.deps[index] not in {"ROOT", "ccomp"}:
        return False
    if tree.tags[index] == "NNS":
        return (
            tree.low[index].endswith("s")
            and tree.tags[index - 1].startswith("NN")
            and tree.kid(index, "prep") is not None
        )
    return tree.own_subject(index) is not None and not tree.auxiliaries(index)


_OCCASION = words(
    """meeting election elections vote hearing trial deadline summit match launch release decision
    referendum primary runoff verdict debate conference game final kickoff budget statement announcement
    ruling inauguration auction race ceremony"""
)


def _is_dated_event(tree: Tree, verb: int) -> bool:
    """Say whether "is" gives the date of an occasion: "the next meeting is on Dec. 15"."""
    subject = tree.own_subject(verb)
    if subject is None or tree.low[subject] not in _OCCASION or tree.kid(verb, "acomp") is not None:
        return False
    named = tree.kid(verb, "attr")
    if named is not None:
        return STRICT.match(" ".join(tree.words[n] for n in tree.subtree(named))) is not None
    own = tree.kids_by(verb, "prep", "npadvmod", "advmod")
    return any(STRICT.search(" ".join(tree.words[n] for n in tree.subtree(kid))) for kid in own)


def _vague_subject(tree: Tree, verb: int) -> bool:
    """Say whether a present tense is more likely a habit or a state than a coming event."""
    subject = tree.own_subject(verb)
    if (
        subject is not None
        and tree.tags[subject] == "NNS"
        and tree.kid(subject, "det", "poss", "amod", "nummod") is None
    ):
        return True
    if subject is not None and any(
        tree.low[kid] in {"no", "a", "an", "any", "every", "each"} for kid in tree.kids_by(subject, "det")
    ):
        return True
    if subject is None or tree.low[subject] in {"i", "we", "you", "they", "he", "she", "who", "that", "which", "what"}:
        return True
    return tree.lemma(verb) in PURPOSE or (
        any(tree.low[aux] in {"do", "does"} for aux in tree.auxiliaries(verb)) and not tree.is_negated(verb)
    )


_PROJECTED = re.compile(
    r"\b(?:under|in|on) (?:the |our |a |its |their |this )?(?:[\w-]+ ){0,3}(?:scenario|projections?|base "
    r"case|policies|trends|"
    r"pathway)\b",
    re.IGNORECASE,
)
"""A figure told under a scenario is a projection: "yields fall by a fifth under the high scenario"."""
_SHARE = frozenset({"half", "third", "quarter", "fifth", "tenth", "double", "twice"})


def _is_projected(tree: Tree, verb: int) -> bool:
    counted = any(tree.tags[n] == "CD" or tree.low[n] in _SHARE for n in tree.subtree(verb))
    return counted and tree.tags[verb] in {"VBZ", "VBP"} and _PROJECTED.search(words_under(tree, verb)) is not None


_PERIOD = re.compile(
    r"\bthe (?:year|quarter|month|week|season|decade) (?:at|above|below|near|with|around|on|up|down|in)\b"
)


_PERSONS = frozenset({"he", "she", "it", "they", "we"})
_TERM = frozenset({"year", "winter", "summer", "month", "week", "term", "season", "decade", "night"})


def _pronoun_dated(tree: Tree, verb: int) -> bool:
    """ "They run out of money in March", "it doesn't survive the year": an event, not a habit, told of one known."""
    subject = tree.own_subject(verb)
    if subject is None or tree.low[subject] not in _PERSONS or tree.tags[verb] == "VBG" or tree.deps[verb] == "relcl":
        return False
    return tree.lemma(verb) in CHANGE


def _next_one(tree: Tree, verb: int) -> bool:
    """Say whether the subject is one to come: "the next government inherits a deficit"."""
    subject = tree.own_subject(verb)
    if subject is None or tree.tags[verb] not in {"VBZ", "VBP"}:
        return False
    kids = {tree.low[kid] for kid in tree.kids_by(subject, "det", "amod", "poss")}
    if any(tree.low[kid] in {"never", "always", "often", "usually"} for kid in tree.kids[verb]):
        return False
    return bool(kids & {"next", "incoming"}) and bool(kids & {"the", "his", "her", "their", "our"})


def is_on_weekday(tree: Tree, verb: int) -> bool:
    """ "Which holds its primary Tuesday": a weekday by itself dates what institutions announce."""
    return tree.lemma(verb) in EVENT and any(
        _WEEKDAY.fullmatch(tree.low[kid]) for kid in tree.kids_by(verb, "npadvmod")
    )


def _own_time(tree: Tree, verb: int) -> bool:
    """Say whether time words that look ahead hang on the verb itself, not on something inside its object."""
    own = [kid for kid in tree.kids_by(verb, "prep", "npadvmod", "advmod", "advcl") if not tree.is_finite(kid)]
    last = [kid for kid in tree.kids_by(verb, "dobj", "attr", "prep") if kid > verb]
    own += [kid for thing in last for kid in tree.kids_by(thing, "prep", "npadvmod")]
    own_words = words_under(tree, verb)
    thing = tree.kid(verb, "dobj", "npadvmod")
    if tree.lemma(verb) in {"survive", "last", "see", "finish"} and thing is not None and tree.low[thing] in _TERM:
        return any(tree.low[kid] in {"the", "this"} for kid in tree.kids_by(thing, "det"))
    if _next_one(tree, verb) and tree.lemma(verb) not in STATIVE and tree.kid(verb, "auxpass") is None:
        return True
    if _is_projected(tree, verb):
        return True
    if tree.lemma(verb) in {"end", "finish", "close", "start"} and _PERIOD.search(own_words):
        return True
    clauses = frozenset(
        n for n in range(len(tree)) if tree.deps[n] in {"relcl", "acl", "ccomp", "advcl"} and n != verb and n not in own
    )
    if is_on_weekday(tree, verb):
        return True
    return any(STRICT.search(" ".join(tree.words[n] for n in tree.subtree(kid, clauses))) for kid in own)
