#!/usr/bin/env python3
"""Would a linear model beside the rules of the extractor find forecasts better? Trained and judged anew on each run.

Usage: extract_model.py [--words] [--set GOLD.jsonl FOLDER]...

Every cue that the rules judged, accepted or refused, is a candidate: features of its parse and its surroundings, the
rule's own verdict among them, and whether it shares half of the shorter span with a marked forecast. A logistic
regression (L2) is trained on corpus/gold/train.jsonl, calibrated by Platt's method on scores out of fold, folds by
passage. It may strike what the rules accept (probability under one threshold) and admit what they refuse (over
another), never questions, furniture and perfects; both thresholds are chosen for F1 on the training passages, out of
fold. It is judged on our exam, the shared sets, and sets given with --set (rows as in the shared guideline, documents
as FOLDER/NAME.txt), beside the rules alone, with intervals from a bootstrap over documents. Seeded. docs/extraction.md
tells what came of it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from foretold.extract import engine
from foretold.extract.context import Context, Verdict, own_past
from foretold.extract.cue import Cue
from foretold.extract.exam import as_document, gold_folder, passages, rows_of, shared_folder
from foretold.extract.governing_words import Embedding
from foretold.extract.marking import Row
from foretold.extract.spans import claim_nodes, span
from foretold.extract.timewords import PAST, has_future_time
from foretold.extract.tree import Tree
from foretold.extract.verbs import FORECAST, MENTAL, PURPOSE, SAY, STATIVE, THINK, WISH
from foretold.records import Document

SEED = 7
HARD = {"question", "furniture"}
CLASSES = {
    "say": SAY,
    "think": THINK,
    "state": STATIVE,
    "mental": MENTAL,
    "wish": WISH,
    "aim": PURPOSE,
    "tell": FORECAST,
}


@dataclass
class Candidate:
    """A cue that the rules judged."""

    doc: str
    start: int
    end: int
    verdict: Verdict
    features: dict[str, float]
    row: Row | None = None
    """The marked forecast that it matches."""
    is_judged: bool = True


@dataclass
class Set:
    """Marked documents with the candidates found in them."""

    name: str
    docs: list[str]
    gold: Counter[str]
    """Marked forecasts by document."""
    candidates: list[Candidate] = field(default_factory=list)


def candidates(documents: list[Document], with_words: bool) -> list[Candidate]:
    """Return every cue judged in the documents. The rules' own judge is listened to: nothing is judged twice."""
    found: list[Candidate] = []
    judge = engine.judge
    name = ""

    def listen(tree: Tree, cue: Cue, embedding: Embedding, context: Context, has_condition: bool) -> Verdict:
        verdict = judge(tree, cue, embedding, context, has_condition)
        start, end = span(tree, claim_nodes(tree, cue))
        features = describe(tree, cue, embedding, context, has_condition, verdict, with_words)
        found.append(Candidate(name, start, end, verdict, features))
        return verdict

    engine.judge = listen
    try:
        for document in documents:
            name = document.document_id
            list(engine.read_documents([document]))
    finally:
        engine.judge = judge
    return found


