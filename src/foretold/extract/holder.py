"""Who holds a forecast: the author, or the source that the sentence, the quotation or the paragraph names."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from foretold.extract.names import person_named
from foretold.extract.quotes import Quote
from foretold.extract.text import words
from foretold.extract.titles import is_office
from foretold.extract.tree import Tree
from foretold.extract.verbs import SAY, THINK
from foretold.extract.voices import Spoken, Voices
from foretold.records import AUTHOR

__all__ = ["Spoken", "Voices", "is_author", "quote_speaker", "sentence_sources", "signed_below", "source_noun"]


def source_noun(tree: Tree, verb: int) -> int | None:
    """Return the noun that names the source of a reporting verb, adjective or noun."""
    if tree.tags[verb].startswith("NN"):
        owner = tree.kid(verb, "poss")
        writer = _writer(tree, verb)
        return owner if owner is not None or writer == verb else writer
    if _names_nobody(tree, verb):
        return None
    pressed = _pressed(tree, verb)
    if pressed is not None:
        return pressed
    if is_passive(tree, verb):
        agent = tree.kid(verb, "agent")
        return tree.kid(agent, "pobj") if agent is not None else None
    noun = _teller(tree, verb)
    return _in_full(tree, noun, verb) if noun is not None else None


def _teller(tree: Tree, verb: int) -> int | None:
    """Return the subject of a reporting verb, wherever it stands; the noun described, where that is "who"."""
    subject = tree.own_subject(verb)
    beside = _inverted(tree, verb) or remark_noun(tree, verb)
    if beside is not None and (subject is None or subject < beside):
        return beside
    if subject is None:
        subject = _shared_subject(tree, verb)
    if subject is None and tree.deps[verb] in {"relcl", "acl"}:
        return tree.heads[verb]
    if subject is None and tree.lemma(verb) in SAY and tree.is_finite(verb):
        return _name_set_off(tree, verb)
    if subject is not None and tree.tags[subject] in {"WDT", "WP"}:
        clause = next((up for up in [verb, *tree.up(verb)] if tree.deps[up] != "conj"), verb)
        return tree.heads[clause] if tree.deps[clause] == "relcl" else None
    return subject


def _name_set_off(tree: Tree, verb: int) -> int | None:
    """Return the last word of a name between commas before a verb: "At West, …, Ana Ruiz, its head, suggested"."""
    if tree.low[1:2] == [","] and tree.low[2:3] in (["of"], ["who"], ["a"], ["the"]) and tree.low[verb - 1] == ",":
        return 0  # "Tully, of the Weller Institute, noted": the parser takes the surname for an adverb
    commas = [-1, *(n for n in range(verb) if tree.low[n] == ",")]
    for first, last in pairwise(commas):
        inner = range(first + 1, last)
        if len(inner) in {2, 3, 4} and all(tree.tags[n] in {"NNP", "NNPS"} for n in inner) and first >= 0:
            return last - 1
    return None


def _in_full(tree: Tree, noun: int, verb: int) -> int:
    """Return the person whom a subject ends with ("Fed Bank of Leeds President Ana Ruiz said"), or who published it."""
    titled = noun < verb - 2 and any(is_office(tree.words[n]) for n in range(noun + 1, verb - 1))
    if titled and tree.tags[verb - 1] == "NNP" and noun in tree.up(verb - 1):
        return verb - 1
    return _writer(tree, noun)


def _writer(tree: Tree, noun: int) -> int:
    """Return whose writing speaks: "the Post ran a piece that noted …", "her letter warned"; else the noun itself."""
    if tree.low[noun] in _LETTERS:
        owner, by = tree.kid(noun, "poss"), tree.kid(noun, "prep")
        if owner is not None and tree.low[owner] not in {"its", "my", "our", "your"}:
            return owner
        if by is not None and tree.low[by] in {"by", "from"}:
            return tree.kid(by, "pobj") or noun
    verb = tree.heads[noun]
    if tree.low[noun] not in _WRITINGS or tree.deps[noun] != "dobj" or tree.low[verb] not in _PUT_OUT:
        return noun
    subject = tree.own_subject(verb)
    return noun if subject is None or tree.tags[subject] in {"WDT", "WP"} else subject


_PUT_OUT = words(
    """run runs ran publish publishes published release releases released issue issues issued send sends sent write
    writes wrote sign signs signed post posts posted give gives gave deliver delivers delivered air aired air put"""
)


_WORTH = frozenset({"bears", "deserves", "merits"})
_PRESS = words("lead leads led prompt prompts prompted prompting cause causes caused push pushes pushed drive drove")


def _pressed(tree: Tree, verb: int) -> int | None:
    """Return whom something made speak: "the shortfall led the minister to predict"."""
    head = tree.heads[verb]
    if tree.tags[verb] != "VB" or tree.deps[verb] not in {"xcomp", "ccomp", "advcl"} or tree.low[head] not in _PRESS:
        return None
    made = tree.own_subject(verb) or tree.kid(head, "dobj")
    return made if made is not None and head < made < verb else None


def is_pressed(tree: Tree, verb: int) -> bool:
    """Say whether something made a source speak: "prompting the minister to warn that …"."""
    return _pressed(tree, verb) is not None


def is_misread_report(tree: Tree, verb: int) -> bool:
    """Say whether the parser took the verb of the sentence for a participle: "The runner predicted that …"."""
    head = tree.heads[verb]
    reports = tree.tags[verb] == "VBN" and tree.lemma(verb) in SAY and tree.kid(verb, "ccomp") is not None
    return reports and tree.deps[verb] == "acl" and tree.heads[head] == head and tree.tags[head].startswith("NN")


def _names_nobody(tree: Tree, verb: int) -> bool:
    """Say whether a verb has no source: "the states expected to decide it", "they continue to unite"."""
    if tree.tags[verb] == "VBG" and (tree.low[verb - 1 : verb] == ["worth"] or tree.low[verb - 1] in _WORTH) and verb:
        return True  # "it is worth noting that", "it bears repeating that"
    participle = tree.tags[verb] == "VBN" and tree.deps[verb] == "acl"
    return (participle and not is_misread_report(tree, verb)) or (
        tree.lemma(verb) == "continue" and tree.kid(verb, "xcomp") is not None
    )


def _shared_subject(tree: Tree, verb: int) -> int | None:
    """Return the subject that a reporting verb without its own shares with a verb above it."""
    # The parser may have hung "and suggested" on "would declare": the subject is that of the past tense above.
    past = tree.deps[verb] == "conj" and tree.tags[verb] == "VBD" and tree.tags[tree.heads[verb]] == "VB"
    ups = [up for up in tree.up(verb) if tree.own_subject(up) is not None and (not past or tree.is_past(up))]
    told = [up for up in ups if tree.lemma(up) in SAY and tree.is_finite(up)]  # "she said …, adding that …"
    if tree.deps[verb] == "pcomp":
        told = []  # "that critics had a point in warning": theirs who are said to
    above = next(iter(told or ups), None) if past or tree.tags[verb] == "VBG" else None
    subject = tree.own_subject(above) if above is not None else tree.subject(verb)
    return _noun_before(tree, verb) if subject is None and tree.is_finite(verb) else subject


_MARKS = frozenset({'"', "``", "''", "'", "”", "’"})


def _inverted(tree: Tree, verb: int) -> int | None:
    """Return the source right after or before its verb: "…,'' said another lawyer, Ana Ruiz", "Ruiz continues: …"."""
    colon = tree.low[verb + 1 : verb + 2] == [":"] and tree.lemma(verb) in SAY
    if colon and tree.tags[verb - 1] == "NNP" and verb:
        return verb - 1
    if verb < 2 or tree.lemma(verb) not in SAY or tree.tags[verb] not in {"VBD", "VBZ", "VBN"}:
        return None
    subject = tree.own_subject(verb)
    free = (subject is None or subject > verb) and tree.lemma(verb) != "tell"
    named = free and tree.low[verb - 1] == "," and tree.tags[verb + 1 : verb + 2] == ["NNP"]
    closed = tree.low[verb - 1] in _MARKS and tree.tags[verb - 1] != "``"
    if not closed and not named:
        return None
    after = range(verb + 1, min(len(tree), verb + 9))
    first = next((n for n in after if tree.tags[n].startswith(("NN", "PRP")) or tree.tags[n] == "CD"), None)
    if first is None or any(tree.tags[n].startswith(("VB", "IN", "TO", "W")) for n in range(verb + 1, first)):
        return None
    while first + 1 < len(tree) and tree.tags[first + 1].startswith("NN") and tree.heads[first] > first:
        first += 1
    return first


def remark_noun(tree: Tree, verb: int) -> int | None:
    """Return the source of a remark that ends in its verb: "…, Mrs Y said, won't …", "…, the ministry said."."""
    if tree.lemma(verb) not in SAY or not tree.is_finite(verb) or verb < 2:
        return None
    following = tree.low[verb + 1] if verb + 1 < len(tree) else "."
    first = verb
    while first > 0 and (tree.tags[first - 1] in _NAMING or tree.words[first - 1] in {"-", "."}):
        first -= 1
    noun = verb - 1
    is_noun = tree.tags[noun].startswith("NN") or (tree.tags[noun] == "PRP" and first == noun)
    if first in {0, verb} or tree.low[first - 1] != "," or following not in _STOPS or not is_noun:
        return None
    return noun


_NAMING = frozenset({"NNP", "NNPS", "DT", "JJ", "NN", "NNS", "POS", "PRP$", "PRP"})
_STOPS = frozenset({",", ".", ";", ":", '"', "''"})


def introducing(tree: Tree, colon: int) -> int | None:
    """Return who speaks what follows a colon: "then Wallnau continues: …", "from Hale's post: …"."""
    for verb in range(colon - 1, max(-1, colon - 25), -1):
        if tree.tags[verb] in {"VBD", "VBZ", "VBP"} and tree.deps[verb] not in {"aux", "auxpass"}:
            subject = tree.own_subject(verb)
            return subject if subject is not None and tree.lemma(verb) not in {"be", "have"} else None
        if tree.low[verb] in _WRITINGS and verb >= colon - 3:
            return tree.kid(verb, "poss")
    return None


_LETTERS = words("statement letter email e-mail memo tweet message post")
"""Writings that speak for whoever wrote them; a report or a study is a source of its own."""
_WRITINGS = words(
    """post statement tweet letter memo speech email message blog column essay note book article interview remarks
    testimony report editorial manifesto prediction verdict reply answer piece story analysis op-ed paper study"""
)


def trailing_report(tree: Tree, stop: int) -> int | None:
    """Return the source of a report that closes a clause right before a word: "…, the tribunal said"."""
    for verb in range(stop - 1, max(0, stop - 6), -1):
        if tree.lemma(verb) not in SAY or not tree.tags[verb].startswith("VB") or not tree.is_finite(verb):
            continue
        noun = tree.own_subject(verb)
        noun = remark_noun(tree, verb) if noun is None else noun
        if noun is None or tree.kid(verb, "auxpass") is not None:
            return None
        first = min(verb, *tree.subtree(noun))
        has_comma = first > 0 and tree.low[first - 1] in {",", '"', "''"}
        return noun if has_comma and not is_evidence(tree, verb, noun) else None
    return None


def _noun_before(tree: Tree, verb: int) -> int | None:
    """Return the source of a verb that the parser hung on a participle: "economists surveyed in May foresee …"."""
    above = tree.heads[verb]
    if tree.deps[verb] in {"advcl", "relcl", "acl", "ccomp"} and tree.deps[above] == "acl" and above < verb:
        noun = tree.heads[above]
        return noun if tree.tags[noun].startswith("NN") and noun < above else None
    return None


@lru_cache(maxsize=16)
def sentence_sources(tree: Tree) -> list[tuple[int, int]]:
    """Return (reporting word, noun that names its source) for the sentence, in text order."""
    found = []
    for index, lemma in enumerate(tree.lemmas):
        if (
            (lemma in SAY or lemma in THINK)
            and tree.tags[index].startswith("VB")
            and tree.deps[index] not in {"amod", "aux"}
        ):
            noun = None if is_experience(tree, index) or is_passive(tree, index) else source_noun(tree, index)
            if noun is not None and tree.deps[noun] != "nsubjpass":
                found.append((index, noun))
        elif lemma == "put" and tree.low[index + 1 : index + 2] == ["it"] and tree.own_subject(index) is not None:
            found.append((index, tree.own_subject(index) or 0))
        elif lemma == "according":
            to = tree.kid(index, "prep")
            noun = tree.kid(to, "pobj") if to is not None else None
            if noun is None and index + 1 < len(tree):
                noun = tree.kid(index + 1, "pobj")
            if noun is not None:
                found.append((index, noun))
    return found


def is_passive(tree: Tree, verb: int) -> bool:
    """Say whether a verb is in the passive, whatever the parser calls its "be"."""
    be = any(tree.lemma(aux) == "be" for aux in tree.auxiliaries(verb))
    return tree.kid(verb, "auxpass") is not None or (tree.tags[verb] in {"VBN", "VBD"} and be)


def is_experience(tree: Tree, verb: int) -> bool:
    """Say whether a verb tells what somebody will live to see: "Places such as Annapolis can expect …"."""
    return tree.lemma(verb) in {"expect", "anticipate", "see"} and any(
        tree.low[aux] in {"can", "should", "could", "may", "might", "must"} for aux in tree.auxiliaries(verb)
    )


def is_evidence(tree: Tree, verb: int, noun: int) -> bool:
    """Say whether things speak, not people: "advance sales suggest …" is the writer's own reading of them."""
    if tree.lemma(verb) not in _SHOW or tree.tags[noun] in {"PRP", "PRP$", "NNP", "NNPS"}:
        return False
    return tree.low[noun].removesuffix("s") not in _SPEAKING and not _PEOPLE.search(tree.low[noun])


