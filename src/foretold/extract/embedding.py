"""Climb from a clause to the top of its sentence: who says it, how far they stand behind it, and what voids it."""

# Rules read best as a flat list of cases, first match wins: hence many returns and branches.
# ruff: noqa: C901

from __future__ import annotations

from foretold.extract.cue import Cue
from foretold.extract.governing_words import (
    FIRST_PERSON,
    FORETELLING,
    SURE,
    UNCOMMITTED,
    Embedding,
    is_historic,
    set_hedge,
    set_source,
    under_adjective,
    under_noun,
    wh_fronted,
)
from foretold.extract.governors import GIVING_REASON, HEDGING, is_hard, is_reason, under_verb
from foretold.extract.timewords import has_future_time
from foretold.extract.tree import Tree
from foretold.extract.verbs import PURPOSE, SAY, THINK, WISH
from foretold.records import Band

CONDITION_MARKS = frozenset({"if", "unless", "once", "provided", "providing", "assuming", "supposing"})


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
        if head == node or _apart(tree, node, head):
            break
        if result.is_relative:
            # Whatever governs the noun does not govern what is said of it; only a source still speaks.
            if dep in {"ccomp", "parataxis"} and tree.lemma(head) in SAY:
                under_verb(tree, node, head, dep, cue, result)
        elif dep == "ccomp" and _is_extraposed(tree, node):
            result.is_relative = True
            _relative(tree, node, tree.own_subject(head) or head, cue, result)
        elif dep in {"ccomp", "xcomp", "csubj", "csubjpass", "acl", "pcomp", "dep", "parataxis"} or (
            dep == "advcl" and tree.tags[head].startswith("JJ")
        ):
            _under(tree, node, head, dep, cue, result)
        elif dep == "relcl" and tree.low[head] in FORETELLING and _has_no_pronoun(tree, node):
            under_noun(tree, head, node, "that", result)
        elif dep == "relcl" and _is_hearer(tree, node, head):
            under_verb(tree, node, tree.heads[head], "ccomp", cue, result)
        elif dep == "conj" and _told_too(tree, node, head):
            under_verb(tree, node, head, "ccomp", cue, result)
        elif dep == "relcl":
            result.is_relative = True
            _relative(tree, node, head, cue, result)
        elif dep == "advcl":
            _adverbial(tree, node, cue, result)
        node = head
    return result


def _told_too(tree: Tree, node: int, head: int) -> bool:
    """Say whether a clause goes on what a report says: "he said that …, but that …"."""
    mark = tree.kid(node, "mark")
    return mark is not None and tree.low[mark] == "that" and tree.lemma(head) in SAY | THINK


def _apart(tree: Tree, node: int, head: int) -> bool:
    """Say whether a semicolon parts a clause from a later verb that the parser has hung it on."""
    return node < head and ";" in tree.low[node:head]


def _side_remarks(tree: Tree, node: int, result: Embedding) -> None:
    """Read remarks that hang on the clause: "…, she said", "as many expect", "I think"."""
    for kid in tree.kids_by(node, "parataxis", "ccomp", "advcl", "dep", "intj"):
        lemma = tree.lemma(kid)
        subject = tree.own_subject(kid)
        if subject is not None and tree.low[kid] == "feared" and tree.low[subject] == "it" and _set_off(tree, kid):
            result.rejection = ("wish or fear", "a fear is no claim")
        if subject is None or not (lemma in SAY or lemma in THINK):
            continue
        if any(tree.tags[aux] == "MD" for aux in tree.auxiliaries(kid)) or _apart(tree, min(node, kid), max(node, kid)):
            continue  # "…; the centre will hold" is a claim of its own, no remark
        mark = tree.kid(kid, "mark")
        as_remark = mark is not None and tree.low[mark] == "as"
        if tree.deps[kid] == "advcl" and not as_remark and (mark is not None or lemma not in SAY or kid < node):
            continue
        if not as_remark and not _set_off(tree, kid):
            continue
        if tree.deps[kid] in {"ccomp", "dep"} and (
            (kid > node and tree.kid(kid, "ccomp", "dobj", "xcomp")) or mark is not None
        ):
            continue
        if as_remark and is_historic(tree, kid):
            result.rejection = ("backshifted", "what somebody said of another time")
        if tree.low[subject] in FIRST_PERSON:
            if lemma in THINK and lemma in HEDGING and not result.sources and not tree.is_past(kid):
                set_hedge(result, "likely", Band.LIKELY, kid, kid)
        elif tree.tags[subject] not in {"WDT", "WP"} and not tree.kid(kid, "ccomp"):
            set_source(tree, kid, result)


def _set_off(tree: Tree, kid: int) -> bool:
    """Say whether a remark stands between commas, dashes or quotation marks."""
    nodes = tree.subtree(kid)
    marks = {",", "-", "--", '"', "``", "''", "'", "(", ")"}
    before, after = nodes[0] - 1, nodes[-1] + 1
    if before >= 0:
        return tree.low[before] in marks or tree.low[nodes[0]] in marks
    return after < len(tree) and (tree.low[after] in marks or tree.low[nodes[-1]] in marks)