def describe(
    tree: Tree, cue: Cue, above: Embedding, context: Context, has_condition: bool, verdict: Verdict, with_words: bool
) -> dict[str, float]:
    """Return the features of a cue; most stand alone and joined to the cue itself."""
    clause, event, subject = cue.clause, cue.event, cue.subject
    kind = f"{cue.kind}:{cue.entry.term}" if cue.kind == "modal" else cue.kind
    auxiliaries = {tree.low[n] for v in (clause, event) for n in tree.auxiliaries(v)}
    others = [tag for n, tag in enumerate(tree.tags) if n != clause]
    source = "none" if above.source is None else "past" if above.is_reported_past else "present"
    past = own_past(tree, clause)
    joined: dict[str, object] = {
        "dep": tree.deps[clause],
        "governor": verb_class(tree, tree.heads[clause]) if tree.heads[clause] != clause else "top",
        "event": verb_class(tree, event),
        "tense": "past" if tree.is_past(clause) else tree.tags[clause],
        "subject": subject_type(tree, subject),
        "source": source,
        "past": (past, context.tells_of_past),
        "past and source": (past, context.tells_of_past, source),
        "condition": (has_condition or context.under_condition, source, past),
        "others": (min(sum(t in {"VBZ", "VBP"} for t in others), 2), min(others.count("VBD"), 2)),
        "perfect": bool(auxiliaries & {"have", "has", "had"}),
        "progressive": tree.tags[event] == "VBG",
        "passive": tree.kid(event, "auxpass") is not None,
        "negated": (cue.is_negated, cue.is_event_negated),
        "nominal": (cue.is_nominal, cue.is_reduced),
        "relative": above.is_relative,
        "denied": above.is_denied,
        "quoted": context.quote_of[cue.first] is not None,
        "future time": has_future_time(tree, event) or has_future_time(tree, clause),
        "past time": PAST.search(" ".join(tree.words)) is not None,
        "verdict": verdict[0] if verdict else "forecast",
    }
    alone: dict[str, object] = {
        "cue": f"{cue.kind}:{cue.entry.term}",
        "depth": min(sum(1 for _ in tree.up(clause)), 4),
        "number": any(tree.tags[n] == "CD" for n in tree.subtree(clause)),
        "hedge": above.hedge[0] if above.hedge else "none",
        "question": context.is_question,
        "long": len(tree) > 40,
    }
    names = [f"{key}={value}" for key, value in (joined | alone).items()]
    names += [f"{key}={value}|{kind}" for key, value in joined.items()]
    if with_words:
        around = range(max(0, cue.first - 3), min(len(tree), cue.last + 4))
        names += [f"near={tree.low[n]}" for n in around] + [f"verb={tree.lemma(event)}", f"first={tree.low[0]}"]
    return dict.fromkeys(names, 1.0)


def verb_class(tree: Tree, verb: int) -> str:
    return next((name for name, verbs in CLASSES.items() if tree.lemma(verb) in verbs), "other")


def subject_type(tree: Tree, subject: int | None) -> str:
    if subject is None:
        return "none"
    word, tag = tree.low[subject], tree.tags[subject]
    if tag in {"PRP", "DT", "WDT", "WP", "EX"} or word in {"people", "nobody", "anyone", "everyone"}:
        return word
    determiner = tree.kid(subject, "det", "poss")
    return f"{tree.low[determiner] if determiner is not None else 'bare'} {tag}"


def read_set(name: str, documents: list[Document], rows: Iterable[Row], with_words: bool) -> Set:
    """Return a set with its candidates matched to the marked rows as the exam matches them."""
    by_doc: dict[str, list[Row]] = {}
    for row in rows:
        by_doc.setdefault(row.doc, []).append(row)
    gold = Counter({doc: sum(row.label == "forecast" for row in own) for doc, own in by_doc.items()})
    found = Set(name, [document.document_id for document in documents], gold, candidates(documents, with_words))
    for one in found.candidates:
        hits = [row for row in by_doc.get(one.doc, ()) if overlaps(row, one)]
        one.row = next((row for row in hits if row.label == "forecast"), None)
        one.is_judged = one.row is not None or not hits
    found.candidates = [one for one in found.candidates if one.is_judged]
    return found


def overlaps(row: Row, one: Candidate) -> bool:
    shared = min(row.end, one.end) - max(row.start, one.start)
    return shared > 0 and 2 * shared >= min(row.end - row.start, one.end - one.start)


class Model:
    """A calibrated logistic regression over candidates."""

    def __init__(self, training: list[Candidate], strength: float = 0.3) -> None:
        self.vectors = DictVectorizer()
        table = self.vectors.fit_transform([one.features for one in training])
        target = np.array([one.row is not None for one in training])
        scores = np.zeros(len(training))
        for learn, rest in GroupKFold(8).split(table, target, [one.doc for one in training]):
            fitted = LogisticRegression(C=strength, max_iter=3000).fit(table[learn], target[learn])
            scores[rest] = fitted.decision_function(table[rest])
        self.platt = LogisticRegression(C=1e3).fit(scores[:, None], target)
        self.out_of_fold = self.platt.predict_proba(scores[:, None])[:, 1]
        self.model = LogisticRegression(C=strength, max_iter=3000).fit(table, target)

    def probabilities(self, found: list[Candidate]) -> Any:
        scores = self.model.decision_function(self.vectors.transform([one.features for one in found]))
        return self.platt.predict_proba(scores[:, None])[:, 1]


RULES_ALONE = (0.0, 2.0)


