"""Who is spoken of: full names by surname, titles, and the last person or body before a place in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from foretold.extract.text import words

_CAPITAL = "A-ZÀ-ÖØ-Þ" + "".join(filter(str.isupper, map(chr, range(0x100, 0x180))))
_SHORT = r"(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gen|Gov|Col|Capt|Lt|Sgt|Maj|Rev|Hon)\."
_WORD = rf"(?:{_SHORT}|[{_CAPITAL}][\w’'\-]*\w|[A-Z]\.|[A-Z])"
_PARTICLE = r"(?:de la|de|del|van der|van den|van|von|bin|ibn|al|el|da|dos|di|la|le|der|den|ter)"
_NAME = re.compile(rf"{_WORD}(?:[ \t](?:{_PARTICLE}[ \t])?{_WORD}){{0,4}}")
_TITLE = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gen|Gov|Col|Capt|Lt|Sgt|Maj|Rev|Sir|Lord|Lady|Dame|St|Hon)\.?|"
    r"President|Prime|Minister|"
    r"Senator|Representative|Congressman|Congresswoman|Governor|Mayor|Chancellor|Secretary|Chairman|"
    r"Chairwoman|Chair|Chief|Executive|"
    r"Professor|Doctor|General|Colonel|Captain|Major|Admiral|Judge|Justice|King|Queen|Prince|Princess|"
    r"Pope|Archbishop|Bishop|"
    r"Commissioner|Director|Attorney|Treasury|Foreign|Defence|Defense|Finance|Interior|Home|Vice|Deputy|"
    r"Former|Republican|Democratic|"
    r"Democrat|Analyst|Economist|Coach|Manager|Speaker|Leader|Spokesman|Spokeswoman|Spokesperson|"
    r"Ambassador|Mufti|Ayatollah|Sheikh|"
    r"Imam|Rabbi|Father|Sister|Editor|Officer|Army|Navy|Air|Force|Lieutenant|Sergeant|State|Party)$"
)
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


@dataclass(slots=True)
class Names:
    """All names of a document in text order."""

    mentions: list[Mention] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    by_last: dict[str, list[Mention]] = field(default_factory=dict)

    def full(self, name: str, before: int) -> str:
        """Return the longest form of a name that the text has used for the same surname, else the name itself."""
        words = name.split()
        if not words:
            return name
        candidates = [
            m
            for m in self.by_last.get(last_key(words[-1]), [])[:_MOST]
            if m.is_person and len(m.name.split()) > len(words)
        ]
        fitting = [m for m in candidates if len(words) == 1 or last_key(m.name.split()[0]) == last_key(words[0])]
        earlier = [m for m in fitting if m.start <= before]
        if earlier:
            return earlier[-1].name
        return fitting[0].name if fitting else name

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the names that begin within a stretch, at most a few dozen."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)][:_MOST]

    def before(self, position: int) -> list[Mention]:
        """Return the names before a position, the last one first, at most a few dozen."""
        index = bisect_left(self.starts, position)
        return self.mentions[max(0, index - 40) : index][::-1]


def last_key(word: str) -> str:
    """Return the last part of a name in lower case, without its possessive."""
    word = word.rsplit(maxsplit=1)[-1] if " " in word else word
    return re.sub(r"(?:['’]s|['’])$", "", word).lower()


def find_names(raw: str, start: int, end: int) -> Names:
    """Find the capitalised names of a document; linear in its length."""
    found = Names()
    known: set[str] = set()
    raw_mentions: list[tuple[int, int, list[str]]] = []
    for match in _NAME.finditer(raw, start, end):
        words = re.split(r"[ \t]", match.group())
        at, begin = 0, match.start()
        if words[0] == "New" and len(words) > 1:
            words[:2] = [f"{words[0]} {words[1]}"]  # "New York" is no "York"
        while at < len(words) and (_TITLE.match(words[at]) or words[at].lower().strip(".") in _NOT_NAMES):
            begin += len(words[at]) + 1
            at += 1
        inner = max((n for n in range(at + 1, len(words) - 2) if _TITLE.match(words[n])), default=-1)
        if inner > 0:  # "Leeds Fed President Ana Ruiz"
            begin += sum(len(word) + 1 for word in words[at : inner + 1])
            at = inner + 1
        rest = words[at:]
        while len(rest) > 1 and _ABBREVIATED.match(rest[-1]):
            rest.pop()  # "Vermont Sen." stands before the name
        if not rest:
            continue
        rest[-1] = re.sub(r"['’]s?$", "", rest[-1]) or rest[-1]
        name = " ".join(rest)
        titled = at > 0 and _TITLE.match(words[at - 1]) is not None
        raw_mentions.append((begin, begin + len(name), [name, "t" if titled else ""]))
        placed = not titled and _PLACE_BEFORE.search(raw[max(start, begin - 24) : begin]) is not None
        is_full = (len(rest) >= 2 or titled) and not rest[0].startswith(_PLACES)
        if is_full and not placed and not _BODY.search(name) and not name.isupper():
            known.add(last_key(rest[-1]))
    for begin, stop, (name, titled_mark) in raw_mentions:
        words = name.split()
        person = (
            not _BODY.search(name)
            and not name.startswith(_PLACES)
            and not (name.isupper() and last_key(words[-1]) not in known)
            and (titled_mark == "t" or _PLACE_BEFORE.search(raw[max(start, begin - 24) : begin]) is None)
            and not (len(words) == 1 and name.isupper())
            and (len(words) >= 2 or titled_mark == "t" or last_key(words[-1]) in known)
        )
        mention = Mention(begin, stop, name, person, person and _leads(raw, begin, stop))
        found.mentions.append(mention)
        found.starts.append(begin)
        found.by_last.setdefault(last_key(words[-1]), []).append(mention)
    return found


def _leads(raw: str, begin: int, stop: int) -> bool:
    before, after = raw[max(0, begin - 3) : begin].rstrip(" "), raw[stop : stop + 12]
    return before[-1:] in {"", ".", "?", "!", "\n", "”", '"', "’"} or _AFTER_PERSON.match(after) is not None


_AFTER_PERSON = re.compile(r",|\s(?:who|said|says|told|thinks|believes|has|had|is|was)\b")


def strip_titles(name: str) -> str:
    """Return a name without the titles before it and the possessive after it."""
    words = name.split()
    inner = max((n for n in range(1, len(words) - 2) if _TITLE.match(words[n])), default=-1)
    words = words[inner + 1 :]
    while len(words) > 1 and _TITLE.match(words[0]):
        words.pop(0)
    if words:
        words[-1] = re.sub(r"['’]s?$", "", words[-1]) or words[-1]
    return " ".join(words)


def is_title(word: str) -> bool:
    """Say whether a word is a title or office: "President", "Sen."."""
    return _TITLE.match(word) is not None


def is_body(word: str) -> bool:
    """Say whether a word names a kind of body: "Bank", "Department"."""
    return _BODY.search(word) is not None
