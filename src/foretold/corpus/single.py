"""Files that are read on the spot, for `foretold extract` and `foretold explain`: nothing is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from foretold.corpus.files import MEDIA_TYPES, read_bytes, text_of
from foretold.corpus.problems import Problem, Refused
from foretold.corpus.read import read
from foretold.corpus.sources import Source
from foretold.corpus.store import capture_id_of
from foretold.records import Capture, Document


@dataclass(slots=True)
class Single:
    """Documents of some files, in the order of the files, and what stood in the way of others."""

    documents: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def documents_in(paths: Iterable[Path]) -> Single:
    """Read files as documents. A file that cannot be taken is a problem and stops no other."""
    found = Single()
    source = Source.model_construct(id="files", name="files", kind="folder")
    for path in paths:
        media_type = MEDIA_TYPES.get(path.suffix.lower(), "text/plain")
        try:
            raw, _ = read_bytes(path)
            text = text_of(raw, media_type)
        except Refused as refusal:
            found.problems.append(Problem(str(path), *refusal.clauses))
            continue
        capture_id = capture_id_of(hashlib.sha256(text.encode()).hexdigest())
        capture = Capture(capture_id, source.id, path.name, media_type, datetime.now(UTC), text)
        found.documents += read(capture, source)
    return found
