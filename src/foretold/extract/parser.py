"""The dependency parser: loaded once, asked for many sentences at a time, read into plain trees.

The words, the network's weights and the moves are spaCy's; the arithmetic is ours, over whole batches, and gives the
same trees (a test compares them) in less than half the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from foretold.extract.seen import doubled, seen_by_parser
from foretold.extract.stated import Stated, stated
from foretold.extract.text import for_parser
from foretold.extract.tree import Tree

if TYPE_CHECKING:
    from foretold.extract.tokens import Cut

_PARSED = 6000
"""Words parsed together: more share more steps, but take more memory."""
_READ = 800
"""Words brought into context together: more no longer fit the processor's cache."""

Parsed = tuple[list[str], list[int], list[str]]
"""Tags, heads and dependencies of a sentence's words."""

_ALONE = Lock()
"""One thread parses at a time: what is known of words is shared by all."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence to parse: its text, where it stands, the chances it states, and what the parser sees of it."""

    text: str
    offset: int
    odds: list[Stated]
    seen: str
    places: list[tuple[int, int, int]]
    """What stands otherwise in ``seen``: see ``seen_by_parser``."""


def _unit(text: str, offset: int) -> _Unit:
    odds, edits = stated(text)
    seen, places = seen_by_parser(text, [*edits, *doubled(text)])
    return _Unit(text, offset, odds, for_parser(seen), places)


class _Parser:
    """The parts of the parser, and the words met so far."""

    def __init__(self) -> None:
        """Load the model."""
        from foretold.extract.arc_eager import ArcEager
        from foretold.extract.model import load
        from foretold.extract.network import Network
        from foretold.extract.tokens import Tokens

        model = load()
        self.tokens = Tokens(model)
        self.network = Network(model)
        self.arcs = ArcEager(model)

    def read(self, units: list[_Unit]) -> list[tuple[Cut, Parsed, bool]]:
        """Return what each unit was read as: its words, its parse, and whether white space is among the words."""
        cut = self.tokens.cut([unit.seen for unit in units])
        self.network.learn(self.tokens.rows)
        lengths = [len(one.numbers) for one in cut]
        parsed: dict[int, Parsed] = {}
        for batch in _batches(sorted(range(len(cut)), key=lengths.__getitem__), lengths, _PARSED):
            parsed.update(zip(batch, self._parse([cut[n].numbers for n in batch]), strict=True))
        spaces = self.tokens.spaces
        return [(one, parsed[n], not spaces.isdisjoint(one.numbers)) for n, one in enumerate(cut)]

    def _parse(self, sentences: list[list[int]]) -> Iterator[Parsed]:
        """Yield tags, heads and dependencies of each sentence, given as the numbers of its words."""
        from foretold.extract.arc_eager import lifted

        if not all(sentences):  # the chances may be all that a sentence says: nothing is left of it to parse
            found = self._parse([one for one in sentences if one]) if any(sentences) else iter(())
            yield from (next(found) if one else ([], [], []) for one in sentences)
            return
        lengths = [len(one) for one in sentences]
        parts = _batches(range(len(sentences)), lengths, _READ)
        vectors = self.network.in_context([[sentences[n] for n in part] for part in parts])
        tags = self.network.tag(vectors)
        heads, deps = self.arcs(vectors, lengths)
        start = 0
        for length in lengths:
            end = start + length
            yield tags[start:end], *lifted([head - start for head in heads[start:end]], deps[start:end])
            start = end


def _batches(order: Sequence[int], lengths: list[int], most: int) -> Iterator[list[int]]:
    """Split sentences, in this order, into batches of about ``most`` words."""
    batch: list[int] = []
    size = 0
    for n in order:
        batch.append(n)
        size += lengths[n]
        if size > most:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@cache
def _parser() -> _Parser:
    parser = _Parser()
    # It stays, and all that spaCy has brought: no collection, nor the one at the end, has to look through it again.
    gc.freeze()
    return parser


@cache
def _threads() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def parse(units: Iterable[tuple[str, int]]) -> Iterator[Tree]:
    """Return the trees of units, each a plain text with the offset at which it stands.

    All are parsed at once, but each tree is built when it is asked for: of many trees of many lists, the garbage
    collector would look through all again and again. It takes one core, however many there are: the matrices are small,
    and an archive is read by many processes.
    """
    asked = [_unit(text, offset) for text, offset in units]
    with _ALONE:
        parser = _parser()
        with _threads().limit(limits=1, user_api="blas"):
            found = parser.read(asked)
    return (_tree(unit, *one) for unit, one in zip(asked, found, strict=True))


def _tree(unit: _Unit, cut: Cut, parsed: Parsed, has_spaces: bool) -> Tree:
    (tags, heads, deps), starts, ends = parsed, cut.starts, cut.ends
    if has_spaces:
        kept = [n for n, (a, b) in enumerate(zip(starts, ends, strict=True)) if not unit.seen[a:b].isspace()]
        tags, deps = [tags[n] for n in kept], [deps[n] for n in kept]
        starts, ends = [starts[n] for n in kept], [ends[n] for n in kept]
        heads = _heads_among(kept, heads)
    if unit.places:
        seen = starts, ends
        starts = [_whole(start, unit.places, 0) for start in starts]
        ends = [_whole(end, unit.places, 1) for end in ends]
    words = [unit.text[a:b] for a, b in zip(starts, ends, strict=True)]
    for first, last, _ in unit.places:
        words = [unit.seen[a:b] if first <= a < last else w for a, b, w in zip(*seen, words, strict=True)]
    _mend_reports(words, tags, deps, heads)
    offset = unit.offset
    odds = [one.moved(offset) for one in unit.odds]
    return Tree(words, tags, deps, heads, [offset + a for a in starts], [offset + b for b in ends], odds)


def _heads_among(kept: list[int], heads: list[int]) -> list[int]:
    """Return heads counted among the words kept; what hangs on another hangs on what that hangs on."""
    place = {n: at for at, n in enumerate(kept)}
    found = []
    for n in kept:
        head = heads[n]
        while head not in place and heads[head] != head:
            head = heads[head]
        found.append(place.get(head, place[n]))
    return found


def _whole(at: int, places: list[tuple[int, int, int]], side: int) -> int:
    """Return where a character of the edited text stood in the whole one; ``side`` 1 for the end of a word."""
    moved = 0
    for start, end, shift in places:
        if at - side < start:
            break
        moved = shift if at - side >= end else moved
        if start <= at - side < end:
            return start + moved if side == 0 else end + shift
    return at + moved


_SUBJECT_PRONOUNS = frozenset({"it", "he", "she", "they", "we", "i"})


def _mend_reports(words: list[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """Hang "it would expand" under "by announcing it would expand": the parser takes the pronoun for an object."""
    for modal in range(2, len(words)):
        pronoun, report = modal - 1, modal - 2
        if tags[modal] != "MD" or deps[pronoun] != "dobj" or words[pronoun].lower() not in _SUBJECT_PRONOUNS:
            continue
        verb = heads[modal]
        if heads[pronoun] != report or verb <= modal or deps[verb] != "conj" or not tags[report].startswith("VB"):
            continue
        heads[pronoun], deps[pronoun] = verb, "nsubj"
        heads[verb], deps[verb] = report, "ccomp"
