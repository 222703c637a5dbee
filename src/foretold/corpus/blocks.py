"""A text as blocks (paragraphs, headings, stray lines), and the forms that a block can have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from foretold.corpus import dates
from foretold.corpus.lines import paragraphs

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_HASHES = re.compile(r"#{1,6}\s+")
_BLANK_BETWEEN = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*[\r\n]")
MOST_HEADLINE_CHARACTERS, MOST_HEADLINE_WORDS = 160, 25
"""No newspaper of the real corpus has a longer headline; a paragraph this short ends in a full stop."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or line by itself, as a span of the text."""

    start: int
    end: int
    text: str
    isolated: bool
    """Blank lines (or the text's ends) stand on both sides, or the text knows no blank lines."""
    n_words: int

    @property
    def heading(self) -> str:
        """Return the text without the signs that mark a heading in Markdown."""
        return _HASHES.sub("", self.text, count=1)


def words(text: str) -> list[str]:
    """Return the words of a text, without punctuation."""
    return _WORD.findall(text)


def blocks(text: str, start: int, end: int) -> list[Block]:
    """Return the blocks of a span of a text, in order; what parts them is only white space."""
    spans = paragraphs(text, start, end)
    apart = [True]
    apart += [bool(_BLANK_BETWEEN.search(text, a[1], b[0])) for a, b in pairwise(spans)]
    apart.append(True)
    no_blank_lines = sum(apart) - 2 < len(spans) // 5
    found = []
    for i, (first, last) in enumerate(spans):
        shown = text[first:last]
        isolated = no_blank_lines or (apart[i] and apart[i + 1])
        found.append(Block(first, last, shown, isolated, len(words(shown))))
    return found


def is_headline(block: Block) -> bool:
    """Return whether a block has the form of a headline: one short line by itself that is no sentence of a text."""
    if not 2 <= block.n_words <= MOST_HEADLINE_WORDS or len(block.text) > MOST_HEADLINE_CHARACTERS:
        return False
    line = block.heading
    return (
        block.isolated
        and "\n" not in line
        and not re.search(r"""[.,;:!…][”’"')\]]*$""", line)
        and not re.match(r"(?:[-*+•–—>@]|\(?\d{1,3}[.)]\s|[a-z])", line)
    )


_SENTENCE_OPENERS = frozenset(
    """the a an this that these those there it he she they we i you his her their its our my one some many most few all
    in on at by for from with after before when while as if since although though because during until last but and so
    yet now today yesterday""".split()
)
_RARE_IN_HEADLINES = frozenset(
    """the a an that which who it he she they we i you his her their its our my had has have been was were would said
    is are be monday tuesday wednesday thursday friday saturday sunday yesterday""".split()
)
_MOST_SENTENCE_WORDS = 0.24
"""Share of words that newspapers leave out of headlines. Of the twelve headlines with a full stop in the news that the
extractor was tried on the highest is 0.22; first sentences of articles are mostly above."""


def is_sentence(block: Block) -> bool:
    """Return whether a short block that ends in a full stop is worded as a sentence of a text and not as a headline.

    A headline is in title case, or leaves out articles, pronouns and auxiliaries and does not begin like a sentence.
    """
    line = block.heading
    found = words(line)
    if not found or not re.search(r"""[.!…]["”’')\]]*$""", line):
        return False
    longer = [word for word in found[1:] if len(word) > 3]
    if len(longer) > 1 and sum(word[0].isupper() or word[0].isdigit() for word in longer) >= 0.8 * len(longer):
        return False
    if len(found) > 3 and found[0].lower() in _SENTENCE_OPENERS:
        return True
    return sum(word.lower() in _RARE_IN_HEADLINES for word in found) > _MOST_SENTENCE_WORDS * len(found)


_MARKERS = re.compile(
    r"""(?ix)
    (?:tag|category|categories|author|topic|month(?:ly)?|daily|year(?:ly)?|blog|news|opinion|column)?\s*archives?\b
    | (?:(?:all|latest|recent)\s+)?(?:posts|articles|entries|stories|columns)\s+(?:tagged|by|in|filed|about|from|on)\b
    | (?:tag|tagged|category|topic|label|browsing|browse|filed\sunder|search\sresults(?:\sfor)?|results\sfor
        |showing\sposts\b[^:]*|posts\sby|you\sare\sbrowsing)\s*[:|»>]\s*\S
    """
)