_SHOW = words("suggest show indicate hint imply mean point find reveal explain signal")
_SPEAKING = words(
    """poll survey study report review inquiry audit investigation assessment model projection
    forecast estimate analysis analyse research simulation market minute
    paper document memo statement letter official bank government agency ministry company firm team group panel
    committee council board
    court tribunal union police source staff people commission body office department desk bookmaker aide spokesman
    spokeswoman man woman chief head boss expert colleague friend one"""
)
_PEOPLE = re.compile(r"(?:[eo]rs?|ists?|ians?|ants?|men|women)$")


def quote_speaker(trees: list[tuple[Tree, int, int]], quote: Quote, voices: Voices) -> Spoken | None:
    """Return who speaks a quotation, from reporting words outside its marks in the sentences that touch it.

    ``trees`` holds the parsed sentences of the paragraph with their offsets.
    """
    best: tuple[int, Spoken] | None = None
    for tree, start, end in trees:
        if not _touches(tree, start, end, quote):
            continue
        for verb, noun in sentence_sources(tree):
            at = tree.starts[verb]
            if quote.start <= at < quote.end or quote.start <= tree.starts[noun] < quote.end:
                continue
            if voices.quotes.at(tree.starts[noun]) is not None and voices.quotes.at(at) is None:
                continue  # "“Gold,” wrote Ruiz, “will …”": what is quoted does not speak
            distance = quote.start - at if at < quote.start else at - quote.end + 1
            if tree.low[verb] not in {"according"} and tree.lemma(verb) not in SAY:
                distance += 60
            if best is None or distance < best[0]:
                spoken = voices.resolve(tree, noun)
                if spoken is not None:
                    best = (distance, spoken)
    return best[1] if best else _led_in(trees, quote, voices) or _beside(trees, quote, voices)


