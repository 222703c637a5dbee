"""Near-duplicates: what is one article and what is another, measured on pairs; and what finding out costs."""

from __future__ import annotations

import itertools
import random
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
from web_server import prose

from foretold.corpus.collect import Collected, collect
from foretold.corpus.duplicates import THRESHOLD, Duplicates, shingles_of, similarity_of, words_of
from foretold.corpus.sources import Source
from foretold.corpus.store import CaptureStore

NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
SHARED = ROOT / "../shared"
ARTICLES = [
    text
    for path in sorted((ROOT / "corpus" / "commentary").glob("2*.md"))
    if len(words_of(text := path.read_text(encoding="utf-8"))) >= 150
]


def similarity(one: str, other: str) -> float:
    return similarity_of(words_of(one), shingles_of(words_of(one)), words_of(other))


def body(text: str) -> str:
    return text.split("---\n", 2)[2].strip()


def reprint(text: str, paper: int) -> str:
    """Return an article as another paper prints it: own headline, dateline and caption, typography, cuts, a few words."""
    chance = random.Random(f"{paper}{text[:80]}")
    paragraphs = body(text).split("\n\n")
    paragraphs[0] = "LONDON, March 3 (Agency) — " + paragraphs[0]
    if paper == 2:
        shortened = re.split(r"(?<=[.!?]) ", paragraphs[-1])
        paragraphs[-1] = " ".join(shortened[:-1]) or paragraphs[-1]
    words = " ".join(f"{paragraph}\n\n" for paragraph in paragraphs).split(" ")
    for _ in range(max(1, len(words) // 100)):  # a sub-editor changes a word in a hundred
        words[chance.randrange(len(words))] = "reportedly"
    text = " ".join(words).replace("’", "'").replace("“", '"').replace("”", '"')
    return f"Quite another headline\n\nPhoto: the bank at night.\n\n{text}\n\nSubscribe to our newsletter."


def form_report(seed: int) -> str:
    """Return a report that a program writes from figures: the same words each time, other figures."""
    chance = random.Random(seed)
    return "".join(
        f"The home side of district {chance.randint(100, 999)} is expected to win by {chance.randint(11, 99)} points "
        "against visitors who have lost every match of this long season so far. "
        for _ in range(10)
    )


def test_reprints_are_above_the_threshold() -> None:
    assert len(ARTICLES) >= 10
    found = [similarity(text, reprint(text, paper)) for text in ARTICLES for paper in (1, 2)]
    found += [similarity(reprint(text, 1), reprint(text, 2)) for text in ARTICLES]
    assert min(found) >= THRESHOLD, sorted(found)[:5]


def test_other_articles_are_below_it() -> None:
    assert max(similarity(one, other) for one, other in itertools.combinations(ARTICLES, 2)) == 0
    # A follow-up that takes over the background of the article before: half of its paragraphs.
    for one, other in itertools.pairwise(ARTICLES):
        parts, others = body(one).split("\n\n"), body(other).split("\n\n")
        follow_up = "\n\n".join(others[: len(others) // 2 + 1] + parts[len(parts) // 2 :])
        assert similarity(one, follow_up) == 0


def test_reports_from_a_form_are_told_apart_by_their_figures() -> None:
    one, other = form_report(1), form_report(2)
    shared = shingles_of(words_of(one)) & shingles_of(words_of(other))
    assert len(shared) > 0
    assert similarity(one, other) == 0
    assert similarity(one, one + " Subscribe.") > THRESHOLD
    longer = prose(1, 200)
    assert (
        similarity(
            f"{longer} It will grow by 3 percent to 17 in 2027.", f"{longer} It will grow by 4 percent to 19 in 2028."
        )
        == 0
    )


def test_a_title_and_front_matter_do_not_count() -> None:
    text = prose(1)
    assert similarity(f"---\ntitle: One\nurl: https://a.example/1\n---\n{text}", f"---\ntitle: Two\n---\n{text}") == 1


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the material in ../shared is not here")
def test_real_articles_are_below_it() -> None:
    paths = [*(SHARED / "gold" / "news").glob("*.txt"), *(SHARED / "corpus").glob("0*.txt")]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    assert max(similarity(one, other) for one, other in itertools.combinations(texts, 2)) == 0


# In a store


@pytest.fixture
def store(tmp_path: Path) -> CaptureStore:
    return CaptureStore(tmp_path / "captures")


def papers(tmp_path: Path, **texts: str) -> list[Source]:
    sources = []
    for name, text in texts.items():
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "a.txt").write_text(text, encoding="utf-8")
        sources.append(Source(id=name, name=name, kind="folder", path=tmp_path / name))
    return sources


def run(store: CaptureStore, sources: list[Source]) -> Collected:
    return collect(sources, store, now=NOW)


def test_one_article_in_three_papers_is_one_document_with_three_sources(tmp_path: Path, store: CaptureStore) -> None:
    text = ARTICLES[0]
    sources = papers(tmp_path, one=text, two=reprint(text, 1), three=reprint(text, 2), four=ARTICLES[1])
    found = run(store, sources)
    first, second, third, other = (capture.capture_id for capture in found.captures)
    assert store.duplicates() == {second: first, third: first}
    assert store.places() == {
        first: [("one", "a.txt"), ("two", "a.txt"), ("three", "a.txt")],
        other: [("four", "a.txt")],
    }
    assert found.by_source["two"].n_duplicates == 1
    # It is remembered, and the texts are all there.
    fresh = CaptureStore(store.root)
    assert fresh.duplicates() == store.duplicates()
    assert fresh.text(third) == reprint(text, 2)
    assert fresh.superseded() == {}


@pytest.mark.parametrize("loses_signatures", [False, True])
def test_an_article_of_an_earlier_night_is_recognised(
    tmp_path: Path, store: CaptureStore, loses_signatures: bool
) -> None:
    (first,) = run(store, papers(tmp_path, one=ARTICLES[0])).captures
    if loses_signatures:
        (path,) = store.root.glob("signatures-*.bin")
        path.write_bytes(path.read_bytes()[:100])
    later = CaptureStore(store.root)
    (second,) = run(later, papers(tmp_path, two=reprint(ARTICLES[0], 1))).captures
    assert later.duplicates() == {second.capture_id: first.capture_id}
    (third,) = run(later, papers(tmp_path, three=reprint(ARTICLES[0], 2))).captures
    assert later.duplicates()[third.capture_id] == first.capture_id


def test_a_file_that_its_owner_edits_is_no_reprint_of_itself(tmp_path: Path, store: CaptureStore) -> None:
    text = body(ARTICLES[0])
    (old,) = run(store, papers(tmp_path, one=text)).captures
    (new,) = run(store, papers(tmp_path, one=f"---\npublished: 2026-01-02\n---\n{text}")).captures
    assert store.duplicates() == {}
    assert store.superseded() == {old.capture_id: new.capture_id}


def test_short_texts_are_the_same_only_to_the_letter(tmp_path: Path, store: CaptureStore) -> None:
    short = "Rates will fall in June, the bank says, and few of those who follow it are surprised by that."
    run(store, papers(tmp_path, one=short, two=short + " So it is."))
    assert store.duplicates() == {}


def test_a_hundred_thousand_known_documents_cost_little(tmp_path: Path, store: CaptureStore) -> None:
    """Signatures of 100,000 documents (made up) are loaded and asked fifty times."""
    n = 100_000
    chance = np.random.default_rng(1)
    rows = np.zeros(n, np.dtype([("id", "<u8"), ("signature", "<u4", (128,))]))
    rows["id"] = chance.integers(0, 2**63, n)
    rows["signature"] = chance.integers(0, 2**32, (n, 128))
    store.root.mkdir()
    rows.tofile(store.root / f"signatures-{version('datasketch')}-5.bin")
    finder = Duplicates(store)
    for number in range(50):
        assert finder.kept_for(f"c_{number:016x}", prose(number)) is None
    assert finder.kept_for("c_00000000000000ff", prose(7) + " Subscribe.") == "c_0000000000000007"
    finder.save()
    assert sum(path.stat().st_size for path in store.root.glob("signatures-*")) == (n + 50) * 520
