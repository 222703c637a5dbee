"""Templates: the environment, its filters, and the one function that makes a page's markup."""

from __future__ import annotations

import functools
import re
import textwrap
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from markupsafe import escape

from foretold.site.contexts import Page
from foretold.site.figures import Figure
from foretold.site.listing import Selection

if TYPE_CHECKING:
    from jinja2 import Environment

THIN = "\u202f"
"""Narrow no-break space: stands between a number and its sign or unit."""
MINUS = "\u2212"
MISSING = "–"
BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")


UNTITLED = ("calibration", "timeline", "trend")
"""Macros whose question stands in the page's heading, and not in the drawing."""
LETTER, LINE = 11, 19
"""Width of a letter and height of a line of a drawing's title, in its own units."""


class Renderer:
    """Turns pages into HTML and charts into SVG, with the templates of `house`/dashboards."""

    def __init__(self, house: Path) -> None:
        """Read the templates."""
        self._jinja = environment(house)
        sheet = (house / "dashboards" / "static" / "foretold.css").read_text(encoding="utf-8")
        self._style = "\n".join(re.findall(r"^(?::root|@media \(prefers|\.chart).*(?:\n--.*)*", sheet, re.MULTILINE))

    def page(self, page: Page) -> str:
        """Return a page's HTML."""
        return self._jinja.get_template(page.template).render(**page.names())

    def figure(self, figure: Figure) -> str:
        """Return a chart as an SVG file that stands by itself: it carries its colours and its question along."""
        macro = getattr(self._jinja.get_template("charts.html").module, figure.macro)
        drawing = str(macro(*figure.drawn)).strip()
        if figure.macro in UNTITLED:
            drawing = with_title(drawing, figure.question)
        opening, _, rest = drawing.partition(">")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}><style>{self._style}</style>{rest}\n'


def with_title(drawing: str, question: str) -> str:
    """Return a drawing with its question written above it, as its page has it in a heading."""
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing)
    if box is None:
        raise ValueError("a drawing says how large it is")
    width, height = int(box[1]), int(box[2])
    lines = textwrap.wrap(plain(question), width // LETTER)
    room = LINE * len(lines) + 8
    opening, _, rest = drawing.replace(box[0], f'viewBox="0 {-room} {width} {height + room}"', 1).partition(">")
    texts = (f'<text class="title" x="8" y="{LINE * n - room}">{escape(one)}</text>' for n, one in enumerate(lines, 1))
    return f"{opening}>{''.join(texts)}{rest}"


@functools.cache  # compiling the templates takes longer than filling them for a small edition
def environment(house: Path) -> Environment:
    """Return the templates' environment: everything is escaped, and a name that a page does not have is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    jinja = Environment(
        loader=FileSystemLoader([house / "dashboards" / "pages", house / "dashboards" / "parts"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    jinja.globals["sorts"] = sorts
    jinja.filters.update(
        percent=percent,
        chance=chance,
        score=score,
        signed=signed,
        day=day,
        moment=moment,
        count=count,
        size=size,
        link=link,
        plain=plain,
        shorten=shorten,
        plural=plural,
        px=px,
    )
    return jinja


def sorts(selection: Selection, is_live: bool) -> dict[str, tuple[str, str, str]]:
    """Return, by column of the list, its order, the address of the list in that order, and aria-sort when it is so.

    Without a server the addresses are empty: the script puts them there, since it alone can sort.
    """
    ways = {"Said": ("", "descending"), "Probability": ("probability", "descending"), "Deadline": ("due", "ascending")}
    brier = ("-brier", "descending") if selection.sort == "-brier" else ("brier", "ascending")
    found = {}
    for name, (sort, direction) in (ways | {"Brier": brier}).items():
        turned = "-brier" if sort == "brier" and selection.sort == "brier" else sort.removeprefix("-")
        asked = {key: value for key, value in selection.asked.items() if key != "sort"}
        asked |= {"sort": turned} if turned else {}
        address = "index.html" + (f"?{urlencode(asked)}" if asked else "")
        found[name] = (sort, address if is_live else "", direction if selection.sort == sort else "")
    return found


def percent(value: float | None) -> str:
    """Return a probability or share as whole percent: 0.583 → 58 %."""
    return MISSING if value is None else f"{100 * value:.0f}{THIN}%"


def chance(value: float | None) -> str:
    """Return a chance as whole percent, never as a false 0 or 100: 0.997 → > 99 %."""
    if value is None:
        return MISSING
    if value < 0.01:
        return f"<{THIN}1{THIN}%"
    return f">{THIN}99{THIN}%" if value > 0.99 else percent(value)


def score(value: float | None) -> str:
    """Return a score with three digits, with a real minus sign."""
    return MISSING if value is None else f"{value:.3f}".replace("-", MINUS)


def signed(value: float | None) -> str:
    """Return a difference or skill with its sign and two digits."""
    return MISSING if value is None else f"{value:+.2f}".replace("-", MINUS)


def day(value: date | None) -> str:
    """Return a day as 3 Nov 2026."""
    return MISSING if value is None else f"{value.day} {value:%b} {value.year}"


def moment(value: datetime | None) -> str:
    """Return a moment as 3 Nov 2026, 04:05 UTC."""
    return MISSING if value is None else f"{day(value)}, {value:%H:%M} UTC"


def count(value: int | None) -> str:
    """Return a count with its thousands apart."""
    return MISSING if value is None else f"{value:,}".replace(",", THIN)


def size(n_bytes: int) -> str:
    """Return a file's size in kB or MB."""
    return f"{n_bytes / 1e6:.1f}{THIN}MB" if n_bytes >= 1e6 else f"{max(1, round(n_bytes / 1e3))}{THIN}kB"


def link(address: str | None) -> str | None:
    """Return an address out of scraped text or the journal when a page may link to it, else None.

    Only http and https with a host; no control characters, blanks or user names, which disguise where a link leads.
    """
    if not address or re.search(r"[\x00-\x20\x7f<>\"\\]", address) or BIDI_CONTROLS.search(address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    is_safe = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    return address if is_safe else None


def plain(text: str) -> str:
    """Return text on one line without marks that change the direction of what follows, for titles and attributes."""
    return " ".join(BIDI_CONTROLS.sub("", text).split())


def shorten(text: str | None, length: int) -> str:
    """Return the beginning of a text, cut between words, with an ellipsis where something is left out."""
    head = (text or "")[: 20 * length]  # the rest of a very long text is not looked at
    line = plain(head)
    if len(line) <= length:
        return line if len(head) == len(text or "") else line + " …"
    cut = line[:length]
    return (cut.rpartition(" ")[0] if " " in cut[length // 2 :] else cut).rstrip(" ,;:") + " …"


def plural(n: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun."""
    return f"{count(n)} {one if n == 1 else many or one + 's'}"


def px(value: float) -> str:
    """Return a length in a drawing with one digit at most."""
    return f"{value:.1f}".removesuffix(".0")


def check_id(value: str) -> str:
    """Return an id that can be a file's name. Raises ValueError for any other: it would lead out of the folder."""
    if not SAFE_ID.fullmatch(value):
        raise ValueError(f"the id {value!r} cannot be a page's address")
    return value
