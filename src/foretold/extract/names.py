"""Who is spoken of: full names by surname, titles, and the last person or body before a place in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache

from foretold.extract.text import words
from foretold.extract.titles import bare, is_courtesy, is_office, is_title, is_whole, untitled

_CAPITAL = "A-ZÀ-ÖØ-Þ" + "".join(filter(str.isupper, map(chr, range(0x100, 0x180))))
_SHORT = r"(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gen|Gov|Col|Capt|Lt|Sgt|Maj|Rev|Hon)\."
_WORD = rf"(?:{_SHORT}|[{_CAPITAL}][\w’'\-]*\w|[A-Z]\.|[A-Z])"
_PARTICLE = r"(?:de la|de|del|van der|van den|van|von|bin|ibn|al|el|da|dos|di|la|le|der|den|ter)"
_NAME = re.compile(rf"{_WORD}(?:[ \t](?:{_PARTICLE}[ \t])?{_WORD}){{0,4}}")
_FIRMS_BEGIN = frozenset({"air", "home", "state", "force", "army", "navy", "treasury", "interior", "party", "prime"})
"""Words that go before a title ("Prime Minister"), and without one begin the name of a body."""
_ASKS = re.compile(r"[^.!?\n]{3,200}\?")
_PLACES = ("New ", "North ", "South ", "East ", "West ", "United ", "Saudi ")
"""How names of places begin that look like a first and a last name."""
_ABBREVIATED = re.compile(r"(?:Sen|Rep|Gov|Gen|Col|Capt|Lt|Sgt|Maj|Rev|Dr|Mr|Mrs|Ms|Prof)\.?$")
_NOT_NAMES = words(
    """the a an i he she it we they you this that these those but and or if when while as in on at by for
    from of to with after before since although though however yet so then now there here what who how
    why where which his her its their our my your no not yes according monday tuesday wednesday thursday
    friday saturday sunday january february march april may june july august september october november
    december today tomorrow yesterday meanwhile still also even once only some many most all both
    neither either nor because despite without within under over between among during through until
    unless whether instead moreover furthermore indeed perhaps maybe ultimately finally first second
    third last next one two three new asked told speaking reached informed given based compared added citing noting
    following including like unlike amid among several others another later earlier soon often such each every any
    certainly clearly recently currently"""
)
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|at|near|the|across|inside|outside)|[A-Z][\w’'-]+(?:,[\w ]{1,14})? (?:of|at|from|for)|&) $"
)
"""What stands before places and bodies but not before people: "in San Remo", "Ana Ruiz of Hale Capital"."""
_BODY = re.compile(
    r"\b(?:Bank|Fund|Office|Agency|Commission|Committee|Council|Department|Ministry|Institute|University|"
    r"Group|Association|Party|"
    r"Company|Corp|Inc|Organization|Organisation|Union|Court|Parliament|Congress|Senate|House|Post|Times|"
    r"Journal|News|Reserve|"
    r"Treasury|Board|Bureau|Center|Centre|Foundation|Society|Administration|Government|Ministers?|Report|"
    r"Survey|Service|Press|Capital|Markets?|Partners|Holdings|Ventures|Research|Securities|Associates|Brothers|"
    r"Workshop|Polling|Democrats|Republicans|Conservatives|Liberals|Socialists|Greens|Alliance|Network|Club|Stream|"
    r"Agreement|Act|Treaty|Review|Ledger|Quarterly|Standard|Tribune|Herald|Street|Road|Square|River|City|Island|"
    r"Sea|Ocean|Airlines|Energy|Oil|Motors|Systems|Technologies|Labs|Analytics|Consulting|Insurance|College|School|"
    r"Hospital|Museum|Army|Navy|Police|Federation|League|Trust|Exchange|Index|Republic|States|Kingdom|Studies|"
    r"Tribunal|Authority|Laboratory|Observatory|Forum|Chamber|Assembly|Ministry|Commons|Lords|Rally|Front|"
    r"Election|Summit|Cup|Tower|Palace|Gulf|Coast|Valley|Bay|Lake|Mountains?|Islands|Airport|Bridge|Canal)\b"
)


_MOST = 60
"""Names looked at for one question, so that a text of nothing but names costs linear time."""


@dataclass(slots=True)
class Mention:
    """A capitalised name in the text."""

    start: int
    end: int
    name: str
    is_person: bool
    is_leading: bool = False
    """It opens a sentence or is followed by a comma, "who" or a verb: what "he" and "she" look back to."""
    titled: str = ""
    """The name with the titles that stand before it, if any do: "Governor Brown"."""


@dataclass(slots=True)
class Names:
    """All names of a document in text order."""

    mentions: list[Mention] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    by_last: dict[str, list[Mention]] = field(default_factory=dict)

    def full(self, name: str, before: int) -> str:
        """Return the longest form of a name that the text has used for the same surname, else the name itself.

        A surname goes back to a full name, of two full names to the one that bears its title, and else to its title:
        after "Governor Brown said", "Brown" and "Mr Brown" are Governor Brown.
        """
        words = bare(name).split()
        if not words or is_whole(" ".join(words)):
            return name
        people = [m for m in self.by_last.get(last_key(words[-1]), [])[:_MOST] if m.is_person]
        longer = [m for m in people if len(m.name.split()) > len(words)]
        fitting = [m for m in longer if len(words) == 1 or last_key(m.name.split()[0]) == last_key(words[0])]
        if not fitting and len(words) == 1 and (name == words[0] or is_courtesy(name)):
            with_office = [m for m in people if m.titled and len(m.name.split()) == 1 and not is_courtesy(m.titled)]
            plain = name == words[0]
            titled = with_office or [m for m in people if plain and m.titled and len(m.name.split()) == 1]
            return _last_before(titled, before).titled if titled else name
        title = name.removesuffix(" ".join(words))
        bearers = [m for m in fitting if title and m.titled.startswith(title)]
        return _last_before(bearers or fitting, before).name if fitting else name

    def at(self, start: int) -> Mention | None:
        """Return the name that begins at an offset."""
        index = bisect_left(self.starts, start)
        return self.mentions[index] if index < len(self.starts) and self.starts[index] == start else None

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the names that begin within a stretch, at most a few dozen."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)][:_MOST]

    def before(self, position: int) -> list[Mention]:
        """Return the names before a position, the last one first, at most a few dozen."""
        index = bisect_left(self.starts, position)
        return self.mentions[max(0, index - 40) : index][::-1]


def _last_before(mentions: list[Mention], position: int) -> Mention:
    """Return the last of some mentions before a position, else the first after it."""
    earlier = [m for m in mentions if m.start <= position]
    return earlier[-1] if earlier else mentions[0]


_POSSESSIVE = re.compile(r"['’]s?$")
_BLANK = re.compile(r"[ \t]")


@lru_cache(maxsize=20_000)
def last_key(word: str) -> str:
    """Return the last part of a name in lower case, without its possessive."""
    word = word.rsplit(maxsplit=1)[-1] if " " in word else word
    return _POSSESSIVE.sub("", word).lower()


def find_names(raw: str, start: int, end: int) -> Names:
    """Find the capitalised names of a document; linear in its length."""
    found = Names()
    known: set[str] = set()
    read = [_read_name(raw, match) for match in _NAME.finditer(raw, start, end)]
    names = [one for one in read if one is not None]
    for one in names:
        words = one.name.split()
        placed = not one.titled and _PLACE_BEFORE.search(raw[max(start, one.start - 24) : one.start]) is not None
        is_full = (len(words) >= 2 or one.titled) and not words[0].startswith(_PLACES)
        if is_full and not placed and not one.is_firm and not is_body(one.name) and not one.name.isupper():
            known.add(last_key(words[-1]))
    for one in names:
        words, stop = one.name.split(), one.start + len(one.name)
        person = (
            not one.is_firm
            and not is_body(one.name)
            and not one.name.startswith(_PLACES)
            and not (one.name.isupper() and last_key(words[-1]) not in known)
            and (bool(one.titled) or _PLACE_BEFORE.search(raw[max(start, one.start - 24) : one.start]) is None)
            and not (len(words) == 1 and one.name.isupper())
            and (len(words) >= 2 or bool(one.titled) or last_key(words[-1]) in known)
        )
        leads = person and _leads(raw, one.start, stop)
        found.mentions.append(Mention(one.start, stop, one.name, person, leads, one.titled))
        found.starts.append(one.start)
        found.by_last.setdefault(last_key(words[-1]), []).append(found.mentions[-1])
    return found


@dataclass(slots=True)
class _Name:
    """Capitalised words read as a name: its place and the name, with its titles if any, and whether it is a firm's."""

    start: int
    name: str
    titled: str
    is_firm: bool


