"""Climb from a clause to the top of its sentence: who says it, how far they stand behind it, and what voids it."""

from __future__ import annotations

from dataclasses import dataclass, field

from foretold.extract.cues import Cue
from foretold.extract.lexicon import by_kind
from foretold.extract.text import words
from foretold.extract.timewords import PAST, has_future_time
from foretold.extract.tree import Tree
from foretold.extract.verbs import ASK, DENY, FEAR, PURPOSE, SAY, THINK, WISH
from foretold.records import Band

FIRST_PERSON = frozenset({"i", "we", "me", "us"})
CONDITION_MARKS = frozenset({"if", "unless", "once", "provided", "providing", "assuming", "supposing"})

_UNCOMMITTED = words("unclear uncertain unsure unknown debatable questionable early open undecided skeptical sceptical")
_FEARFUL = words("afraid worried concerned fearful anxious nervous scared frightened alarmed hopeful keen eager")
_SURE = words("certain sure confident convinced inevitable clear obvious positive undeniable evident adamant")
_FORETELLING = words(
    "prediction predictions forecast forecasts expectation expectations warning warnings bet prophecy confidence"
)
_CHANCES = words("chance chances probability likelihood odds possibility risk danger prospect prospects")
_NAMED_ONLY = words("hope fear aim goal plan idea question point trick worry concern dream issue")


@dataclass(slots=True)
class Embedding:
    """What stands above a clause."""

    source: int | None = None
    """The verb, adjective or noun whose subject (or possessor) is the nearest third-person source."""
    sources: list[int] = field(default_factory=list)
    hedge: tuple[str, Band] | None = None
    """Term and band of what governs the claim: "I think", "it is likely that", "a chance that"."""
    hedge_at: tuple[int, int] | None = None
    is_denied: bool = False
    is_reported_past: bool = False
    is_relative: bool = False
    is_announced: bool = False
    rejection: tuple[str, str] | None = None


def embed(tree: Tree, cue: Cue) -> Embedding:
    """Return what governs the cue's clause."""
    result = Embedding()
    node, steps = cue.clause, 0
    left = min(tree.subtree(node))
    if left > 1 and tree.low[left - 1] in {"concern", "concerns", "fear", "fears", "worry", "worries", "hope", "hopes"}:
        result.rejection = ("wish or fear", "a concern or hope is no claim")
    while steps < len(tree) and result.rejection is None:
        steps += 1
        _side_remarks(tree, node, result)
        head, dep = tree.heads[node], tree.deps[node]
        if head == node:
            break
        if result.is_relative:
            # Whatever governs the noun does not govern what is said of it; only a source still speaks.
            if dep in {"ccomp", "parataxis"} and tree.lemma(head) in SAY:
                _under_verb(tree, node, head, dep, cue, result)
        elif dep in {"ccomp", "xcomp", "csubj", "csubjpass", "acl", "pcomp", "dep", "parataxis"} or (
            dep == "advcl" and tree.tags[head].startswith("JJ")
        ):
            _under(tree, node, head, dep, cue, result)
        elif dep == "relcl":
            result.is_relative = True
            _relative(tree, node, head, cue, result)
        elif dep == "advcl":
            _adverbial(tree, node, cue, result)
        node = head
    return result


def _set_source(tree: Tree, node: int, result: Embedding) -> None:
    result.sources.append(node)
    if result.source is None:
        result.source = node
        result.is_reported_past = (
            tree.is_past(node)
            or (
                tree.tags[node] == "VBG"
                and any(tree.is_past(up) for up in tree.up(node) if tree.tags[up].startswith("VB"))
            )
            or (tree.tags[node] == "VBN" and any(tree.low[a] in {"has", "have"} for a in tree.auxiliaries(node)))
        )


def _side_remarks(tree: Tree, node: int, result: Embedding) -> None:
    """Read remarks that hang on the clause: "…, Lister said", "as many expect", "I think"."""
    for kid in tree.kids_by(node, "parataxis", "ccomp", "advcl", "dep", "intj"):
        lemma = tree.lemma(kid)
        subject = tree.own_subject(kid)
        if subject is None or not (lemma in SAY or lemma in THINK):
            continue
        mark = tree.kid(kid, "mark")
        as_remark = mark is not None and tree.low[mark] == "as"
        if tree.deps[kid] == "advcl" and not as_remark and (mark is not None or lemma not in SAY or kid < node):
            continue
        if not as_remark and not _set_off(tree, kid):
            continue
        if tree.deps[kid] in {"ccomp", "dep"} and (
            kid > node and tree.kid(kid, "ccomp", "dobj", "xcomp") or mark is not None
        ):
            continue
        if tree.low[subject] in FIRST_PERSON:
            if lemma in THINK and lemma in _HEDGING and not result.sources and not tree.is_past(kid):
                _hedge(result, "likely", Band.LIKELY, kid, kid)
        elif tree.tags[subject] not in {"WDT", "WP"} and not tree.kid(kid, "ccomp"):
            _set_source(tree, kid, result)