def _under(tree: Tree, node: int, head: int, dep: str, cue: Cue, result: Embedding) -> None:
    tag, lemma = tree.tags[head], tree.lemma(head)
    mark = tree.kid(node, "mark")
    marked = tree.low[mark] if mark is not None else ""
    if (
        (
            dep in {"ccomp", "pcomp", "csubj", "acl"}
            and not _gives_reason(tree, node)
            and (wh_fronted(tree, node) or marked in {"whether", "if"})
            and not result.is_relative
        )
        and not (lemma in {"see", "imagine"} and is_hard(tree, head))
        and not (lemma == "doubt" or tree.low[head] in {"doubtful"})
        and not (marked == "if" and dep == "ccomp" and node < head)
    ):
        result.rejection = ("question", "an indirect question commits nobody")
        return
    if tag.startswith("JJ") or (tag in {"RB", "VBN"} and tree.low[head] in SURE | UNCOMMITTED):
        under_adjective(tree, head, result)
    elif is_reason(tree, head):
        under_noun(tree, tree.heads[head], node, "that", result)
    elif tag.startswith("NN") and _is_hearer(tree, node, head):
        under_verb(tree, node, tree.heads[head], "ccomp", cue, result)
    elif tag.startswith("NN") and dep in {"acl", "ccomp", "dep"}:
        under_noun(tree, head, node, marked, result)
    elif tag.startswith(("VB", "MD")) or lemma in SAY | THINK:
        under_verb(tree, node, head, dep, cue, result)


_TELLING = frozenset({"tell", "assure", "reassure", "warn", "inform", "remind", "convince", "persuade", "notify"})


def _is_hearer(tree: Tree, node: int, noun: int) -> bool:
    """ "She assured the islanders that the fleet would stay": it is said to the noun that the parser hangs it on."""
    told = tree.deps[noun] == "dobj" and tree.lemma(tree.heads[noun]) in _TELLING
    begin, subject = min(tree.subtree(node)), tree.own_subject(node)
    return told and tree.low[begin] == "that" and subject is not None and subject > begin


def _gives_reason(tree: Tree, node: int) -> bool:
    """Say whether a clause stands under "that is why" or "an example of why", which claim it."""
    begin = min(tree.subtree(node))
    return begin > 1 and tree.low[begin] == "why" and tree.low[begin - 2] in GIVING_REASON


def _has_no_pronoun(tree: Tree, node: int) -> bool:
    """Say whether a clause is said by the noun, not of it: "bets the bank will tighten"."""
    return tree.own_subject(node) is not None and not any(tree.tags[kid] in {"WDT", "WP"} for kid in tree.kids[node])


def _is_extraposed(tree: Tree, node: int) -> bool:
    """Say whether a clause tells of a noun further back: "events could come that would change this"."""
    subject = tree.own_subject(node)
    return subject is not None and tree.tags[subject] == "WDT"


def _relative(tree: Tree, node: int, head: int, cue: Cue, result: Embedding) -> None:
    """Refuse relative clauses that only describe; keep those that are dated, set off or of a named thing."""
    if is_reason(tree, node):
        return
    if cue.entry.term == "will" and _is_predicated(tree, head):
        return
    if any(tree.low[kid] in {"probably", "likely", "certainly"} for kid in tree.kids_by(cue.event, "advmod")):
        return  # "a government that will probably veto it": graded, hence claimed
    first = min(tree.subtree(node))
    detached = first > 0 and tree.low[first - 1] in {",", "-", "--", "("}
    if result.sources or _is_told_anew(tree, node, head, cue) or _is_conditional(tree, node):
        return
    definite = tree.tags[head] in {"NNP", "NNPS"} or detached
    soon = has_future_time(tree, cue.event) or has_future_time(tree, cue.clause)
    antecedent = tree.low[head]
    if antecedent in _CROWD:
        result.rejection = ("relative clause", "it only describes")
    elif cue.entry.term in {"would", "could", "may", "might"}:
        graded = any(tree.low[kid] in {"likely", "probably"} for kid in tree.kids_by(cue.event, "advmod"))
        if not (detached and (graded or cue.entry.term != "would")):
            result.rejection = ("relative clause", "it only describes")
    elif not soon and (
        _is_compared(tree, cue) or not (definite or cue.kind == "infinitive" or cue.entry.term == "risk")
    ):
        result.rejection = ("relative clause", "it only describes")
    told = detached and cue.entry.term == "will"
    if result.rejection is None and _is_wanted(tree, head) and not (soon or told):
        result.rejection = ("purpose", "it describes what somebody wants")


