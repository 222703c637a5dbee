"""A data folder as a night leaves it, for tests of what writes."""

from __future__ import annotations

from pathlib import Path

from foretold import night as steps
from foretold.corpus.sources import Source
from foretold.night import Night
from foretold.settings import Settings

COLUMN = """---
title: Three calls
author: Ada Brandt
published: 2019-05-02
url: https://example.org/three-calls
---

The central bank will raise its rate by the end of 2019. Nobody in the building says so aloud.

Inflation is unlikely to pass 3 percent this year. The opposition will probably win the election in the autumn.
"""

PAIR = {
    "norvia": ("Bruno Vale", "2019-05-03", "Norvia will leave the customs union before the end of June 2020."),
    "again": ("Cato Brandt", "2019-05-04", "Norvia will leave the customs union."),
}
"""Two columns of which a person has to say whether they speak of one event."""

SETTLED = "The central bank raised its rate at the end of its meeting."
"""What they report of a forecast of the column before them."""


def make_data_folder(folder: Path) -> Settings:
    """Run a night over three columns, and return the settings of its data folder."""
    (folder / "commentary").mkdir(parents=True)
    (folder / "commentary" / "three-calls.md").write_text(COLUMN, encoding="utf-8")
    for name, (author, day, words) in PAIR.items():
        text = f"---\ntitle: {name}\nauthor: {author}\npublished: {day}\n---\n{SETTLED}\n\n{words}\n"
        (folder / "commentary" / f"{name}.md").write_text(text, encoding="utf-8")
    settings = Settings(data=folder / "data", user="Tess Ter")
    night = Night(settings, [Source(id="columns", name="Columns", kind="folder", path=folder / "commentary")])
    steps.collect(night)
    steps.extract(night, steps.pending(night))
    steps.audit(night)
    steps.resolve(night)
    return settings
