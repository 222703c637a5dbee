"""The words that the horizon grammar knows, with the numbers that they stand for, and their categories."""

from __future__ import annotations

from collections.abc import Iterable


def _list(text: str) -> list[str]:
    return text.split()


_FULL_MONTHS = _list("january february march april may june july august september october november december")
_FULL_DAYS = _list("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = {name: number for number, name in enumerate(_FULL_MONTHS, 1)} | {
    name[:3]: number for number, name in enumerate(_FULL_MONTHS, 1)
}
MONTHS["sept"] = 9
AMBIGUOUS_MONTHS = {"may", "march", "mar", "april", "june", "august", "jan", "jun"}
"""Months that are also verbs or first names: alone they need a preposition."""
WEEKDAYS = {name: number for number, name in enumerate(_FULL_DAYS)}
_SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
WEEKDAYS |= {f"{name}.": number for name, number in _SHORT_DAYS.items()}
_UNIT_NAMES = _list("minute hour day week fortnight month quarter year decade century generation")
UNITS = {name: name for name in _UNIT_NAMES} | {f"{name}s": name for name in _UNIT_NAMES} | {"centuries": "century"}
UNITS |= {"semester": "half", "semesters": "half", "yr": "year", "yrs": "year", "wk": "week", "wks": "week"}
UNITS |= {"eoy": "year", "eom": "month", "eoq": "quarter", "eow": "week"}
UNITS |= {"mth": "month", "mths": "month", "hr": "hour", "hrs": "hour"}
SEASONS = {name: name for name in ("spring", "summer", "autumn", "winter")}
SEASONS |= {"fall": "autumn", "midsummer": "summer", "midwinter": "winter"}
NUMBERS = {
    name: number
    for number, name in enumerate(
        _list(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen twenty"
        )
    )
} | {name: 10 * n for n, name in enumerate(_list("thirty forty fifty sixty seventy eighty ninety"), 3)}
NUMBERS |= {"hundred": 100, "thousand": 1000}
TENTHS = {
    name: number
    for number, name in enumerate(_list("twenties thirties forties fifties sixties seventies eighties nineties"), 2)
}
ORDINALS = {
    name: number
    for number, name in enumerate(
        _list(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        1,
    )
} | {"opening": 1, "final": -1, "last": -1, "closing": -1, "latter": -1, "back": -1}
HOLIDAY_WORDS = {
    "christmas": "christmas",
    "xmas": "christmas",
    "easter": "easter",
    "thanksgiving": "thanksgiving",
    "halloween": "halloween",
}
EVENTS = _list(
    """
    election elections vote votes voting poll polls referendum referendums ballot primary primaries caucus
    caucuses midterm midterms runoff summit summits talks negotiation negotiations round rounds meeting meetings
    session sessions report reports administration presidency campaign campaigns convention conventions
    conference conferences congress trial hearing hearings verdict ruling inauguration budget war wars deal
    agreement treaty ceasefire truce offensive invasion transition tournament tournaments final finals match
    matches game games playoffs derby race races olympics cup championship championships harvest contest
    contests debate debates visit trip signing launch launches release deadline expiry expiration closing
    opening strike strikes handover withdrawal ratification confirmation nomination announcement decision
    decisions review reviews statement publication legislature parliament term terms cycle cycles g7 g20 cop
    cop26 cop27 cop28 cop29 cop30 cop31 cop32 brexit wedding funeral coronation diwali ramadan eid passover
    recess merger takeover ipo earnings results season seasons fight fights bout series draft window kickoff
    semifinal semifinals semi semis quarterfinals death departure retirement resignation collapse outbreak
    leg legs completion end start holiday holidays lockdown pandemic crisis storm hurricane bell opener
    """
)

CATEGORIES: dict[str, Iterable[str]] = {
    "MONTH": MONTHS,
    "WEEKDAY": WEEKDAYS,
    "UNIT": [*_UNIT_NAMES, "semester", "yr", "wk", "mth", "hr"],
    "UNITS": [
        *(f"{name}s" for name in _UNIT_NAMES if name != "century"),
        "centuries",
        "semesters",
        "yrs",
        "wks",
        "mths",
        "hrs",
    ],
    "SEASON": SEASONS,
    "NUMWORD": NUMBERS,
    "TENS": _list("twenty thirty forty fifty sixty seventy eighty ninety"),
    "TENTHS": TENTHS,
    "COUNTED": _list(
        "percent percentage points people troops soldiers jobs dollars euros pounds miles kilometers kilometres metres "
        "meters feet tons tonnes barrels seats homes words men women others workers cases deaths yards"
    ),
    "ORDWORD": ORDINALS,
    "DAYPART": _list("morning afternoon evening night noon midnight midday lunchtime lunch teatime dawn dusk"),
    "HOLIDAY": HOLIDAY_WORDS,
    "EVENT": EVENTS,
    "NAMED": _list("g7 g20 cop cop26 cop27 cop28 cop29 cop30 cop31 cop32 olympics midterms playoffs finals runoff"),
    "AHEAD": _list("next coming upcoming forthcoming"),
    "BEHIND": _list("last past previous preceding recent prior"),
    "DET": _list("the its his her their our your this that these those any such a an"),
    "VAGUE": _list("few several some many multiple various numerous countless"),
    "LONG": _list("more full long short whole additional further extra difficult critical crucial calendar"),
    # Words that end a noun phrase: an event's name does not run across them.
    "STOP": _list(
        "he she it they we i you who whom which what that there will would can could may might must shall "
        "should is are was were be been being has have had do does did not to and but or nor if when while "
        "because than as so by with before after until from into where how why says said told"
    ),
}
# Words that alone never make a horizon: a text with no other word of the grammar is done with at a glance.
GLUE = set(
    _list(
        "<INT> <BIG> least "
        "the a an its his her their our your my this that these those any such of in on at by for to and or "
        "as so with from into up out no not over about around just only even well more most first second "
        "third fourth fifth less perhaps maybe probably possibly nearly almost another under full short whole "
        "new said there will would can could if is are was were be been has have had do does did he she it "
        "they we i you who which what but than how some many several few one two three four five six seven "
        "eight nine ten late early very quite right end close start all way where why when while because says "
        "told might must shall should being nor whom through across much lot number extra critical difficult "
        "additional further local market trading business play policy last"
    )
)
