"""The words under which a claim stands: if, unless, once, without, inversions, and actions named as the subject."""

from __future__ import annotations

import re

from foretold.extract.condition_named import (
    Condition,
    action,
    changing,
    circumstance,
    instruction,
    main_left,
    means,
    trim,
)
from foretold.extract.cue import Cue
from foretold.extract.tree import Tree

_MARKS = frozenset({"if", "unless", "once", "provided", "providing", "assuming", "supposing"})


def find_condition(tree: Tree, cue: Cue) -> Condition | None:
    """Return the condition of a cue's clause within its own sentence."""
    if cue.kind == "that" and tree.deps[cue.event] == "advcl":
        return None  # "surprised if": what would surprise is the event, not a condition
    if cue.kind == "verb" and cue.event == cue.clause != cue.first:
        return None  # "as many expect" hangs on a clause that may itself be a condition
    for search in (_initial, _clausal, _trailing, _without, circumstance, changing, means, instruction, action):
        found = search(tree, cue)
        if found is not None and not _other_clause(tree, cue, found):
            return _without_claim(tree, cue, found)
    return None


def _without_claim(tree: Tree, cue: Cue, found: Condition) -> Condition | None:
    """Cut a condition that the parser has run into the claim: "if it rains there she'll win"."""
    if not found.start < tree.starts[cue.first] < found.end or found.kind == "action":
        return found
    left = min(main_left(tree, cue), cue.first)
    while left > 0 and tree.low[left - 1] in {",", "then"}:
        left -= 1
    if left == 0 or tree.ends[left - 1] <= found.start + 5:
        return None
    return Condition(found.start, tree.ends[left - 1], found.kind)


def _other_clause(tree: Tree, cue: Cue, found: Condition) -> bool:
    """Say whether a condition stands before a semicolon and the claim after it names its own."""
    if found.end > tree.starts[cue.first]:
        return False
    parted = any(tree.low[n] == ";" and tree.starts[n] >= found.end for n in range(cue.first))
    return parted and action(tree, cue) is not None


_INITIAL = re.compile(
    r"^(?:and |but |yet |so |then |even |only |or |- |\" ?|' ?|\(|however , |instead , |indeed , )*"
    r"(?P<cond>if |unless |once (?!again|more|upon)|provided |providing |assuming |supposing |as long as |"
    r"for as long as |so long as |should [a-z' ]+ |"
    r"were [\w' ]+ to |were [\w']+ |had [\w' ]+ |in the event (?:of|that) |in case |"
    r"on (?:the )?(?:assumption|condition|proviso|understanding) that |(?:conditional|contingent) (?:up)?on |"
    r"given (?:an?|no|any|another|enough|sufficient|more|further|half|normal|good|time|luck)\b|"
    r"failing (?:an?|any|that|this|which|such|agreement) |short of (?:an?|any|some|another|further|outright) |"
    r"subject to |save for |(?:as soon as|the (?:moment|minute|instant|day)) (?!of )|"
    r"(?:other|all other|all) (?:things|else) (?:being |remaining )?equal |ceteris paribus |"
    r"would [\w' ]+ (?:be|prove) |in (?:that|which) case |if (?:so|not) |on condition that |given [\w' ]+ to |"
    r"[\w]+ permitting |in the absence of |except for |"
    r"otherwise , |absent |barring |but for |without (?!(?:a )?doubt|question|fail))"
)