def _led_in(trees: list[tuple[Tree, int, int]], quote: Quote, voices: Voices) -> Spoken | None:
    """Return who is said to speak right before a colon and a quotation, whatever the verb."""
    for tree, start, end in trees:
        if not start < quote.start <= end + 3:
            continue
        colon = next((n for n in range(len(tree)) if tree.low[n] == ":" and 0 <= quote.start - tree.ends[n] <= 3), None)
        noun = introducing(tree, colon) if colon is not None else None
        if noun is not None:
            return voices.resolve(tree, noun)
    return None


def _touches(tree: Tree, start: int, end: int, quote: Quote) -> bool:
    """Say whether a sentence overlaps a quotation or goes on right after it: "…?" she asked."""
    if start >= quote.end:
        told = tree.low[0] in {"so", "thus"} or tree.low[:2] in (["that", "was"], ["that", "is"])
        return start <= quote.end + 3 and (tree.words[0][:1].islower() or told)
    if end <= quote.start:
        return end >= quote.start - 3 and tree.low[-1] in {":", ","}
    return True


def _beside(trees: list[tuple[Tree, int, int]], quote: Quote, voices: Voices) -> Spoken | None:
    """Return who speaks where the parse does not show it: by a verb beside the quotation, or the person named there."""
    for tree, start, end in trees:
        if not _touches(tree, start, end, quote):
            continue
        outside = [n for n in range(len(tree)) if not quote.start <= tree.starts[n] < quote.end]
        near = [n for n in outside if -40 < tree.starts[n] - quote.end < 60 or -60 < tree.ends[n] - quote.start < 0]
        for verb in near:
            if tree.tags[verb] in {"VBD", "VBZ"} and tree.lemma(verb) not in {"be", "have", "do"}:
                noun = tree.own_subject(verb)
                if noun is not None and noun in outside and abs(noun - verb) <= 8 and _may_speak(tree, noun):
                    return voices.resolve(tree, noun)
        verbs = [n for n in near if tree.tags[n] in {"VBD", "VBZ"} or (tree.tags[n] == "VBN" and tree.lemma(n) in SAY)]
        if verbs and outside:
            left, right = tree.starts[outside[0]], tree.ends[outside[-1]]
            people = [
                m for m in voices.names.between(left, right) if m.is_person and not quote.start <= m.start < quote.end
            ]
            if people:
                found = min(people, key=lambda m: min(abs(m.start - quote.end), abs(quote.start - m.end)))
                return Spoken(voices.names.full(found.name, found.start), found.start, found.end, True)
    return None