def _read_name(raw: str, match: re.Match[str]) -> _Name | None:
    """Return the name in a run of capitalised words, titles and words that open a sentence left off; None: none."""
    words = _BLANK.split(match.group())
    begin = match.start()
    at = 1 if words[0] == "Will" and _ASKS.match(raw, begin) else 0  # "Will Turkey give in?"
    if words[0] == "New" and len(words) > 1:
        words[:2] = [f"{words[0]} {words[1]}"]  # "New York" is no "York"
    while at < len(words) and (is_title(words[at]) or words[at].lower().strip(".") in _NOT_NAMES):
        at += 1
    opens = at == 1 < len(words) and raw[max(0, begin - 3) : begin] != "of "  # "Secretary of State Ana Ruiz"
    if opens and words[0].lower() in _FIRMS_BEGIN:
        at = 0  # "Air France", "Home Depot"
    inner = max((n for n in range(at + 1, len(words) - 2) if is_office(words[n])), default=-1)
    if inner > 0:  # "Leeds Fed President Ana Ruiz"
        at = inner + 1
    rest = words[at:]
    while len(rest) > 1 and _ABBREVIATED.match(rest[-1]):
        rest.pop()  # "Vermont Sen." stands before the name
    if not rest:
        return None
    titled = at > 0 and is_title(words[at - 1])
    is_firm = titled and is_whole(" ".join(rest))
    if is_firm:  # "General Motors"
        at, titled = at - 1, False
        rest.insert(0, words[at])
    rest[-1] = _POSSESSIVE.sub("", rest[-1]) or rest[-1]
    first = next((n for n in range(at) if is_title(words[n])), at)
    with_titles = " ".join([*words[first:at], *rest]) if titled else ""
    return _Name(begin + sum(len(word) + 1 for word in words[:at]), " ".join(rest), with_titles, is_firm)


def _leads(raw: str, begin: int, stop: int) -> bool:
    before, after = raw[max(0, begin - 3) : begin].rstrip(" "), raw[stop : stop + 12]
    return before[-1:] in {"", ".", "?", "!", "\n", "”", '"', "’"} or _AFTER_PERSON.match(after) is not None


_AFTER_PERSON = re.compile(r",|\s(?:who|said|says|told|thinks|believes|has|had|is|was)\b")


def person_named(words: str) -> str:
    """Return the name in words that may hold an office before it: "Leeds Fed President Ana Ruiz" is Ana Ruiz."""
    parts = words.split()
    inner = max((n for n in range(1, len(parts) - 2) if is_office(parts[n])), default=-1)
    rest = " ".join(parts[inner + 1 :])
    return untitled(" ".join(parts) if is_whole(rest) else rest)


@lru_cache(maxsize=20_000)
def is_body(word: str) -> bool:
    """Say whether a word names a kind of body: "Bank", "Department"."""
    return _BODY.search(word) is not None