def _initial(tree: Tree, cue: Cue) -> Condition | None:
    """Find a condition that opens the sentence, the quote or the complement, up to the comma before the main clause."""
    left = main_left(tree, cue)
    for begin in _openings(tree, left):
        words = " ".join(tree.low[begin : begin + 14]) + " "
        matched = _INITIAL.match(words)
        if matched is None:
            continue
        first = begin + words[: matched.start("cond")].count(" ")
        if not _may_open(tree, first):
            continue
        commas = [n for n in range(first, left) if tree.low[n] in {",", "then", "-", "--"}]
        if not commas and left < cue.first:
            # The parser took the end of the condition for the subject.
            commas = [n for n in range(left, cue.first) if tree.low[n] == ","]
        if not commas and left > first + 2 and tree.low[first] not in {"had", "were", "should"}:
            commas = [left]
        commas = _own_commas(tree, first, commas)
        if not commas:
            continue
        last = _own_end(tree, first, commas, _last_comma(tree, commas, max(left, commas[-1]))) - 1
        last = _before_dash(tree, first, last)
        while last > first and tree.low[last] in {",", "then", "-"}:
            last -= 1
        if last < first or (tree.low[first] in {"once"} and last - first < 2):
            continue
        if first > begin and tree.low[first - 1] in {"even", "only"}:
            first -= 1
        return Condition(tree.starts[first], tree.ends[last], "if")
    return None


def _own_commas(tree: Tree, first: int, commas: list[int]) -> list[int]:
    """Return the commas that may end a condition: "if, as I expect, it rains, …" has two that do not."""
    if len(commas) > 2 and commas[0] == first + 1:
        return commas[2:]
    if commas and tree.low[first] in {"as", "the"} and not _has_verb(tree, first, commas[-1]):
        return []
    return commas


def _has_verb(tree: Tree, first: int, last: int) -> bool:
    """Say whether a clause stands between two words: "as soon as the vote is over", but "as soon as May"."""
    long = tree.low[first : first + 3] in (["as", "long", "as"], ["as", "soon", "as"])
    return any(tree.is_finite(n) for n in range(first, last)) or (long and tree.low[first + 1] == "long")


def _before_dash(tree: Tree, first: int, last: int) -> int:
    """Return where a condition ends that a remark follows: "If they name him — barring an upset, they will — …"."""
    dash = next((n for n in range(first + 3, last) if tree.low[n] in {"-", "--", "–", "—"}), None)
    return dash if dash is not None and any(tree.is_finite(n) for n in range(first, dash)) else last


def _may_open(tree: Tree, first: int) -> bool:
    """Say whether an inverted verb opens a condition: not in a question, nor where "had" is no past tense."""
    if tree.low[first] in {"were", "had", "should", "would"} and tree.low[-1] == "?":
        return False
    return tree.low[first] != "had" or tree.tags[first] in {"VBD", "VBN"}


def _own_end(tree: Tree, first: int, commas: list[int], best: int) -> int:
    """Return where a condition ends before ``best``: at a report ("…, she said, …") or at another main clause."""
    for comma in commas:
        if comma >= best:
            break
        middle = range(comma + 1, next((c for c in commas if c > comma), best))
        if tree.low[comma] != "," or not middle or tree.low[comma + 1] in _GOING_ON:
            continue
        own = (n for n in range(first, comma) if tree.own_subject(n) is not None)
        if next(own, None) is not None and any(_has_own_subject(tree, n, middle) for n in middle):
            return comma
    return best


_GOING_ON = frozenset({"and", "or", "but", "who", "which", "that", "whose", "as", "if", "when", "unless", "where"})


def _has_own_subject(tree: Tree, verb: int, within: range) -> bool:
    return tree.tags[verb].startswith("VB") and tree.is_finite(verb) and tree.own_subject(verb) in within


def _last_comma(tree: Tree, commas: list[int], left: int) -> int:
    """Return the comma that ends the condition: the last one, short adverbs before the subject apart."""
    best = commas[-1]
    for comma in reversed(commas):
        between = [n for n in range(comma + 1, best) if tree.tags[n] not in {"RB", ",", "IN", "CC"}]
        if between and best != comma:
            break
        best = comma
    return best


def _openings(tree: Tree, left: int) -> list[int]:
    opens = [0]
    for index in range(1, left):
        if tree.low[index - 1] in {'"', "``", "''", "'", ":", ";", "that", "-", "but", "and", "(", ","} and tree.low[
            index
        ] in (_MARKS | {"as", "so", "should", "were", "in", "otherwise", "even", "absent", "barring", "on", "without"}):
            opens.append(index)
    return opens


