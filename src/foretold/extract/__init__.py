"""Text to forecasts: the embedded engine, deterministic and offline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from foretold.records import Document, Forecast

if TYPE_CHECKING:
    from foretold.extract.reader import Finding

EXTRACTOR_VERSION = "embedded-1"
"""Names the rules, lexicon and model that found a row; it changes whenever they find something else."""


def extract(document: Document) -> list[Forecast]:
    """Return the forecasts of one document in text order. Pure and deterministic.

    Each quote stands in the text at its offsets, character for character.
    """
    return next(iter(extract_many([document])))


def extract_many(documents: Iterable[Document]) -> Iterator[list[Forecast]]:
    """Yield the forecasts of each document in the order given, parsing sentences of many documents together."""
    from foretold.extract.engine import read_documents

    for findings in read_documents(documents, only_cues=True):
        yield [finding.forecast for finding in findings if finding.forecast is not None]


def explain(document: Document) -> list[Finding]:
    """Return what became of every sentence, in text order: each forecast, and each refusal with its class and rule."""
    from foretold.extract.engine import read_documents

    return next(iter(read_documents([document])))