def _set_off(tree: Tree, kid: int) -> bool:
    """Say whether a remark stands between commas, dashes or quotation marks."""
    nodes = tree.subtree(kid)
    marks = {",", "-", "--", '"', "``", "''", "'", "(", ")"}
    before, after = nodes[0] - 1, nodes[-1] + 1
    if before >= 0:
        return tree.low[before] in marks or tree.low[nodes[0]] in marks
    return after < len(tree) and (tree.low[after] in marks or tree.low[nodes[-1]] in marks)


def _hedge(result: Embedding, term: str, band: Band, first: int, last: int) -> None:
    if result.hedge is None:
        result.hedge, result.hedge_at = (term, band), (first, last)


def _wh_fronted(tree: Tree, node: int) -> bool:
    kids = [kid for kid in tree.kids[node] if kid < node]
    nested = [grand for kid in kids if tree.deps[kid] in {"nsubj", "nsubjpass", "dobj", "attr", "advmod", "prep", "acomp", "pobj"}
              for grand in tree.kids[kid]]  # fmt: skip
    return any(
        tree.low[kid] in {"whether", "how", "what", "when", "where", "why", "who", "whom", "which"}
        for kid in kids + nested
    )


def _under(tree: Tree, node: int, head: int, dep: str, cue: Cue, result: Embedding) -> None:
    tag, lemma = tree.tags[head], tree.lemma(head)
    mark = tree.kid(node, "mark")
    marked = tree.low[mark] if mark is not None else ""
    if (
        dep in {"ccomp", "pcomp", "csubj", "acl"}
        and (_wh_fronted(tree, node) or marked in {"whether", "if"})
        and not result.is_relative
    ):
        if not (lemma == "doubt" or tree.low[head] in {"doubtful"}) and not (
            marked == "if" and dep == "ccomp" and node < head
        ):
            result.rejection = ("question", "an indirect question commits nobody")
            return
    if tag.startswith("JJ") or (tag in {"RB", "VBN"} and tree.low[head] in _SURE | _UNCOMMITTED):
        _under_adjective(tree, head, result)
    elif (
        lemma == "believe"
        and tree.deps[head] in {"relcl", "acl"}
        and tree.low[tree.heads[head]] in {"reason", "reasons", "grounds"}
    ):
        _under_noun(tree, tree.heads[head], node, "that", result)
    elif tag.startswith("NN") and dep in {"acl", "ccomp", "dep"}:
        _under_noun(tree, head, node, marked, result)
    elif tag.startswith(("VB", "MD")) or lemma in SAY | THINK:
        _under_verb(tree, node, head, dep, cue, result)


def _under_adjective(tree: Tree, head: int, result: Embedding) -> None:
    word = tree.low[head]
    verb = tree.heads[head] if tree.deps[head] in {"acomp", "attr", "oprd", "amod", "xcomp"} else head
    negated = tree.is_negated(verb) or tree.is_negated(head)
    entry = by_kind("that").get((word,))
    if word in _UNCOMMITTED or (negated and word in _SURE):
        result.rejection = ("uncommitted", f'"{"not " if negated else ""}{word}" commits nobody')
    elif word in _FEARFUL:
        result.rejection = ("wish or fear", f'"{word}" is a feeling, not a claim')
    elif entry is not None:
        if negated:
            _hedge(
                result,
                *(("possible", Band.POSSIBLE) if entry.band == Band.UNLIKELY else ("unlikely", Band.UNLIKELY)),
                head,
                head,
            )
        elif entry.term != "certain":
            strong = any(
                tree.low[kid] in {"very", "highly", "extremely", "most"} for kid in tree.kids_by(head, "advmod")
            )
            term = (
                {"likely": "highly likely", "unlikely": "highly unlikely"}.get(entry.term, entry.term)
                if strong
                else entry.term
            )
            _hedge(result, term, entry.band, head, head)
    subject = tree.own_subject(verb)
    if (
        subject is not None
        and entry is not None
        and tree.low[subject] not in FIRST_PERSON | {"it", "that", "this", "you", "there"}
    ):
        _set_source(tree, verb, result)


