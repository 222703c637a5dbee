"""Sources beside a claim: "in her opinion", "…, Mrs Y said, …", "he was blunter: …", "puts the chance at"."""

from __future__ import annotations

from foretold.extract.cue import Cue
from foretold.extract.holder import is_evidence, sentence_sources, trailing_report
from foretold.extract.text import words
from foretold.extract.tree import Tree
from foretold.extract.verbs import SAY
from foretold.extract.voices import Spoken, Voices

_OPINIONS = words(
    """opinion view reckoning judgment judgement estimate estimation account telling mind eyes book experience
    calculation calculations arithmetic reading assessment analysis scenario model models forecast forecasts projection
    projections numbers guess"""
)
_GRADES = words("put give assign rate ascribe attach price see")
_CHANCES = words("probability chance chances odds likelihood percent % probabilities")


def besides(voices: Voices, tree: Tree, cue: Cue) -> Spoken | None:
    """Return the source that stands beside a claim in its own sentence, outside quotation marks; None: none does."""
    for search in (_opinion, _owner, _grader, _remark, _introduced, _told_by, _going_on):
        noun = search(tree, cue)
        spoken = voices.resolve(tree, noun) if noun is not None else None
        if spoken is not None:
            return spoken
    noun = _labelled(tree, cue)
    spoken = voices.resolve(tree, noun) if noun is not None else None
    return spoken if spoken is not None and spoken.is_person else None


def _labelled(tree: Tree, cue: Cue) -> int | None:
    """ "Ana Ruiz: the dam will fail"."""
    colon = next((n for n in range(min(6, cue.first)) if tree.low[n] == ":"), 0)
    return colon - 1 if colon and all(tree.tags[n] in {"NNP", "NNPS", ","} for n in range(colon)) else None


def _parted(tree: Tree, one: int, other: int) -> bool:
    """Say whether a semicolon stands between two words."""
    return ";" in tree.low[min(one, other) : max(one, other)]


def _opinion(tree: Tree, cue: Cue) -> int | None:
    """ "In her opinion", "by Mr Ruiz's reckoning", "in the view of brokers"."""
    for index in range(len(tree)):
        if tree.low[index] not in _OPINIONS or tree.deps[index] != "pobj" or _parted(tree, index, cue.first):
            continue
        if tree.low[tree.heads[index]] not in {"in", "by", "to", "on", "under"}:
            continue
        owner = tree.kid(index, "poss")
        if owner is None and tree.low[index] in {"view", "opinion", "judgment", "judgement", "eyes", "estimation"}:
            of = next((kid for kid in tree.kids_by(index, "prep") if tree.low[kid] == "of"), None)
            owner = tree.kid(of, "pobj") if of is not None else None
        if owner is not None and tree.low[owner] not in {"my", "our", "your", "its"}:
            return owner
    return None


_FORETELLING = words(
    """prediction forecast guess bet view expectation warning hunch message argument point conclusion verdict answer
    instinct suspicion assumption scenario theory promise pledge vow claim"""
)


def _owner(tree: Tree, cue: Cue) -> int | None:
    """ "Ana Ruiz's prediction is that …", "her verdict: …"."""
    for index in range(cue.first):
        if tree.low[index] not in _FORETELLING or _parted(tree, index, cue.first):
            continue
        owner = tree.kid(index, "poss")
        made = tree.kid(index, "relcl")
        if owner is None and made is not None:
            owner = tree.own_subject(made)  # "the promise she has made is that …"
        if owner is None or tree.low[owner] in {"my", "our", "your", "its", "that", "which", "i", "we"}:
            continue
        following = tree.low[index + 1] if index + 1 < len(tree) else ""
        is_said = (
            tree.deps[index] == "nsubj" and tree.lemma(tree.heads[index]) == "be" and cue.clause != tree.heads[index]
        )
        if following == ":" or is_said:
            return owner
    return None


def graded_by(voices: Voices, tree: Tree, start: int, end: int) -> Spoken | None:
    """Return who puts a number on what stands between two offsets: "Bookmakers give her a 70% chance"."""
    for verb in range(len(tree)):
        if start <= tree.ends[verb] and tree.starts[verb] < end and tree.lemma(verb) in _GRADES:
            subject = tree.own_subject(verb) if tree.tags[verb].startswith("VB") else None
            if subject is not None and subject < verb and tree.kid(verb, "auxpass") is None:
                return voices.resolve(tree, subject)
    return None


def _grader(tree: Tree, cue: Cue) -> int | None:
    """ "Hester Quayle puts the probability at 45 percent"."""
    for verb in (cue.clause, *tree.up(cue.first)[:3]):
        if tree.lemma(verb) not in _GRADES or not tree.tags[verb].startswith("VB"):
            continue
        subject = tree.own_subject(verb) if tree.kid(verb, "auxpass") is None else None
        after = {tree.low[n] for n in tree.subtree(verb) if n > verb}
        if subject is not None and subject < verb and after & _CHANCES and tree.low[subject] not in {"that", "which"}:
            return subject
    return None


def _remark(tree: Tree, cue: Cue) -> int | None:
    """ "…, Mrs Y said, won't …": a report between commas, or one that closes the sentence."""
    for verb, noun in sentence_sources(tree):
        if (
            tree.lemma(verb) not in SAY
            or not tree.is_finite(verb)
            or verb == cue.first
            or _parted(tree, verb, cue.first)
        ):
            continue
        first, last = min(verb, noun), max(verb, noun)
        while first > 0 and (
            tree.tags[first - 1] in {"NNP", "NNPS", "DT", "JJ", "NN"} or tree.words[first - 1] in {"-", "."}
        ):
            first -= 1
        before = tree.low[first - 1] if first else ""
        after = tree.low[last + 1] if last + 1 < len(tree) else "."
        own = tree.kid(verb, "ccomp")
        if before == "," and after in {",", "."} and first > 1 and (own is None or own < verb):
            return None if is_evidence(tree, verb, noun) else noun
    return None


def _introduced(tree: Tree, cue: Cue) -> int | None:
    """ "A broker put it less grandly: prices will fall"."""
    colon = next((n for n in range(cue.first - 1, 0, -1) if tree.low[n] == ":"), None)
    if colon is None or any(tree.low[n] in {'"', "``", "''"} for n in range(colon)):
        return None
    for verb in range(colon - 1, 0, -1):
        says = tree.lemma(verb) in SAY or (tree.lemma(verb) == "put" and "it" in tree.low[verb : verb + 2])
        tells = tree.lemma(verb) == "have" and _FORETELLING & set(tree.low[verb : verb + 5])
        if (
            (says or tells)
            and tree.tags[verb].startswith("VB")
            and tree.is_finite(verb)
            and tree.kid(verb, "ccomp") is None
        ):
            return tree.own_subject(verb)
    return None


def _going_on(tree: Tree, cue: Cue) -> int | None:
    """ "A fund is another matter, he says; regulators will not let one through"."""
    stop = next((n for n in range(cue.first - 1, 0, -1) if tree.low[n] == ";"), None)
    if stop is None or {"i", "we", "but"} & set(tree.low[stop : stop + 3]):
        return None
    return trailing_report(tree, stop)


def _told_by(tree: Tree, cue: Cue) -> int | None:
    """ "I am told by the surgeon that …"."""
    for verb in range(cue.first):
        if tree.lemma(verb) in SAY and tree.kid(verb, "auxpass") is not None and tree.is_past(verb) is False:
            agent = tree.kid(verb, "agent")
            who = tree.kid(agent, "pobj") if agent is not None else None
            if who is not None and who < cue.first:
                return who
    return None
