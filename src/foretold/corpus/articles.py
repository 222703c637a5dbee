"""Article boundaries: where one capture holds several articles with nothing but headlines between them.

A page is split only on evidence: it says that it is an archive, or headlines with bylines or dates follow each other.
Then each line with the form of a headline is weighed, since a heading inside an article has that form as well. What
tells a new article best is how people are named: an article introduces them in full ("President Jane Doe"), although
the article before it had long been calling them by their surnames; after a mere heading they keep being called so.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from foretold.corpus.blocks import Block, is_archive_marker, is_headline, meta_line
from foretold.corpus.furniture import rule_of

ENOUGH = 2.0
"""Weight of evidence from which a headline begins a new article."""

_LOOK_AHEAD_BLOCKS, _LOOK_BACK_BLOCKS = 8, 80
_MOST_CHARACTERS = 20_000
"""Code points before and after a headline that are searched for names."""
_MAIN_NAMES = 8
_INSIDE = re.compile(r"(?<=[a-z,’] )[A-Z][\w-]*[a-z]\b")
"""A capitalised word inside a sentence."""
_PLACE = re.compile(r"\b(?:[Ii]n|[Aa]cross|[Ii]nto|[Ww]ithin|[Tt]hroughout)\s+(?:[A-Z][a-z]+\s+)?([A-Z][\w-]*[a-z])\b")
_FULL_NAME = re.compile(r"(?=\b([A-Z][\w’-]*[a-z])\s+([A-Z][\w-]*[a-z])\b)")
_CAPITALISED = re.compile(r"\b[A-Z][\w-]*[a-z]\b")
_NO_SURNAME = frozenset(
    """President Minister Chancellor General Senator Governor Mayor Secretary Chairman Director Professor King Queen
    Prince Party House Union States Bank Court Council East West North South Sea War Street Times Post Journal
    University Institute Department Ministry Parliament Congress Senate Committee Commission Republic Kingdom City
    County Center Centre January February March April May June July August September October November December Monday
    Tuesday Wednesday Thursday Friday Saturday Sunday""".split()
)
_GOES_ON = re.compile(
    r"[“‘\"']?(?:This|These|That|Those|But|However|Yet|Still|Meanwhile|He|She|They|It|Such|And|So|Also)\b"
)
_TEASER_END = {"label", "control"}


@dataclass(frozen=True, slots=True)
class Boundary:
    """A headline, with the evidence for and against its being that of a new article."""

    block: Block
    weight: float
    evidence: tuple[str, ...]

    @property
    def begins_article(self) -> bool:
        """Return whether the evidence is enough."""
        return self.weight >= ENOUGH


def article_spans(document: list[Block], end: int) -> list[tuple[int, int]]:
    """Return the spans of the articles of a page, the last one to `end`; none when it is not a page of several."""
    starts = [boundary.block.start for boundary in boundaries(document) if boundary.begins_article]
    if len(starts) < 2:
        return []
    return list(zip(starts, [*starts[1:], end], strict=True))


def boundaries(document: list[Block]) -> list[Boundary]:
    """Return the headlines of a page, weighed; none when nothing says that the page holds several articles."""
    is_archive = any(is_archive_marker(block) for block in document[:4])
    candidates = [index for index, block in enumerate(document) if _is_candidate(block)]
    with_meta = [index for index in candidates if _has_meta(document, index)]
    if not is_archive and len(with_meta) < 2:
        return []
    found: list[Boundary] = []
    article_start = 0
    places = candidates if is_archive else with_meta
    for before, index, after in zip([0, *places], places, [*places[1:], len(document)], strict=False):
        boundary = _weighed(document, article_start, index, (before, after), is_first=not found)
        if boundary.begins_article:
            article_start = index
        found.append(boundary)
    return found


def _is_candidate(block: Block) -> bool:
    """Return whether a block may be the headline of an article."""
    return is_headline(block) and block.n_words >= 3 and rule_of(block) in {None, "question heading"}


def _has_meta(document: list[Block], index: int) -> bool:
    """Return whether a byline or date stands right under a headline."""
    return any(meta_line(block) for block in document[index + 1 : index + 3])


def _weighed(
    document: list[Block], article_start: int, index: int, nearby: tuple[int, int], *, is_first: bool
) -> Boundary:
    """Weigh one headline; `nearby` are the places of the candidates before and after it."""
    block = document[index]
    if is_first and all(rule_of(before) for before in document[:index]):
        return Boundary(block, ENOUGH, ("the first headline of the page",))
    before = document[max(article_start + 1, index - _LOOK_BACK_BLOCKS) : index]
    after = document[index + 1 : index + 1 + _LOOK_AHEAD_BLOCKS]
    weights = _by_length(document, article_start, index, nearby) + _by_names(before, after) + _by_subject(before, after)
    if _has_meta(document, index):
        weights.append((2.0, "a byline or date stands under it"))
    if before and rule_of(before[-1]) in _TEASER_END:
        weights.append((1.5, "the text before it ends in a link"))
    if after and _GOES_ON.match(after[0].text):
        weights.append((-1.0, "the text after it goes on from something"))
    return Boundary(block, sum(weight for weight, _ in weights), tuple(f"{weight:+g} {why}" for weight, why in weights))


def _by_length(
    document: list[Block], article_start: int, index: int, nearby: tuple[int, int]
) -> list[tuple[float, str]]:
    """Weigh how much text stands before and after a headline, and how long it is."""
    n_since = _n_words(document[nearby[0] + 1 : index])
    n_after = _n_words(document[index + 1 : nearby[1]])
    weights = []
    if n_since >= 500:
        weights.append((1.0, "an article's text stands between it and the heading before"))
    elif n_since >= 300:
        weights.append((0.5, "a short article's text stands between it and the heading before"))
    if _n_words(document[max(article_start + 1, index - _LOOK_BACK_BLOCKS) : index]) < 150:
        weights.append((-1.5, "the article before it would have hardly any text"))
    if n_after >= 500:
        weights.append((0.5, "an article's text stands after it"))
    elif n_after < 30:
        weights.append((-1.0, "hardly any text stands after it"))
    is_long = document[index].n_words >= 5
    weights.append((0.5, "it has the length of a headline") if is_long else (-0.5, "it is as short as a heading"))
    return weights


def _n_words(some: list[Block]) -> int:
    """Return the number of words in blocks."""
    return sum(block.n_words for block in some)


def _by_names(before: list[Block], after: list[Block]) -> list[tuple[float, str]]:
    """Weigh whether people whom the text has named are introduced again after a headline, first name and all.

    An article that has come to calling somebody by surname and then gives the full name begins anew; one that gives
    a full name twice does so a little. Somebody who is still called by surname speaks for a heading inside.
    """
    earlier = "\n".join(block.text for block in before)[-_MOST_CHARACTERS:]
    later = "\n".join(block.text for block in after)[:_MOST_CHARACTERS]
    shortened, named = _people(earlier, set(re.findall(r"\b[a-z]+\b", f"{earlier} {later}")))
    again: set[str] = set()
    repeated: set[str] = set()
    carried: set[str] = set()
    for surname, first_name in _first_mentions(later, set(named)).items():
        if first_name in named[surname]:
            (again if surname in shortened else repeated).add(f"{first_name} {surname}")
        elif first_name is None and surname in shortened:
            carried.add(surname)
    if again or repeated:
        weight = min(1.5 * len(again) + (0.5 if len(repeated) > 1 else 0.25) * len(repeated), 2.5)
        return [(weight, f"introduced again: {', '.join(sorted(again | repeated)[:3])}")]
    if carried:
        return [(-1.5, f"still called by surname: {', '.join(sorted(carried)[:3])}")]
    return []


def _by_subject(before: list[Block], after: list[Block]) -> list[tuple[float, str]]:
    """Weigh whether the names that a text kept coming back to are heard no more after a headline."""
    counts = Counter(found for block in before for found in _INSIDE.findall(block.text[:_MOST_CHARACTERS]))
    main = [name for name, n in counts.most_common(_MAIN_NAMES) if n >= 3]
    n_after = _n_words(after)
    if len(main) < 2 or n_after < 100:
        return []
    later = {found for block in after for found in _CAPITALISED.findall(block.text[:_MOST_CHARACTERS])}
    share = len([name for name in main if name in later]) / len(main)
    if share <= 0.25:
        return [(1.5, f"heard no more: {', '.join(main[:3])}")]
    return []


def _people(text: str, in_lower_case: set[str]) -> tuple[set[str], dict[str, set[str]]]:
    """Return the surnames that a text also uses alone, and for each surname its first names.

    What the text says "in" and "across" of is a place. Words that it also holds in lower case are no names: they begin
    a sentence, or are part of a title.
    """
    named: dict[str, set[str]] = {}
    full = set()
    places = Counter(found[1] for found in _PLACE.finditer(text))
    for found in _FULL_NAME.finditer(text):
        first_name, surname = found[1], found[2]
        full.add(found.start(2))
        is_word = surname in _NO_SURNAME or {first_name.lower(), surname.lower()} & in_lower_case
        if not is_word and places[surname] < 2:
            named.setdefault(surname, set()).add(first_name)
    alone = {found[0] for found in _CAPITALISED.finditer(text) if found[0] in named and found.start() not in full}
    return alone, named


def _first_mentions(text: str, surnames: set[str]) -> dict[str, str | None]:
    """Return, for each surname in a text, the name that stands before it the first time, None when none does."""
    found: dict[str, str | None] = {}
    for mention in _CAPITALISED.finditer(text):
        surname = mention[0]
        if surname in surnames and surname not in found:
            before = re.search(r"\b([A-Z][\w’-]*[a-z])\s+$", text[max(0, mention.start() - 40) : mention.start()])
            found[surname] = before[1] if before else None
    return found
