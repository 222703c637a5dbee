"""What the pronoun of a claim stands for, where its sentence tells: "if the mayor resigns, she will be replaced"."""

from __future__ import annotations

from foretold.extract.claim_cuts import text_of
from foretold.extract.cue import Cue
from foretold.extract.text import words
from foretold.extract.tree import Tree
from foretold.extract.voices import Voices, is_role

_PARTING = words("relcl acl appos punct advcl prep")


def in_condition(voices: Voices, tree: Tree, cue: Cue, condition: tuple[int, int] | None) -> str | None:
    """Return the subject of the condition before a claim, where it alone agrees with the claim's pronoun.

    A person for "he" and "she"; one thing or body for "it", several for "they", and nothing else in the condition that
    the pronoun could mean.
    """
    if cue.subject is None or condition is None or tree.starts[cue.subject] < condition[1]:
        return None
    inner = [n for n in range(len(tree)) if condition[0] <= tree.starts[n] < condition[1]]
    subjects = [n for n in inner if tree.deps[n] in {"nsubj", "nsubjpass"} and tree.tags[n].startswith("NN")]
    if len(subjects) != 1:
        return None
    subject, pronoun = subjects[0], tree.low[cue.subject]
    others = [n for n in inner if tree.tags[n].startswith("NN") and subject not in tree.up(n) and n != subject]
    mention = next((m for m in voices.names.between(*_span(tree, subject)) if m.is_person), None)
    many = tree.tags[subject] in {"NNS", "NNPS"} or tree.kid(subject, "conj") is not None
    person = not many and (mention is not None or is_role(tree.low[subject]))
    if pronoun in {"he", "she"}:
        rivals = [m for m in voices.names.between(*condition) if m.is_person and m is not mention]
        fits = person and not rivals and (mention is None or voices.fits(mention.name, pronoun))
    elif pronoun == "they":
        fits = many and not any(tree.tags[n] in {"NNS", "NNPS"} for n in others)
    else:
        fits = pronoun == "it" and not many and not person and not any(tree.tags[n] in {"NN", "NNP"} for n in others)
    if not fits:
        return None
    if mention is not None:
        return voices.names.full(mention.name, mention.start)
    away = frozenset(tree.kids_by(subject, *_PARTING)) if pronoun != "they" else frozenset()
    return text_of(tree, tree.subtree(subject, away))


def _span(tree: Tree, noun: int) -> tuple[int, int]:
    """Return the offsets of a noun with what stands before it."""
    return tree.starts[min(tree.subtree(noun))], tree.ends[noun]
