"""What a model is asked for, and how its answer is read: item by item, so that one bad item spoils no other."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from foretold.records import Band


class Item(BaseModel):
    """One forecast as the model gives it, not yet checked."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False})

    sentence: int = Field(description="number of the sentence that holds the forecast")
    quote: str = Field(description="the forecast's clause, copied from that sentence character for character")
    claim: str = Field(description="the claim as a sentence that can be checked: no hedge, negation and deadline kept")
    holder: str = Field(description='who says so, in the words of the text; "author" for the text\'s own voice')
    band: Band = Field(description="how strongly it is worded")
    cue: str = Field(description='the words of the quote that carry the strength: "will likely"')
    stated_probability: float | None = Field(description="a probability that the sentence states, 0 to 1, else null")
    condition: str | None = Field(description='the condition\'s words: "if the dam fails", else null')
    horizon: str | None = Field(description='the time words: "in early January", else null')
    is_checkable: bool = Field(description="true when an observable event is named")


class Answer(BaseModel):
    """All forecasts in the sentences that were asked about."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False})

    forecasts: list[Item]


class MalformedError(ValueError):
    """The answer is not the JSON that was asked for."""


_FENCE = re.compile(r"^\s*```\w*\s*|\s*```\s*$")


def response_formats() -> list[dict[str, Any]]:
    """Return the schema in the forms in which OpenAI-compatible servers take it, OpenAI's own first."""
    schema = Answer.model_json_schema()
    return [
        {"type": "json_schema", "json_schema": {"name": "forecasts", "strict": True, "schema": schema}},
        {"type": "json_object", "schema": schema},  # llama.cpp's server
        {"type": "json_object"},
    ]


def read_answer(content: str) -> tuple[list[Item], int]:
    """Return the items of an answer and how many more were not of the form asked for.

    Raises MalformedError when the answer as a whole cannot be read.
    """
    try:
        found = json.loads(_FENCE.sub("", content))
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"not JSON: {error}") from error
    rows = found.get("forecasts") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise MalformedError('neither {"forecasts": [...]} nor a list')
    items: list[Item] = []
    for row in rows:
        try:
            items.append(Item.model_validate(row))
        except ValidationError:
            continue
    return items, len(rows) - len(items)
