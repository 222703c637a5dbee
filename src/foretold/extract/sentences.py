"""Paragraphs and sentences, with offsets that are true to the raw text and units that are never too long to parse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

MAX_UNIT = 900
"""Longest unit handed to the parser, in characters: past it, parsing costs much and finds little."""
_BLOCK = 20_000
"""Longest stretch handed to the sentence splitter at once, so that odd text costs linear time."""

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'])(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gen|Maj|Col|Capt|Lt|Sgt|Gov|Pres|Rev|Hon|St|Jr|Sr|No|Nos|vs|v|cf|"
    r"approx|Inc|Corp|Co|Ltd|Bros|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Fig|Art|Vol|pp?|e\.g|i\.e|al|"
    r"U\.S|U\.K|E\.U|U\.N|D\.C)|(?:[A-Z]\.)+[A-Z]|[A-HJ-Z])\.\s*$"
)
_DATELINE = re.compile(
    r"[A-Z][A-Z.’' /-]{2,30}(?:, [A-Z][A-Za-z.]+)?(?:, [A-Z][a-z]+\.? \d{1,2})?(?: ?\([A-Za-z .]{2,30}\))? ?(?:—|"
    r"–|--|-) +"
)
_ANSWER = re.compile(
    r"\s*(?:(?:I'd|I’d|I would) (?:say|put it at|guess) |call it |(?:yes|no)[,:(]? |maybe |about |around |"
    r"say |I say |"
    r"I'm at |I’m at )?(?:~?\d{1,3}(?:\.\d+)?|ten|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety) ?"
    r"(?:%|percent|per cent)(?:,? (?:tops|at (?:most|best|least|the outside)|max|maybe|or so))?[.!]?\s*",
    re.IGNORECASE,
)
"""A question's answer in numbers stays with it: "In office by May? 45%."."""
_ODDS_LINE = re.compile(r"\s*\(?[~≈<>]? ?\d{1,3}(?:\.\d+)? ?(?:%|percent|per cent)\)?[.;]?\s*")
"""A line of nothing but a chance belongs to the claim above it, when that ends in a colon or dash."""
_ODDS_END = re.compile(r"[-–—:(,] ?~? ?\d{1,3}(?:\.\d+)? ?%\)?\s*$")
"""A line that ends in its odds is complete: "No bill passes - 60%"."""
_INNER_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_BULLET = re.compile(r"\s*(?:[-*•·▪–—>]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
_END = re.compile(r"[.!?…:;][\"'”’)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: one line, or the lines of a hard-wrapped block."""

    number: int
    start: int
    """Where its words begin, a bullet or number left out."""
    end: int
    line: int
    """Where its first line begins."""
    block: int
    """Counts the stretches between blank lines."""
    is_item: bool
    """It begins with a bullet or number."""
    is_complete: bool
    """It ends like a sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit of text to be read by itself."""

    number: int
    start: int
    end: int
    paragraph: Paragraph
    is_first: bool


def paragraphs(raw: str, start: int, end: int) -> list[Paragraph]:
    """Split ``raw[start:end]`` at line ends; lines that only wrap a sentence stay together."""
    lines = [(match.start(), match.end()) for match in _LINE.finditer(raw, start, end) if not match.group().isspace()]
    groups: list[list[tuple[int, int]]] = []
    wrapped = _is_wrapped(raw, lines)
    for line in lines:
        if groups and _goes_on(raw, groups[-1][-1], line, wrapped):
            groups[-1].append(line)
        else:
            groups.append([line])
    found: list[Paragraph] = []
    block, last_end = 0, start
    for group in groups:
        first, last = group[0][0], group[-1][1]
        block += _is_blank_between(raw, last_end, first)
        last_end = last
        marker = _BULLET.match(raw, first, min(last, first + 40))
        body = marker.end() if marker and marker.end() < last else first
        dateline = _DATELINE.match(raw, body, min(last, body + 90))
        body = dateline.end() if dateline and dateline.end() < last else body
        tail = raw[max(first, last - 12) : last]
        found.append(Paragraph(len(found), body, last, first, block, bool(marker), bool(_END.search(tail))))
    return found


def _is_blank_between(raw: str, start: int, end: int) -> bool:
    gap = raw[start : min(end, start + 400)]
    return gap.count("\n") > 1 or gap.count("\r") > (1 if "\n" not in gap else 2)


def _is_wrapped(raw: str, lines: list[tuple[int, int]]) -> bool:
    """Say whether the text was broken at a fixed width, as in mails, old releases and texts taken from PDF."""
    if len(lines) < 6:
        return False
    broken = sum(
        1
        for (start, end), (after, _) in pairwise(lines)
        if 45 <= end - start <= 120
        and raw.count("\n", end, after) <= 2
        and not _END.search(raw[max(start, end - 6) : end])
    )
    return broken >= 0.4 * len(lines)


def _goes_on(raw: str, before: tuple[int, int], line: tuple[int, int], wrapped: bool) -> bool:
    tail, head = raw[max(before[0], before[1] - 6) : before[1]].rstrip(), raw[line[0] : line[0] + 30].lstrip()
    if not tail or not head or _BULLET.match(raw, line[0], line[0] + 40):
        return False
    if _is_blank_between(raw, before[1], line[0]):
        # A text taken from PDF may have a blank line after every line, or where a page ends.
        long = before[1] - before[0] >= (60 if wrapped else 40) and raw.count("\n", before[1], line[0]) <= 3
        return long and not _END.search(tail) and (head[0].islower() or (wrapped and line[1] - line[0] >= 40))
    if _ODDS_END.search(raw, max(before[0], before[1] - 12), before[1]):
        return False
    if wrapped and before[1] - before[0] >= 40:
        return True
    if tail[-1] in ":-–—" and line[1] - line[0] < 40 and _ODDS_LINE.fullmatch(raw, *line):
        return True
    return not _END.search(tail) and (
        head[0].islower() or (tail[-1] == "," and head[0] in "“\"'‘" and head[1:2].islower())
    )


def sentences(raw: str, found: list[Paragraph]) -> list[Sentence]:
    """Split paragraphs into sentences, also inside long quotations."""
    result: list[Sentence] = []
    for paragraph in found:
        first = True
        for start, end in _units(raw, paragraph.start, paragraph.end):
            result.append(Sentence(len(result), start, end, paragraph, first))
            first = False
    return result


def _units(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for block_start, block_end in _pieces(raw, start, end, _BLOCK):
        for first, last in _split(raw, block_start, block_end):
            for unit_start, unit_end in _pieces(raw, first, last, MAX_UNIT):
                words = raw[unit_start:unit_end]
                left = len(words) - len(words.lstrip())
                stripped = words.strip()
                if stripped:
                    yield unit_start + left, unit_start + left + len(stripped)


def _pieces(raw: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch into pieces of at most ``size`` characters, at a gap where there is one."""
    while end - start > size:
        cut = max(raw.rfind("; ", start, start + size), raw.rfind(". ", start, start + size)) + 1
        if cut <= start:
            cut = raw.rfind(" ", start + size // 2, start + size) + 1
        if cut <= start:
            cut = start + size
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _split(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    from sentencex import segment

    # Surrogates cannot cross into the splitter; one "?" for each keeps the offsets.
    stretch = raw[start:end].encode("utf-8", "replace").decode("utf-8")
    cuts, place = [0], 0
    for part in segment("en", stretch):
        at = stretch.find(part, place) if part else -1
        if at < 0:
            continue
        place = at + len(part)
        cuts.append(place)
    cuts.extend(match.end() for match in _INNER_END.finditer(stretch) if not _in_parenthesis(stretch, match.start()))
    cuts = sorted({*cuts, len(stretch)})
    last = 0
    for at, cut in enumerate(cuts[1:], 2):
        if (
            at < len(cuts)
            and stretch[cut - 2 : cut].rstrip().endswith("?")
            and _ANSWER.fullmatch(stretch, cut, cuts[at])
        ):
            continue
        if cut != len(stretch) and _ABBREVIATION.search(stretch[max(last, cut - 14) : cut]):
            continue
        if cut != len(stretch) and (stretch[cut : cut + 1].islower() or _only_wraps(stretch, cut)):
            continue
        yield start + last, start + cut
        last = cut


def _only_wraps(stretch: str, cut: int) -> bool:
    """Say whether the splitter cut where a line ends inside a sentence."""
    gap = stretch[max(0, cut - 4) : cut + 4]
    return "\n" in gap and not _END.search(stretch[max(0, cut - 12) : cut])


def _in_parenthesis(stretch: str, at: int) -> bool:
    nearby = stretch[max(0, at - 200) : at]
    return nearby.rfind("(") > nearby.rfind(")")
