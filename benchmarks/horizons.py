"""How well time words are turned into days: Foretold's grammar beside dateparser and parsedatetime.

    python benchmarks/horizons.py FOLDER [--errors]

FOLDER holds a local copy of TempEval-3's TBAQ-cleaned (TimeBank and AQUAINT, .tml files). It is only read. Judged are
the TIMEX3 of the body, given their words, the document's date and one hint that all tools share: whether the sentence
looks ahead (the nearest of two short lists of words), which says which Wednesday "Wednesday" is. "Either way" counts
a tool right when it is under one of the two hints: the reading of the words, whatever the hint is worth.

In scope of DATE: the marked value is a stretch of the calendar, is not narrowed by a START, MID or END, and does not
hang on another expression than the document's date. In scope of DURATION: the stretch begins or ends at the
document's date. Right is only the same first and the same last day. Tools that return one moment are taken at the
precision that they report (dateparser's period, parsedatetime's accuracy).
"""

from __future__ import annotations

import argparse
import calendar
import re
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from dateutil.relativedelta import relativedelta

from foretold.extract.horizon import interpret

Days = tuple[date, date]
AHEAD = re.compile(
    r"\b(will|won't|'ll|shall|may|might|would|could|expects?|plans?|going to|due|next|coming|upcoming|to be|scheduled|"
    r"forecasts?|projects?|set to|by|until|begins?|intends?|proposed|starting)\b",
    re.IGNORECASE,
)
BEHIND = re.compile(
    r"\b(was|were|had|did|has|have|been|ago|since|last|earlier|after|came|went|made|took|rose|fell|met|sold|told|began|"
    r"left|held|lost|won|got|gave|led|set|ended|\w+ed)\b",
    re.IGNORECASE,
)
PARTS = {"START", "MID", "END"}


@dataclass(frozen=True)
class Timex:
    words: str
    kind: str
    gold: Days
    made: date
    looks_ahead: bool
    form: str


def month_days(year: int, month: int, months: int = 1) -> Days:
    first = date(year, month, 1)
    return first, first + relativedelta(months=months, days=-1)