def _is_told_anew(tree: Tree, node: int, noun: int, cue: Cue) -> bool:
    """ ", a move that could split the bloc", "she has won a clause that will bind them": claimed of what is brought in.

    A restrictive clause says which one is meant. Of a thing that the sentence itself brings in there is no telling
    which: what is said of it is a second claim.
    """
    subject = tree.own_subject(node)
    if cue.entry.term not in {"will", "may", "might", "could"} or tree.low[cue.first] in {"can", "ca"}:
        return False
    if subject is None or tree.tags[subject] not in {"WDT", "WP"} or subject > node:
        return False
    looks_ahead = cue.entry.term == "will" or tree.deps[noun] == "appos" or not tree.is_past(tree.heads[noun])
    a_kind = tree.tags[noun] == "NNS" and tree.kid(noun, "det", "poss") is None and cue.entry.term == "will"
    return looks_ahead and _is_brought_in(tree, noun, is_plural=a_kind)


def _is_brought_in(tree: Tree, noun: int, *, is_plural: bool) -> bool:
    """Say whether a clause that is itself claimed brings in a thing not known before: "has won a clause"."""
    if not is_plural and not any(tree.low[kid] in {"a", "an", "another"} for kid in tree.kids_by(noun, "det")):
        return False
    verb, who = tree.heads[noun], tree.subject(tree.heads[noun])
    if tree.deps[noun] == "attr" and (who is None or any(tree.low[kid] in {"a", "an"} for kid in tree.kids[who])):
        return False  # "a short-seller is a man who will …" defines
    claimed = tree.deps[noun] in {"dobj", "attr"} and not tree.is_negated(verb) and _is_claimed(tree, verb)
    return tree.deps[noun] == "appos" or (claimed and tree.lemma(verb) not in WISH | PURPOSE | _VOIDING)


_VOIDING = frozenset({"prevent", "favour", "favor", "propose", "consider", "avoid", "support", "oppose", "discuss"})
"""What is done to a thing that is not there yet."""


def _is_claimed(tree: Tree, verb: int) -> bool:
    """Say whether a verb tells what is or will be: finite without "should", or foretold with "expected to"."""
    if tree.is_finite(verb):
        return not any(tree.low[aux] in {"should", "must", "can", "would"} for aux in tree.auxiliaries(verb))
    above = tree.heads[verb]
    return tree.deps[verb] == "xcomp" and tree.low[above] in {"expected", "likely", "set", "going", "due", "scheduled"}


def _is_conditional(tree: Tree, node: int) -> bool:
    """ "a rule that will bite if prices fall": it has a condition of its own."""
    marks = [tree.kid(kid, "mark") for kid in tree.kids_by(node, "advcl")]
    return any(mark is not None and tree.low[mark] in {"if", "unless"} for mark in marks)


def _is_compared(tree: Tree, cue: Cue) -> bool:
    """ "Candidates who are most likely to win": which of a kind."""
    grades = {tree.low[kid] for kid in tree.kids_by(cue.first, "advmod")}
    return cue.entry.term == "likely" and bool(grades & {"more", "most", "less", "least"})


_CROWD = frozenset("anyone someone those people somebody anybody everyone nothing something anything".split())


def _is_predicated(tree: Tree, noun: int) -> bool:
    """ "It is the pensioners who will pay", "this is a decision that will cost lives": the clause is claimed."""
    verb = tree.heads[noun]
    subject = tree.own_subject(verb)
    exists = tree.kid(verb, "expl") is not None or (subject is not None and tree.low[subject] == "there")
    if tree.deps[noun] == "attr" and exists and tree.low[verb] in {"is", "are", "'s", "'re"}:
        return not tree.is_negated(verb) and tree.low[noun] not in _CROWD
    if tree.deps[noun] != "attr" or tree.low[verb] not in {"is", "are", "'s"} or subject is None:
        return False
    if tree.is_negated(verb) or subject > verb or tree.low[0] in {"what", "if", "when"}:
        return False
    named = tree.tags[noun] in {"NNP", "NNPS"} or any(tree.low[d] == "the" for d in tree.kids_by(noun, "det"))
    return tree.low[subject] in {"this", "these"} or (tree.low[subject] in {"it", "he", "she", "they"} and named)


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
    elif word == "like" and tree.lemma(tree.heads[node]) in {"look", "seem", "feel", "sound"}:
        denied = tree.is_negated(tree.heads[node])
        set_hedge(result, *(("unlikely", Band.UNLIKELY) if denied else ("likely", Band.LIKELY)), node, node)
    elif word == "than" or (word == "as" and tree.low[node] in {"would", "could", "will", "might"}):
        result.rejection = ("comparison", "it only compares")
    elif word == "whether" or before & {"however", "whatever", "whoever", "whichever", "whether"}:
        result.rejection = ("uncommitted", '"whether" commits nobody')


def _so_before(tree: Tree, mark: int | None) -> bool:
    return mark is not None and mark > 0 and (tree.low[mark - 1] == "so" or "such" in tree.low[max(0, mark - 4) : mark])