def counts(
    found: list[Candidate], probabilities: Any, strike: float, admit: float
) -> tuple[Counter[str], Counter[str]]:
    """Return by document how many marked forecasts are found, and how many false ones."""
    true: set[tuple[str, int, int]] = set()
    false: Counter[str] = Counter()
    for one, probability in zip(found, probabilities, strict=True):
        if one.verdict is None:
            accepted = probability >= strike
        else:
            accepted = probability >= admit and one.verdict[0] not in HARD and "perfect=True" not in one.features
        if accepted and one.row is not None:
            true.add((one.doc, one.row.start, one.row.end))
        elif accepted:
            false[one.doc] += 1
    return Counter(doc for doc, _, _ in true), false


def marks(true: Counter[str], false: Counter[str], gold: Counter[str], docs: list[str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over documents."""
    hits, wrong, must = (sum(count[doc] for doc in docs) for count in (true, false, gold))
    return hits / max(hits + wrong, 1), hits / max(must, 1), 2 * hits / max(hits + wrong + must, 1)


def thresholds(found: Set, model: Model) -> tuple[float, float]:
    """Return the thresholds of the best F1 on the training passages, out of fold; the most careful of the best."""
    grid = product([0.0, *np.arange(0.05, 0.55, 0.05)], [2.0, *np.arange(0.95, 0.45, -0.05)])
    return max(
        grid,
        key=lambda pair: (
            round(marks(*counts(found.candidates, model.out_of_fold, *pair), found.gold, found.docs)[2], 6),
            pair[1] - pair[0],
        ),
    )


def compare(found: Set, model: Model, pair: tuple[float, float]) -> str:
    """Return a line: the rules alone, with the model, and the difference of F1 with its interval."""
    probabilities = model.probabilities(found.candidates)
    alone = counts(found.candidates, probabilities, *RULES_ALONE)
    beside = counts(found.candidates, probabilities, *pair)
    generator = np.random.default_rng(SEED)
    drawn = []
    for _ in range(2000):
        docs = list(generator.choice(found.docs, len(found.docs)))
        drawn.append(marks(*beside, found.gold, docs)[2] - marks(*alone, found.gold, docs)[2])
    low, high = np.percentile(drawn, [2.5, 97.5])
    one, two = marks(*alone, found.gold, found.docs), marks(*beside, found.gold, found.docs)
    return (
        f"{found.name:18} {sum(found.gold.values()):4} | "
        + " ".join(f"{m:.3f}" for m in one)
        + " | "
        + " ".join(f"{m:.3f}" for m in two)
        + f" | {two[2] - one[2]:+.4f} [{low:+.3f}, {high:+.3f}]"
    )


def marked(gold: Path, folder: Path, with_words: bool) -> Set:
    """Read a set whose rows stand beside a folder of texts."""
    rows = rows_of(gold)
    names = list(dict.fromkeys(row["doc"] for row in rows))
    documents = [as_document(name, (folder / f"{name}.txt").read_bytes().decode("utf-8")) for name in names]
    kept = [Row(row["doc"], row["start"], row["end"], row["label"]) for row in rows if row["label"] != "none"]
    return read_set(gold.name, documents, kept, with_words)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--words", action="store_true", help="words near the cue are features too")
    options.add_argument("--set", nargs=2, action="append", default=[], metavar=("GOLD", "FOLDER"), type=Path)
    chosen = options.parse_args()
    training = read_set("train.jsonl", *passages(gold_folder() / "train.jsonl"), chosen.words)
    sets = [read_set("exam.jsonl", *passages(gold_folder() / "exam.jsonl"), chosen.words)]
    shared = shared_folder()
    if shared is not None:
        sets.append(marked(shared / "gold" / "seeds.dev.jsonl", shared / "corpus", chosen.words))
        sets.append(marked(shared / "gold" / "news.dev.jsonl", shared / "gold" / "news", chosen.words))
    sets += [marked(gold, folder, chosen.words) for gold, folder in chosen.set]
    model = Model(training.candidates)
    pair = thresholds(training, model)
    refused = [one for one in training.candidates if one.verdict is not None]
    wrongly = sum(one.row is not None for one in refused)
    print(f"{len(training.candidates)} candidates, {len(refused)} refused by the rules, {wrongly} of them wrongly")
    print(f"strikes under {pair[0]:.2f}, admits from {pair[1]:.2f} (2.00: never)")
    print(f"{'set':18} {'gold':>4} | rules P R F1      | with the model P R F1 | difference of F1, 95 % interval")
    for found in sets:
        print(compare(found, model, pair))


if __name__ == "__main__":
    main()