def days_of(value: str) -> Days | None:
    """Return the days of a TIMEX3 value, None when it names no stretch of the calendar."""
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(T.*)?", value):
        day = date(*map(int, found.groups()[:3]))
        return day, day
    if found := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return monday + timedelta(5 if found[3] else 0), monday + timedelta(6)
    if found := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return month_days(int(found[1]), int(found[2]))
    if found := re.fullmatch(r"(\d{4})-([QH])(\d)", value):
        length = 3 if found[2] == "Q" else 6
        return month_days(int(found[1]), length * (int(found[3]) - 1) + 1, length)
    if found := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return month_days(int(found[1]), {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[found[2]], 3)
    if found := re.fullmatch(r"\d{4}", value):
        return date(int(value), 1, 1), date(int(value), 12, 31)
    if found := re.fullmatch(r"(\d{3})X?", value):
        return date(int(found[1]) * 10, 1, 1), date(int(found[1]) * 10 + 9, 12, 31)
    if found := re.fullmatch(r"(\d\d)(XX)?", value):
        return date(int(found[1]) * 100 + 1, 1, 1), date(int(found[1]) * 100 + 100, 12, 31)
    return None


def stretch_of(timex: ET.Element, made: date, made_id: str) -> Days | None:
    """Return the days of a DURATION that begins or ends at the document's date."""
    found = re.fullmatch(r"P(\d+)([DWMYQ])|P(\d+)D([EC])", timex.get("value", ""))
    if not found or not found[1]:
        return None
    name = {"D": "days", "W": "weeks", "M": "months", "Y": "years", "Q": "months"}[found[2]]
    length = relativedelta(**{name: int(found[1]) * (3 if found[2] == "Q" else 1)})
    if timex.get("beginPoint") == made_id:
        return made, made + length
    if timex.get("endPoint") == made_id:
        return made - length, made
    return None


def read(folder: Path, outside: Counter[str]) -> Iterator[Timex]:
    """Yield the expressions in scope of all .tml files; count the others in ``outside`` by reason."""
    for path in sorted(folder.rglob("*.tml")):
        if path.name.startswith("._"):
            continue
        root = ET.fromstring(path.read_bytes())
        body, dct = root.find("TEXT"), root.find("DCT/TIMEX3")
        if body is None or dct is None:
            sys.exit(f"{path}: no TEXT or DCT; these are not TempEval-3 files")
        made = date.fromisoformat(dct.get("value", "")[:10])
        text = "".join(body.itertext())
        place = 0
        for timex in body.iter("TIMEX3"):
            words = " ".join("".join(timex.itertext()).split())
            place = max(place, text.find(words, place))
            item = judge(timex, words, made, dct.get("tid", "t0"), sentence_at(text, place), outside)
            if item is not None:
                yield item


def sentence_at(text: str, place: int) -> str:
    start = max(text.rfind(". ", 0, place), text.rfind("\n\n", 0, place)) + 1
    ends = [end for end in (text.find(". ", place), text.find("\n\n", place)) if end >= 0]
    return text[start : min(ends, default=len(text))]


def looks_ahead(sentence: str, words: str) -> bool:
    """Return whether the word that tells the time of the action and stands nearest looks ahead. Every tool is told."""
    place = sentence.find(words)

    def nearest(cues: re.Pattern[str]) -> int:
        return min((abs(cue.start() - place) for cue in cues.finditer(sentence)), default=10**6)

    return nearest(AHEAD) < nearest(BEHIND)


def judge(
    timex: ET.Element, words: str, made: date, made_id: str, sentence: str, outside: Counter[str]
) -> Timex | None:
    kind, value = timex.get("type", ""), timex.get("value", "")
    anchored = timex.get("anchorTimeID") in (None, "", made_id)
    if kind == "DATE":
        gold = days_of(value)
        if gold is None:
            outside[f"DATE without days ({re.sub('[0-9]', '9', value)})"] += 1
        elif not anchored:
            outside["DATE that hangs on another expression"] += 1
        elif timex.get("mod") in PARTS:
            outside["DATE narrowed by START, MID or END"] += 1
        else:
            return Timex(words, kind, gold, made, looks_ahead(sentence, words), re.sub("[0-9]", "9", value)[:7])
    elif kind == "DURATION":
        stretch = stretch_of(timex, made, made_id)
        if stretch is not None:
            return Timex(words, kind, stretch, made, looks_ahead(sentence, words), "P")
        outside["DURATION not tied to the document's date"] += 1
    else:
        outside[kind] += 1
    return None


def foretold(item: Timex) -> Days | None:
    found = interpret(item.words, item.made, item.made, looks_back=not item.looks_ahead)
    if found.due_earliest is None or found.due_latest is None:
        return None
    return found.due_earliest, found.due_latest


def around(moment: date, precision: str, item: Timex) -> Days:
    """Return the calendar unit of a moment, or for a duration the days between it and the document's date."""
    if item.kind == "DURATION":
        return min(moment, item.made), max(moment, item.made)
    if precision == "year":
        return date(moment.year, 1, 1), date(moment.year, 12, 31)
    if precision == "month":
        return moment.replace(day=1), moment.replace(day=calendar.monthrange(moment.year, moment.month)[1])
    if precision == "week":
        monday = moment - timedelta(moment.weekday())
        return monday, monday + timedelta(6)
    return moment, moment


def with_dateparser() -> Callable[[Timex], Days | None]:
    from dateparser.date import DateDataParser

    def parse(item: Timex) -> Days | None:
        base = datetime(item.made.year, item.made.month, item.made.day)
        prefer = "future" if item.looks_ahead else "past"
        reader = DateDataParser(languages=["en"], settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": prefer})
        found = reader.get_date_data(item.words)
        return around(found.date_obj.date(), found.period, item) if found and found.date_obj else None

    return parse


def with_parsedatetime() -> Callable[[Timex], Days | None]:
    import parsedatetime

    calendars = {}
    for ahead in (True, False):
        constants = parsedatetime.Constants(usePyICU=False)
        constants.DOWParseStyle = constants.YearParseStyle = 1 if ahead else -1
        calendars[ahead] = parsedatetime.Calendar(constants, version=parsedatetime.VERSION_CONTEXT_STYLE)

    def parse(item: Timex) -> Days | None:
        base = datetime(item.made.year, item.made.month, item.made.day)
        found, context = calendars[item.looks_ahead].parseDT(item.words, sourceTime=base)
        if not context.hasDateOrTime:
            return None
        precisions = [name for name in ("year", "month", "week") if name in str(context.accuracy).lower()]
        return around(found.date(), precisions[-1] if precisions else "day", item)

    return parse


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--errors", action="store_true", help="print what Foretold reads otherwise")
    given = arguments.parse_args()
    outside: Counter[str] = Counter()
    items = list(read(given.folder, outside))
    if not items:
        sys.exit(f"{given.folder}: no .tml files in it")
    tools = {"foretold": foretold, "dateparser": with_dateparser(), "parsedatetime": with_parsedatetime()}
    groups = {"DATE, all": lambda i: i.kind == "DATE"}
    groups |= {
        f"DATE {form} ({name})": lambda i, form=form: i.kind == "DATE" and i.form == form
        for form, name in (
            ("9999-99", "days, months"),
            ("9999", "years"),
            ("9999-Q9", "quarters"),
            ("9999-W9", "weeks"),
        )
    }
    groups |= {"DATE, sentence looks ahead": lambda i: i.kind == "DATE" and i.looks_ahead}
    groups |= {"DURATION": lambda i: i.kind == "DURATION"}
    answers, otherwise, seconds = {}, {}, {}
    for name, tool in tools.items():
        begun = time.process_time()
        answers[name] = [tool(item) for item in items]
        seconds[name] = time.process_time() - begun
        otherwise[name] = [tool(replace(item, looks_ahead=not item.looks_ahead)) for item in items]
    print(f"{'':32}{'n':>6}" + "".join(f"{name:>16}" for name in tools))
    for title, belongs in groups.items():
        rows = [n for n, item in enumerate(items) if belongs(item)]
        shares = (sum(answers[tool][n] == items[n].gold for n in rows) / max(len(rows), 1) for tool in tools)
        print(f"{title:32}{len(rows):>6}" + "".join(f"{share:>16.3f}" for share in shares))
    rows = [n for n, item in enumerate(items) if item.kind == "DATE"]
    shares = (sum(items[n].gold in (answers[t][n], otherwise[t][n]) for n in rows) / len(rows) for t in tools)
    print(f"{'DATE, either way':32}{len(rows):>6}" + "".join(f"{share:>16.3f}" for share in shares))
    print(f"{'no answer':32}{len(items):>6}" + "".join(f"{sum(a is None for a in answers[t]):>16}" for t in tools))
    print(
        f"{'milliseconds an expression':32}{'':6}" + "".join(f"{1e3 * seconds[t] / len(items):>16.2f}" for t in tools)
    )
    print("\nout of scope: " + "; ".join(f"{reason} {n}" for reason, n in outside.most_common()))
    if given.errors:
        for item, answer, other in zip(items, answers["foretold"], otherwise["foretold"], strict=True):
            if answer != item.gold:
                kind = "hint " if other == item.gold else "words"
                shown = [" to ".join(map(str, days)) if days else "nothing" for days in (item.gold, answer)]
                print(f"{kind} {item.words!r} made {item.made}: {shown[0]}, read as {shown[1]}")


if __name__ == "__main__":
    main()