def chance_band(tree: Tree, noun: int) -> tuple[str, Band]:
    """Return term and band of "a slim chance", "every chance", "no doubt" and the like, from the words around the noun."""
    around = {tree.low[kid] for kid in tree.kids[noun]} | {
        tree.low[g] for kid in tree.kids[noun] for g in tree.kids[kid]
    }
    near = {tree.low[n] for n in range(max(0, noun - 4), noun)} & (
        {"no", "little", "slim", "slight", "every", "good", "even", "better", "remote", "zero"})  # fmt: skip
    head = tree.heads[noun]
    if tree.lemma(head) == "be":
        for kid in tree.kids_by(head, "acomp", "attr"):
            around |= {tree.low[kid]} | {tree.low[grand] for grand in tree.kids[kid]}
        if tree.is_negated(head):
            around.add("no")
    around |= near
    word = tree.low[noun]
    if around & {"no", "zero"}:
        return ("almost no chance", Band.UNLIKELY)
    if around & {"remote", "vanishing", "negligible"}:
        return ("remote chance", Band.UNLIKELY)
    if around & {"slim", "slight", "small", "outside", "low", "minimal", "dim", "poor", "slender"}:
        return ("slight chance", Band.UNLIKELY)
    if "little" in around:
        return ("little chance", Band.UNLIKELY)
    if "every" in around or (around & {"good", "strong", "high", "excellent", "great"} and "very" in around):
        return ("very good chance", Band.LIKELY)
    if around & {
        "good",
        "strong",
        "high",
        "excellent",
        "great",
        "decent",
        "solid",
        "overwhelming",
        "best",
    } and word not in {"risk", "danger"}:
        return ("likely", Band.LIKELY)
    if {"better", "even"} <= around:
        return ("better than even", Band.LIKELY)
    if around & {"even", "50-50", "fifty-fifty"}:
        return ("even chance", Band.POSSIBLE)
    if around & {"realistic", "real", "distinct", "fair", "reasonable", "serious"}:
        return ("realistic possibility", Band.POSSIBLE)
    return ("risk" if word in {"risk", "danger"} else "possible", Band.POSSIBLE)


def _under_noun(tree: Tree, head: int, node: int, marked: str, result: Embedding) -> None:
    word = tree.low[head]
    around = {tree.low[kid] for kid in tree.kids_by(head, "det", "neg", "amod")}
    governor = tree.heads[head]
    negated = bool(around & {"no", "little", "scant"}) or (
        tree.lemma(governor) in {"be", "have", "see"} and tree.is_negated(governor)
    )
    if word in {"doubt", "question"} and negated:
        return
    if word in {"doubt", "doubts"}:
        result.rejection = ("uncommitted", "a doubt is named, not claimed")
    elif word in {"evidence", "indication", "sign", "signs", "reason"}:
        if negated:
            double = tree.is_negated(node)
            _hedge(result, "possible" if double else "unlikely", Band.POSSIBLE if double else Band.UNLIKELY, head, head)
            result.is_denied = double
        elif word in {"sign", "signs", "indication", "evidence"}:
            _hedge(result, "likely", Band.LIKELY, head, head)
    elif word in _CHANCES and tree.deps[head] == "pobj" and tree.low[governor] not in {"at", "with", "of"}:
        result.rejection = ("noun clause", f'"the {word} that …" is named, not claimed')
    elif word in _CHANCES:
        _hedge(result, *chance_band(tree, head), head, head)
    elif word in {"guarantee", "certainty", "assurance"} and negated:
        result.rejection = ("uncommitted", f'"no {word}" commits nobody')
    elif word in _FORETELLING:
        if word.startswith(("expect", "bet")):
            _hedge(result, "expected", Band.LIKELY, head, head)
        if tree.kid(head, "poss") is not None:
            _set_source(tree, head, result)
    elif word in {
        "fact",
        "truth",
        "reality",
        "upshot",
        "result",
        "way",
        "case",
        "conclusion",
        "view",
        "bottom",
        "news",
        "verdict",
    }:
        return
    elif marked == "that" or tree.is_finite(node):
        result.rejection = ("noun clause", f'"the {word} that …" names an idea; nobody claims it here')


