"""Near-duplicates: one article that several papers print is one document with several sources.

Two texts are the same article when the Jaccard similarity of their sets of five-word shingles is THRESHOLD or more and
the figures in them agree. Candidates come from MinHash signatures (Broder 1997, "On the resemblance and containment of
documents") in 32 bands of 4 rows, so that a pair at the threshold is missed once in 4,000 times
((1 - 0.7**4)**32); each candidate is then compared word by word, so that no hash decides alone.

The signatures are datasketch's. Its LSH lives in memory and has to be filled with all known documents before the first
question (6 s and hundreds of megabytes for 100,000); here the bands are looked up in sorted arrays that numpy maps
from a file, `captures/signatures-….bin`. That file is a cache: without it, or with another version of the library, it
is made anew from the texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from foretold.corpus.front_matter import front_matter
from foretold.errors import SettingsError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from foretold.corpus.store import CaptureStore

THRESHOLD = 0.7
"""Jaccard similarity of shingles from which two texts are one article; tests/corpus/test_corpus_duplicates.py measures
on which side of it reprints (other headline, byline, cuts at the end) and other articles (same event, same columnist,
same form) fall."""
FIGURES_AGREE = 0.8
"""Share of the figures of the text with fewer of them that the other has too. Reports written from a form have the same
words and other figures: they are no reprints."""
FEWEST_WORDS = 50
"""Shorter texts are the same only when they are so to the letter."""

_SHINGLE, _PERMUTATIONS, _BANDS = 5, 128, 32
_MOST_CANDIDATES = 20
_ESTIMATE_ERROR = 0.16
"""Four standard errors of the similarity that 128 hashes estimate, at the threshold: 4 * sqrt(0.7 * 0.3 / 128)."""
_NEW_IN_MEMORY = 20_000
"""New signatures that are looked up in a dictionary, which takes 7 kB for each; more are mapped, at 0.4 kB."""
_WORD = re.compile(r"\w+(?:[.,]\d+)*")


class Duplicates:
    """The signatures of all captures of a store that are no duplicates themselves. Its cost is that of what is new."""

    def __init__(self, store: CaptureStore) -> None:
        """Take the store. Nothing is read before the first question."""
        self._store = store
        self._known: _Signatures | None = None
        self._fresh: dict[str, str] = {}
        """Texts that the log of sightings does not name yet."""

    def kept_for(self, capture_id: str, text: str, progress: Callable[[str], None] | None = None) -> str | None:
        """Return the capture of which a new text is a near-duplicate, the first and most similar one.

        None when there is none: then the text itself is one that later texts are compared with.
        """
        if self._known is None:
            self._known = _Signatures(self._store.root)
            self._catch_up(self._known, progress or (lambda _line: None))
        words = words_of(text)
        if len(words) < FEWEST_WORDS:
            self._known.add(capture_id, None)
            return None
        shingles = shingles_of(words)
        signature = _signature(shingles)
        best, best_similarity = None, 0.0
        for other in self._known.candidates(signature):
            their_text = self._fresh.get(other) or (self._store.text(other) if other in self._store else "")
            similarity = similarity_of(words, shingles, words_of(their_text))
            if similarity > best_similarity:
                best, best_similarity = other, similarity
        if best is None:
            self._known.add(capture_id, signature)
            self._fresh[capture_id] = text
        return best

    def save(self) -> None:
        """Write the new signatures, once the log of sightings names their captures."""
        self._fresh.clear()
        if self._known is not None:
            self._known.save()

    def _catch_up(self, known: _Signatures, progress: Callable[[str], None]) -> None:
        """Add the captures that the file lacks: those from before it was kept, or from a run that broke off."""
        duplicates = self._store.duplicates()
        missing = [one for one in self._store.capture_ids() if one not in known and one not in duplicates]
        for number, capture_id in enumerate(missing, 1):
            words = words_of(self._store.text(capture_id))
            known.add(capture_id, _signature(shingles_of(words)) if len(words) >= FEWEST_WORDS else None)
            if number % 5000 == 0:
                progress(f"comparing texts: {number} of {len(missing)} known ones looked at")
                known.save()


def words_of(text: str) -> list[str]:
    """Return the words of a text below its front matter, in lower case."""
    return _WORD.findall(text[front_matter(text).body_start :].lower())


def shingles_of(words: list[str]) -> set[str]:
    """Return the runs of five words in a text."""
    return {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}


def similarity_of(words: list[str], shingles: set[str], others: list[str]) -> float:
    """Return the Jaccard similarity of two texts' shingles, 0 when it is below THRESHOLD or their figures differ."""
    theirs = shingles_of(others)
    n_common = len(shingles & theirs)
    similarity = n_common / (len(shingles) + len(theirs) - n_common)
    if similarity < THRESHOLD:
        return 0.0
    figures, their_figures = _figures(words), _figures(others)
    fewer = min(len(figures), len(their_figures))
    agree = fewer == 0 or len(figures & their_figures) >= FIGURES_AGREE * fewer
    return similarity if agree else 0.0