def _clausal(tree: Tree, cue: Cue) -> Condition | None:
    """Find a condition that the parser hangs on the clause, its event or a verb right above."""
    places = [cue.clause, cue.event]
    head, dep = tree.heads[cue.clause], tree.deps[cue.clause]
    if dep in {"conj"}:
        places.append(head)
    places.extend(
        kid
        for place in (cue.clause, cue.event)
        for kid in tree.kids_by(place, "xcomp", "ccomp", "conj", "acomp", "attr", "dobj", "prep")
        if tree.deps[kid] not in {"conj", "ccomp"} or tree.own_subject(kid) is None
    )
    for place in places:
        for kid in tree.kids_by(place, "advcl", "ccomp", "prep"):
            found = _as_condition(tree, kid, cue)
            if found is not None:
                return found
    return None


def _as_condition(tree: Tree, kid: int, cue: Cue) -> Condition | None:
    if kid in {cue.clause, cue.event}:
        return None
    nodes = tree.subtree(kid)
    before = nodes[0] - 1
    mark = next(
        (n for n in nodes if tree.low[n] in _MARKS and (tree.deps[n] in {"mark", "advmod"} or n == nodes[0])), None
    )
    if mark is not None and mark <= kid and cue.first not in nodes and not _is_turn_of_phrase(tree, mark, kid):
        first = mark - 1 if mark > 0 and tree.low[mark - 1] in {"only"} else mark
        if tree.low[mark] == "once" and mark != nodes[0]:
            return None
        if before >= 0 and tree.low[mark - 1] == "even":
            first = mark - 1
        return Condition(tree.starts[first], tree.ends[trim(tree, nodes)], "if")
    fronted = tree.low[nodes[0]]
    if fronted in {"as", "so", "long", "in"} and _AS_LONG.match(" ".join(tree.low[n] for n in nodes)):
        first = nodes[0] - 1 if fronted == "long" else nodes[0]
        return Condition(tree.starts[first], tree.ends[trim(tree, nodes)], "if")
    is_present = any(tree.tags[node] in {"VBZ", "VBP"} for node in (kid, *tree.auxiliaries(kid)))
    unsure = cue.entry.term in {"will", "would", "may", "might", "could"}
    combined = tree.tags[kid] == "VBN" and not tree.auxiliaries(kid) and kid - nodes[0] <= 2
    if fronted == "when" and tree.deps[kid] == "advcl" and (is_present or combined) and unsure:
        return Condition(tree.starts[nodes[0]], tree.ends[trim(tree, nodes)], "when")
    return None


_AS_LONG = re.compile(r"(?:as |so )?long as |in the event ")
_NO_CONDITION = frozenset({"not", "that", "anything", "ever", "any", "only", "at", "nothing", "indeed"})


def _is_turn_of_phrase(tree: Tree, mark: int, verb: int) -> bool:
    """Say whether "if" opens no clause: "for years, if not decades", "one or two, if that"."""
    following = tree.low[mark + 1] if mark + 1 < len(tree) else ""
    return tree.low[mark] == "if" and following in _NO_CONDITION and not tree.is_finite(verb)


_OPENS = tuple("provided unless providing as so if in on subject conditional contingent barring failing".split())
_OPENS_INVERTED = ("should", "were", "had")
"""How the first word of a condition behind the claim begins: most words are none."""
_BEHIND = ("subject to", "conditional on", "contingent on", "conditional upon", "contingent upon", "barring", "failing")
"""What opens a condition behind a comma."""