def _under_verb(tree: Tree, node: int, head: int, dep: str, cue: Cue, result: Embedding) -> None:
    lemma = tree.lemma(head)
    subject = tree.subject(head)
    who = tree.low[subject] if subject is not None else ""
    negated = tree.is_negated(head)
    if cue.kind == "verb" and head == cue.first:
        return
    feeling = tree.kid(head, "acomp", "oprd", "attr")
    if feeling is not None and tree.tags[feeling].startswith(("JJ", "VBN")) and dep == "ccomp" and node > feeling:
        _under_adjective(tree, feeling, result)
        if result.rejection or result.source is not None:
            return
    if lemma in WISH:
        result.rejection = ("wish or fear", f'what is only hoped or wanted ("{tree.low[head]}") is no claim')
    elif lemma in FEAR:
        result.rejection = ("wish or fear", f'a fear ("{tree.low[head]}") is no claim')
    elif lemma in {"ensure", "insure"} or (lemma in PURPOSE and dep == "xcomp"):
        result.rejection = ("purpose", f'a purpose or effort ("{tree.low[head]}") is no claim')
    elif lemma in {"doubt"}:
        _hedge(result, "doubtful", Band.UNLIKELY, head, head)
        _person_source(tree, head, who, result)
    elif lemma in DENY:
        result.is_denied = True
        _person_source(tree, head, who, result)
    elif (
        lemma in {"seem", "appear", "look"}
        and dep != "xcomp"
        and (subject is None or tree.low[subject] in {"it", "that", "this"})
    ):
        _hedge(result, "likely", Band.LIKELY, head, head)
    elif lemma == "be":
        _under_be(tree, head, node, subject, result)
    elif lemma in THINK or lemma in SAY:
        _under_source(tree, head, who, negated, result)
    elif lemma in ASK and dep == "ccomp" and _wh_fronted(tree, node):
        result.rejection = ("question", "an indirect question commits nobody")


def _under_be(tree: Tree, head: int, node: int, subject: int | None, result: Embedding) -> None:
    if subject is None or subject > head or node < head:
        return
    names = {tree.low[n] for n in [subject, *[g for k in tree.kids_by(subject, "prep") for g in tree.kids[k]]]}
    if names & _CHANCES:
        chance = next(n for n in tree.subtree(subject) if tree.low[n] in _CHANCES)
        _hedge(result, *chance_band(tree, chance), chance, chance)
    elif tree.low[subject] in _NAMED_ONLY:
        result.rejection = ("wish or fear", f'"the {tree.low[subject]} is that …" is no claim')
    elif tree.low[subject] in {"guess", "hunch", "bet", "view", "sense", "impression", "suspicion", "expectation", "prediction",
                               "forecast", "instinct"}:  # fmt: skip
        _hedge(result, "likely", Band.LIKELY, subject, subject)


def _person_source(tree: Tree, head: int, who: str, result: Embedding) -> None:
    speaks = tree.lemma(head) in SAY and tree.lemma(head) not in {"suggest", "show", "indicate", "find", "hint", "mean"}
    if who == "it" and speaks and tree.kid(head, "auxpass") is None:
        _set_source(tree, head, result)
    elif who and who not in FIRST_PERSON | {"it", "you", "one", "there", "that", "this", "which", "who", "what"}:
        _set_source(tree, head, result)
    elif who in {"who", "which", "that"} or (not who and tree.tags[head] == "VBG"):
        _set_source(tree, head, result)


_HEDGING = words(
    "think believe reckon suppose guess suspect expect figure imagine feel anticipate bet gather presume assume"
)


def _under_source(tree: Tree, head: int, who: str, negated: bool, result: Embedding) -> None:
    lemma = tree.lemma(head)
    past = tree.is_past(head)
    if who in FIRST_PERSON or (not who and tree.tags[head] in {"VBP", "VB"} and lemma in _HEDGING):
        if past and lemma in THINK:
            result.rejection = ("backshifted", "what the speaker once thought")
        elif lemma in _HEDGING:
            _hedge(result, *(("unlikely", Band.UNLIKELY) if negated else ("likely", Band.LIKELY)), head, head)
        elif negated and lemma in {"say", "claim", "argue", "predict", "suggest", "know"}:
            result.rejection = ("uncommitted", f'"not {lemma}" commits nobody')
        return
    if past and lemma in THINK and lemma not in {"conclude", "maintain", "hold", "bet"} and result.source is None:
        result.rejection = ("backshifted", f"what was {tree.low[head]} then")
        return
    if _is_historic(tree, head):
        result.rejection = ("backshifted", "a forecast of the past retold")
        return
    advised = any(tree.low[aux] in {"should", "must", "ought"} for aux in tree.auxiliaries(head))
    if advised or who in {"nobody", "anyone", "anybody", "someone"} or _is_crowd(tree, head):
        result.rejection = ("noun clause", "what people may say or think, claimed by nobody in particular")
        return
    if negated:
        if lemma in THINK | {"expect", "anticipate", "foresee"}:
            _hedge(result, "unlikely", Band.UNLIKELY, head, head)
        else:
            result.rejection = ("uncommitted", f'"not {lemma}" commits nobody')
            return
    if lemma in {"expect", "anticipate"}:
        _hedge(result, "expected", Band.LIKELY, head, head)
    if lemma == "announce":
        result.is_announced = True
    if tree.kid(head, "auxpass") is None:
        _person_source(tree, head, who, result)