def _figures(words: list[str]) -> set[str]:
    """Return the words of a text that hold a digit."""
    return {word for word in words if any(character.isdigit() for character in word)}


class _Signatures:
    """The signatures in a file and those that are to be added to it, with their bands looked up by hash."""

    def __init__(self, root: Path) -> None:
        """Take the folder that holds the file."""
        import numpy as np

        self._row = np.dtype([("id", "<u8"), ("signature", "<u4", (_PERMUTATIONS,))])
        self.path = root / f"signatures-{version('datasketch')}-{_SHINGLE}.bin"
        self._map()

    def _map(self) -> None:
        """Map the file; a torn last row is left out."""
        import numpy as np

        n = self.path.stat().st_size // self._row.itemsize if self.path.exists() else 0
        self._rows = np.memmap(self.path, self._row, "r", shape=(n,)) if n else np.empty(0, self._row)
        hashes = _band_hashes(self._rows["signature"]).ravel()
        self._order = np.argsort(hashes, kind="stable").astype(np.uint32)
        self._hashes = hashes[self._order]
        self._ids = {int(one) for one in self._rows["id"]}
        self._new: list[tuple[int, NDArray[np.uint32]]] = []
        self._n_saved = 0
        self._new_by_band: dict[int, list[int]] = {}

    def __contains__(self, capture_id: str) -> bool:
        """Return whether a capture has a row."""
        return _number(capture_id) in self._ids

    def add(self, capture_id: str, signature: NDArray[np.uint32] | None) -> None:
        """Add a capture; None for one that is too short to be compared."""
        import numpy as np

        number = _number(capture_id)
        if number in self._ids:
            return
        self._ids.add(number)
        if signature is not None:
            for band in _band_hashes(signature[None, :])[0].tolist():
                self._new_by_band.setdefault(band, []).append(len(self._new))
        self._new.append((number, np.zeros(_PERMUTATIONS, np.uint32) if signature is None else signature))

    def candidates(self, signature: NDArray[np.uint32]) -> list[str]:
        """Return the captures that share a band with a signature and look similar by it, the oldest first."""
        import numpy as np

        bands = _band_hashes(signature[None, :])[0]
        low, high = np.searchsorted(self._hashes, bands, "left"), np.searchsorted(self._hashes, bands, "right")
        rows = {
            int(self._order[at]) // _BANDS for first, last in zip(low, high, strict=True) for at in range(first, last)
        }
        held = [(int(self._rows[row]["id"]), self._rows[row]["signature"]) for row in sorted(rows)]
        new = {place for band in bands.tolist() for place in self._new_by_band.get(band, ())}
        held += [self._new[place] for place in sorted(new)]
        estimates = [(float((theirs == signature).mean()), number) for number, theirs in held]
        likely = [number for estimate, number in estimates if estimate >= THRESHOLD - _ESTIMATE_ERROR]
        return [f"c_{number:016x}" for number in likely[:_MOST_CANDIDATES]]

    def save(self) -> None:
        """Append the new rows to the file. Raise SettingsError when that cannot be done."""
        import numpy as np

        rows = np.array(self._new[self._n_saved :], self._row)
        if not len(rows):
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("r+b" if self.path.exists() else "w+b") as file:
                end = file.seek(0, 2)
                file.truncate(end - end % self._row.itemsize)
                file.seek(0, 2)
                file.write(rows.tobytes())
        except OSError as error:
            raise SettingsError(
                f"{self.path} cannot be written ({error.strerror or error})",
                rule="captures need a data folder that can be written and has room",
                remedy="free space, change its permissions, or name another one with --data",
            ) from error
        self._n_saved = len(self._new)
        if self._n_saved >= max(_NEW_IN_MEMORY, len(self._rows) // 4):
            self._map()


def _number(capture_id: str) -> int:
    """Return the number in a capture's id."""
    return int(capture_id.removeprefix("c_"), 16)


def _band_hashes(signatures: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Return for each signature one hash for each band: its rows and its number, mixed (FNV-1a by words)."""
    import numpy as np

    rows = np.ascontiguousarray(signatures).reshape(len(signatures), _BANDS, _PERMUTATIONS // _BANDS)
    hashes = np.full(rows.shape[:2], 0xCBF29CE484222325, np.uint64) ^ np.arange(_BANDS, dtype=np.uint64)
    for number in range(rows.shape[2]):
        hashes = (hashes ^ rows[:, :, number]) * np.uint64(0x100000001B3)
    return hashes


def _signature(shingles: set[str]) -> NDArray[np.uint32]:
    """Return the MinHash signature of a set of shingles."""
    import numpy as np
    from datasketch import MinHash

    signature = MinHash(num_perm=_PERMUTATIONS)
    signature.update_batch([shingle.encode("utf-8", "surrogatepass") for shingle in shingles])
    return np.asarray(signature.hashvalues, dtype=np.uint32)