def _trailing(tree: Tree, cue: Cue) -> Condition | None:
    """Find a condition after the claim that the parser has not hung on it: "… provided they impose no sanctions"."""
    reach = tree.subtree(cue.clause)
    for index in range(cue.event + 1, reach[-1] + 1):
        word = tree.low[index]
        if not word.startswith(_OPENS + _OPENS_INVERTED):
            continue
        following = tree.low[index + 1] if index + 1 < len(tree) else ""
        opens = (
            word in {"provided", "unless", "providing"}
            and following not in {"by", ",", "."}
            and tree.deps[index] != "amod"
        )
        opens = opens or (word == "as" and following == "long" and tree.low[index + 2 : index + 3] == ["as"])
        opens = opens or (word == "so" and following == "long" and tree.low[index + 2 : index + 3] == ["as"])
        opens = opens or (
            word == "if"
            and tree.deps[index] == "mark"
            and tree.deps[tree.heads[index]] == "advcl"
            and not _is_turn_of_phrase(tree, index, tree.heads[index])
        )
        following_words = " ".join(tree.low[index : index + 4])
        opens = opens or following_words.startswith(("in the event of", "on condition that"))
        opens = opens or (tree.low[index - 1] == "," and following_words.startswith(_BEHIND))
        inverted = _is_inverted(tree, index, cue)
        opens = opens or inverted
        follows = tree.tags[index + 1] if index + 1 < len(tree) else ""
        if opens and (word != "provided" or follows in {"PRP", "DT", "NNP", "NN", "NNS", "IN", "EX"}):
            if not inverted and _inside_other(tree, index, cue):
                continue
            if word == "provided" and tree.low[index - 1] in {"is", "are", "was", "were", "be", "been"}:
                continue
            return Condition(tree.starts[index], tree.ends[trim(tree, list(range(index, reach[-1] + 1)))], "if")
    return None


def _is_inverted(tree: Tree, index: int, cue: Cue) -> bool:
    """Say whether an inverted verb opens a condition: "would resign should the vote fail", "were a vote held"."""
    word = tree.low[index]
    if word not in {"should", "were", "had"} or cue.entry.term not in {"will", "would", "could", "might", "may"}:
        return False
    verb = index if tree.deps[index] in {"ccomp", "advcl"} else tree.heads[index]
    subject = tree.own_subject(verb)
    if subject is None and verb == index:
        subject = tree.kid(verb, "attr")
    below = tree.deps[verb] in {"advcl", "ccomp"} and tree.heads[verb] in {cue.clause, cue.event}
    return below and tree.kid(verb, "mark") is None and subject is not None and index < min(tree.subtree(subject))


def _inside_other(tree: Tree, index: int, cue: Cue) -> bool:
    """Say whether a word stands in a clause that describes something or is said by somebody, not in the claim's own."""
    for up in [index, *tree.up(index)]:
        if up in {cue.clause, cue.event}:
            return False
        if tree.deps[up] in {"relcl", "acl"} or (tree.deps[up] == "ccomp" and not _is_free_relative(tree, up)):
            return True
    return True


def _is_free_relative(tree: Tree, clause: int) -> bool:
    """Say whether a clause stands for a thing, not for what is said: "will do what is needed … if"."""
    first = tree.low[min(tree.subtree(clause))]
    return first in {"what", "whatever"} and tree.lemma(tree.heads[clause]) in {"do", "take", "give", "use", "get"}


def _without(tree: Tree, cue: Cue) -> Condition | None:
    below = [kid for place in (cue.clause, cue.event) for kid in tree.kids_by(place, "xcomp", "acomp")]
    below += [kid for place in below for kid in tree.kids_by(place, "xcomp")]
    for place in (cue.clause, cue.event, *below):
        for prep in tree.kids_by(place, "prep", "advmod", "advcl"):
            word = tree.low[prep]
            unsure = cue.entry.term in {"would", "could", "might", "may"}
            denied = cue.is_event_negated and word == "without"
            fronted = prep < (tree.own_subject(cue.event) or cue.first)
            if word == "barring" or (word in {"without", "absent"} and (fronted or unsure or denied)):
                nodes = tree.subtree(prep)
                return Condition(tree.starts[nodes[0]], tree.ends[trim(tree, nodes)], "without")
            if word == "otherwise" and prep < cue.event and tree.deps[prep] == "advmod":
                return Condition(tree.starts[prep], tree.ends[prep], "otherwise")
    return None