def is_archive_marker(block: Block) -> bool:
    """Return whether a block says that what follows is a list of articles: `Category Archives: Economy`."""
    return block.n_words <= 12 and _MARKERS.match(block.heading) is not None


_BYLINE = re.compile(
    r"(?:(?:written|posted|published|reported|story|words|text|analysis)\s+)?by\s*:?\s+(?P<names>.+)", re.I
)
_AUTHOR_LABEL = re.compile(r"(?:author|authors|written by|byline)\s*:\s*(?P<names>.+)", re.I)
_ROLE = re.compile(
    r"\b(?:correspondent|editor|reporter|columnist|writer|staff|contributor|analyst|bureau|chief|desk|professor|fellow"
    r"|director|press|news|times|post|agency)\b",
    re.I,
)
_PARTICLE = r"(?:al|el|bin|ibn|ben|van|von|der|den|de|del|della|di|da|dos|du|la|le|ter|zu|y)"
_NAME = re.compile(rf"(?:[^\W\d_][\w’'.-]*|{_PARTICLE})(?:[ \u00a0]+(?:[^\W\d_][\w’'.-]*|{_PARTICLE})){{1,4}}")
_LABEL = re.compile(
    r"(?P<label>(?:first |originally |last )?(?:published|posted|updated|modified|edited|created|date|filed|issued))?"
    r"\s*(?:on|at)?\s*[:–—-]?\s*(?P<date>.+)",
    re.I,
)
_READING_TIME = re.compile(r"\d+\s*(?:-\s*)?min(?:ute)?s?(?:\s+read)?|(?:estimated )?reading time.*", re.I)
_PARTS = re.compile(r"\s*[|•·]\s*|\s+[–—]\s+|\s+(?=(?:written |posted )?by\s)", re.I)


@dataclass(frozen=True, slots=True)
class MetaLine:
    """What a line above or below an article says about it."""

    names: tuple[str, ...] = ()
    date: str | None = None
    is_update: bool = False


def meta_line(block: Block) -> MetaLine | None:
    """Return what a line of names and dates says: `By Jane Doe`, `March 3, 2020 | By J. Doe`; None for other lines."""
    if len(block.text) > MOST_HEADLINE_CHARACTERS or "\n" in block.text or not block.isolated:
        return None
    line = block.heading.strip("*_ ")
    names: list[str] = []
    date, is_update = None, False
    for part in _PARTS.split(line):
        if not part or _READING_TIME.fullmatch(part):
            continue
        if found := _names(part):
            names.extend(found)
        elif found_date := _date(part):
            if date is None or is_update:
                date, is_update = found_date
        else:
            return None
    return MetaLine(tuple(dict.fromkeys(names)), date, is_update) if names or date else None


def _names(part: str) -> list[str]:
    """Return the names that a byline gives; none when it gives anything else."""
    found = _BYLINE.fullmatch(part) or _AUTHOR_LABEL.fullmatch(part)
    if found is None:
        return []
    names: list[str] = []
    for piece in re.split(r",\s*(?:and\s+)?|\s+and\s+|\s+&\s+|\s+with\s+|;\s*", found["names"].strip(" .")):
        if names and _ROLE.search(piece):
            break
        if _is_name(piece):
            names.append(piece.title() if piece.isupper() else piece)
        elif not names:
            return []
        else:
            break  # what follows a name after a comma is a post or a paper
    return names


def _is_name(piece: str) -> bool:
    """Return whether words can be a person's or an agency's name: each begins with a capital or is a particle."""
    if not _NAME.fullmatch(piece):
        return False
    parts = piece.split()
    return parts[0][0].isupper() and all(re.fullmatch(_PARTICLE, p) or p[0].isupper() for p in parts)


def _date(part: str) -> tuple[str, bool] | None:
    """Return the date that words give and whether it is only that of a change; None when they give none."""
    found = _LABEL.fullmatch(part)
    if found is None:
        return None
    try:
        first, last = dates.interval(found["date"])
    except dates.UnreadableDate:
        return None
    if first != last and not (found["label"] and first.month == last.month):
        return None  # a year or a month by itself may be a heading
    label = (found["label"] or "").lower()
    return found["date"].strip(), label.startswith("last") or label in {"updated", "modified", "edited"}
