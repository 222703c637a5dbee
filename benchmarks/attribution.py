"""How often a forecast is laid at the right door: holders beside the sources that PolNeAR marks in the news.

    python benchmarks/attribution.py FOLDER [--errors]

FOLDER is one split of a local copy of PolNeAR (github.com/networkdynamics/PolNeAR), such as data/dev; it is only read.
Judged is each forecast of which at least half lies within what PolNeAR marks as the content of an attribution: right
when the last part of the holder's name is a word of the marked source. Where the source is a pronoun, the words count
that CoreNLP, as delivered beside the texts, takes to mean the same; without any, the forecast is not judged, nor is one
under "I", "we" or no source at all. The chains are a machine's, so pronouns have a line of their own. "Outside" are
forecasts in no marked content, where the holder should be the author: PolNeAR's makers estimate that about 4 of 100
attributions are not marked.
"""

from __future__ import annotations

import argparse
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from foretold.corpus.single import documents_in
from foretold.extract import extract_many
from foretold.records import AUTHOR, Forecast

UNJUDGED = {"i", "we", "my", "our", "me", "us", "you", "who", "which", "that", "one"}
PRONOUNS = {"he", "she", "it", "they", "his", "her", "its", "their", "him", "them", "himself", "herself"}
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Attribution:
    content: Spans
    source: Spans

    def shared(self, one: Forecast) -> int:
        return sum(max(0, min(end, one.end) - max(start, one.start)) for start, end in self.content)

    def holds(self, one: Forecast) -> bool:
        return 2 * self.shared(one) >= one.end - one.start


def attributions(path: Path) -> list[Attribution]:
    lines = path.read_text(encoding="utf-8").splitlines()
    spans: dict[str, Spans] = {}
    for name, what, *_ in (line.split("\t") for line in lines if re.match(r"T\d+\t", line)):
        places = what.split(" ", 1)[1].split(";")
        spans[name] = [(int(place.split()[0]), int(place.split()[1])) for place in places]
    found = []
    for _, what in (line.split("\t")[:2] for line in lines if re.match(r"E\d+\t", line)):
        roles: dict[str, Spans] = {"Content": [], "Source": []}
        for role in what.split():
            name, mark = role.split(":")
            roles.setdefault(name.rstrip("0123456789"), []).extend(spans.get(mark, []))
        found.append(Attribution(roles["Content"], roles["Source"]))
    return found


def words_at(text: str, spans: Spans) -> set[str]:
    return {word for start, end in spans for word in re.findall(r"[\w.-]*\w", text[start:end].lower())}


@cache
def chains(path: Path) -> list[tuple[set[int], set[str]]]:
    """Return the places and the words of each chain of mentions in CoreNLP's reading of a text."""
    if not path.exists():
        return []
    root = ET.fromstring(path.read_bytes())
    begins = [[int(t.findtext("CharacterOffsetBegin", "-1")) for t in s.iter("token")] for s in root.iter("sentence")]
    found = []
    for chain in root.iterfind("document/coreference/coreference"):
        mentions = list(chain.iter("mention"))
        places = {begins[int(m.findtext("sentence", "1")) - 1][int(m.findtext("head", "1")) - 1] for m in mentions}
        said = {word for m in mentions for word in re.findall(r"[\w.-]*\w", m.findtext("text", "").lower())}
        found.append((places, said - PRONOUNS - UNJUDGED - {"the", "a", "an"}))
    return found


@dataclass(frozen=True)
class Judged:
    kind: str
    is_right: bool | None
    shown: str


def judge(text: str, marked: list[Attribution], parse: Path, one: Forecast) -> Judged:
    holders = [each for each in marked if each.holds(one)]
    around = f"{text[max(0, one.start - 300) : one.start]}[[{one.quote}]]{text[one.end : one.end + 200]}"
    around = around.replace("\n", " / ")
    if not holders:
        inside = any(each.shared(one) for each in marked)
        is_right = None if inside else one.speaker == AUTHOR
        return Judged("outside", is_right, f"author got {one.speaker!r} | {one.doc} | {around}")
    best = max(holders, key=lambda each: each.shared(one))
    accepted = words_at(text, best.source)
    begin = min(start for start, _ in best.content)
    kind = "direct quotes" if text[begin : begin + 1] in set("“\"'‘") else "indirect speech"
    if accepted and accepted <= PRONOUNS:
        kind = "pronouns"
        place = best.source[0][0]
        accepted = next((said for places, said in chains(parse) if place in places), set())
    last = re.findall(r"[\w.-]*\w", one.speaker.lower())[-1]
    last = re.sub(r"['’]s$", "", last)
    is_right = last in accepted if accepted - UNJUDGED else None
    source = " … ".join(text[start:end] for start, end in best.source)
    return Judged(kind, is_right, f"{source!r} got {one.speaker!r} | {one.doc} | {around}")


def read(folder: Path) -> Iterator[Judged]:
    paths = sorted((folder / "text").glob("*.txt"))
    if not paths:
        sys.exit(f"{folder}: no text/*.txt in it")
    documents = documents_in(paths).documents
    for document, found in zip(documents, extract_many(documents), strict=True):
        marks = sorted((folder / "attributions").glob(f"{document.name}_*.ann"))
        for one in found:
            yield judge(document.text, attributions(marks[0]), folder / "corenlp" / f"{document.name}.txt.xml", one)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--errors", action="store_true", help="print the forecasts laid at another door")
    given = arguments.parse_args()
    judged = list(read(given.folder))
    quoted = [one for one in judged if one.kind != "outside"]
    rows = {"quoted, all": quoted}
    rows |= {kind: [one for one in quoted if one.kind == kind] for kind in sorted({one.kind for one in quoted})}
    rows["outside: author"] = [one for one in judged if one.kind == "outside"]
    for title, all_of in rows.items():
        known = [one for one in all_of if one.is_right is not None]
        share = sum(bool(one.is_right) for one in known) / max(len(known), 1)
        print(f"{title:20} {share:.3f} of {len(known)}, not judged {len(all_of) - len(known)}")
    if given.errors:
        for one in judged:
            if one.is_right is False:
                print(f"\n{one.kind}: {one.shown}")


if __name__ == "__main__":
    main()
