"""The YAML between two --- lines with which a file of commentary may begin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

MAX_FRONT_MATTER = 65_536
"""Code points. Front matter is a handful of lines; a longer block is prose between two rules."""

_OPENING = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\n|\r)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"[A-Za-z_][\w-]*[ \t]*:")
_DEEPEST = 50
"""Brackets from which libyaml is not trusted with a block: it has no limit of depth but that of the stack."""

_COLON_IN_WORDS = re.compile(r"^([A-Za-z_][\w-]*[ \t]*:[ \t]+)([^\s\[\]{}&*!|>'\"%@`#].*:[ \t].*)$", re.MULTILINE)
"""A key and plain words with a colon among them, `title: Oil: the end`: common, and not YAML until it is quoted."""
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields of a text's front matter, and where the text proper begins.

    Every scalar is the string that stands in the file: YAML's own reading of dates and numbers is not asked for,
    since it turns a wrong date into an exception and `no` into a truth value.
    """

    fields: Mapping[str, object] = field(default_factory=dict)
    body_start: int = 0
    error: str | None = None
    """Why the block could not be read, None when it could or when there is none."""

    def words(self, *keys: str) -> str | None:
        """Return the first of these keys that holds a string, without surrounding white space; None if none does."""
        for key in keys:
            value = self.fields.get(key)
            if isinstance(value, str) and value.strip() not in _NOTHING:
                return " ".join(value.split())
        return None

    def names(self, *keys: str) -> tuple[str, ...]:
        """Return the names under the first of these keys that holds any: a list, or one string parted by semicolons."""
        for key in keys:
            value = self.fields.get(key)
            parts = value.split(";") if isinstance(value, str) else value if isinstance(value, list) else []
            found = [" ".join(part.split()) for part in parts if isinstance(part, str)]
            names = tuple(dict.fromkeys(name for name in found if name not in _NOTHING))
            if names:
                return names
        return ()


@lru_cache(maxsize=4)  # collecting a text asks for it three times: for its date, its words and its reading
def front_matter(text: str) -> FrontMatter:
    """Read the front matter of a text, if it has any; pure, and never raises.

    A text has front matter when its first line is `---` (after a byte order mark, if there is one) and a later line is
    `---` or `...`. A block that opens with a key and is never closed is an error; other text after a rule is just text.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter(body_start=1 if text.startswith("\ufeff") else 0)
    head = text[: opening.end() + MAX_FRONT_MATTER].replace("\r", "\n")
    closing = _CLOSING.search(head, opening.end())
    if closing is None:
        if _KEY.match(text, opening.end()):
            return FrontMatter(body_start=opening.end(), error="it begins with --- and no second --- line closes it")
        return FrontMatter(body_start=opening.start())
    body_start = closing.end()
    body_start += 2 if text.startswith("\r\n", body_start) else 1 if body_start < len(text) else 0
    fields, error = _parse(text[opening.end() : closing.start()])
    return FrontMatter(fields, body_start, error)


def _parse(block: str) -> tuple[Mapping[str, object], str | None]:
    """Return the fields of a block of YAML and why it could not be read; plain words may hold colons."""
    import yaml

    block = _COLON_IN_WORDS.sub(lambda line: line[1] + "'" + line[2].replace("'", "''").rstrip() + "'", block)

    try:
        # BaseLoader builds strings, lists and mappings only: nothing in a file can make an object or run code. That of
        # libyaml does the same, ten times as fast.
        is_flat = block.count("[") + block.count("{") < _DEEPEST
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader) if is_flat else yaml.BaseLoader
        value = yaml.load(block, Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = f" (line {error.problem_mark.line + 2})" if error.problem_mark else ""
        return {}, f"{error.problem or error.context or 'it cannot be parsed'}{line}"
    except (yaml.YAMLError, RecursionError) as error:
        return {}, str(error).splitlines()[0] if str(error) else "it is nested too deeply"
    if value is None or value == "":
        return {}, None
    if not isinstance(value, dict):
        return {}, "it is not a list of `key: value` lines"
    return {str(key): held for key, held in value.items()}, None


def headed(fields: Mapping[str, object], text: str) -> str:
    """Return a text below front matter with those of the fields that hold something."""
    import yaml

    kept = {key: value for key, value in fields.items() if value}
    if not kept:
        return f"{text}\n"
    head = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{head}---\n\n{text}\n"