def _may_speak(tree: Tree, noun: int) -> bool:
    """Say whether a subject may be a speaker though its verb does not say so: a name, a pronoun, one person."""
    return tree.tags[noun] in {"NNP", "PRP"} or (tree.tags[noun] == "NN" and _PEOPLE.search(tree.low[noun]) is not None)


def may_speak(tree: Tree, noun: int) -> bool:
    """Say whether a noun names somebody or what somebody publishes, and no thing: "GDP growth", "recent trends"."""
    if tree.tags[noun] in {"PRP", "NNP", "NNPS", "CD", "DT"} or tree.low[noun].removesuffix("s") in _SPEAKING:
        return tree.low[noun] not in {"it", "this", "that"}
    return _PEOPLE.search(tree.low[noun]) is not None


_DASH_NAME = re.compile(r"^\s*(?:[-–—―~]+|\(?via)\s*(?P<name>[A-Z@][^,\n]{1,60}?)(?:,[^\n]{0,120})?\.?\s*$")


def signed_below(line: str) -> str | None:
    """Return the name in a line such as "- Ana Ruiz, economist", which signs the quotation above it."""
    match = _DASH_NAME.match(line[:200])
    return person_named(match["name"].strip()) if match else None


def is_author(spoken: Spoken | None) -> bool:
    """Say whether no source was found."""
    return spoken is None or spoken.name == AUTHOR
