"""One shipped column read sentence by sentence, for the method page: what was found, and why the rest was not."""

from __future__ import annotations

from functools import cache

from foretold.settings import house
from foretold.site import parts


@cache
def explained() -> parts.Explained:
    """Return the shortest of the shipped columns with what became of each sentence; read once in a process.

    Always one of those, whatever an edition holds: they are invented and ours to print.
    """
    from foretold.corpus.single import documents_in
    from foretold.extract import explain

    columns = (file for file in (house() / "corpus" / "commentary").glob("*.md") if file.name != "README.md")
    shortest = min(columns, key=lambda file: (file.stat().st_size, file.name))
    document = documents_in([shortest]).documents[0]
    found = sorted(explain(document), key=lambda finding: (finding.start, finding.end))
    sentences = tuple(
        parts.Explanation(
            " ".join(one.quote.split()),
            one.verdict,
            one.rule,
            one.forecast.claim if one.forecast else None,
            one.forecast.speaker if one.forecast else None,
            str(one.forecast.band) if one.forecast else None,
        )
        for one in found
    )
    return parts.Explained(document.title or document.name, document.made_on, sentences)