def _is_crowd(tree: Tree, head: int) -> bool:
    """Say whether the source is "people who say", "those who think"."""
    if tree.deps[head] != "relcl":
        return False
    return tree.low[tree.heads[head]] in {
        "people",
        "those",
        "anyone",
        "anybody",
        "someone",
        "somebody",
        "everyone",
        "person",
    }


def _is_historic(tree: Tree, head: int) -> bool:
    """Say whether a report is set in a time gone by: "had warned in May that"."""
    if any(tree.low[aux] in {"had", "'d"} for aux in tree.auxiliaries(head)) and tree.tags[head] == "VBN":
        return True
    if not tree.is_past(head):
        return False
    own = [kid for kid in tree.kids[head] if tree.deps[kid] in {"npadvmod", "prep", "advmod", "tmod"}]
    return any(PAST.search(" ".join(tree.words[n] for n in tree.subtree(kid))) is not None
               and not any(tree.low[n] in {"yesterday", "week", "weekend", "month", "night"} or tree.low[n].endswith("day")
                           for n in tree.subtree(kid)) for kid in own)  # fmt: skip


def _relative(tree: Tree, node: int, head: int, cue: Cue, result: Embedding) -> None:
    """Refuse relative clauses that only describe; keep those that are dated, set off or of a named thing."""
    if tree.lemma(node) == "believe" and tree.low[head] in {"reason", "reasons", "grounds"}:
        return
    first = min(tree.subtree(node))
    detached = first > 0 and tree.low[first - 1] in {",", "-", "--", "("}
    if result.sources:
        return
    definite = tree.tags[head] in {"NNP", "NNPS"} or detached
    soon = has_future_time(tree, cue.event) or has_future_time(tree, cue.clause)
    antecedent = tree.low[head]
    if antecedent in {
        "anyone",
        "someone",
        "those",
        "people",
        "somebody",
        "anybody",
        "everyone",
        "nothing",
        "something",
        "anything",
    }:
        result.rejection = ("relative clause", "it only describes")
    elif cue.entry.term in {"would", "could", "may", "might"}:
        if not (detached and cue.entry.term != "would"):
            result.rejection = ("relative clause", "it only describes")
    elif not (soon or definite) and cue.entry.term != "risk":
        result.rejection = ("relative clause", "it only describes")
    if result.rejection is None and _is_wanted(tree, head) and not soon:
        result.rejection = ("purpose", "it describes what somebody wants")


def _is_wanted(tree: Tree, node: int) -> bool:
    """Say whether a noun is the object of wanting, seeking or preventing."""
    for up in tree.up(node):
        if tree.lemma(up) in WISH | PURPOSE | {"prevent", "favour", "favor", "propose", "consider", "avoid"}:
            return True
        if tree.deps[up] in {"ccomp", "ROOT"}:
            return False
    return False


def _adverbial(tree: Tree, node: int, cue: Cue, result: Embedding) -> None:
    mark = tree.kid(node, "mark")
    word = tree.low[mark] if mark is not None else ""
    before = {tree.low[kid] for kid in tree.kids[node] if kid < node}
    if word in CONDITION_MARKS and word != "once":
        result.rejection = ("condition", "it stands inside a condition")
    elif word in {"so", "lest"} or (word == "that" and "so" in before) or (word == "that" and _so_before(tree, mark)):
        if cue.entry.term in {"will", "would", "could", "may", "might"}:
            result.rejection = ("purpose", '"so that …" is a purpose')
    elif word == "than" or (word == "as" and tree.low[node] in {"would", "could", "will", "might"}):
        result.rejection = ("comparison", "it only compares")
    elif word == "whether" or before & {"however", "whatever", "whoever", "whichever", "whether"}:
        result.rejection = ("uncommitted", '"whether" commits nobody')


def _so_before(tree: Tree, mark: int | None) -> bool:
    return mark is not None and mark > 0 and tree.low[mark - 1] == "so"
