"""Ask a model over an OpenAI-compatible endpoint: answers cached by content, cost capped, faults survived."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from foretold.errors import InputError
from foretold.extract.llm.schema import MalformedError, response_formats

T = TypeVar("T")
Messages = list[dict[str, str]]

KEYS = ("FORETOLD_API_KEY", "OPENAI_API_KEY")
"""Environment variables that may hold the key, the first that is set is taken; a server of one's own needs none."""
_SILENT = 4
"""Windows in a row that stay without an answer before the run is given up: the server is down."""


@dataclass(frozen=True, slots=True)
class Options:
    """Which model to ask, and what it may cost."""

    model: str
    base_url: str | None = None
    """None: the endpoint of the `openai` package, or what OPENAI_BASE_URL names."""
    timeout: float = 60
    """Seconds to wait for one answer."""
    attempts: int = 3
    """How often a request is sent when the server is busy, broken or silent."""
    budget: int = 1_000_000
    """Tokens in and out, after which nothing more is asked."""
    answer_tokens: int = 4_000
    """Longest answer to one window."""
    prices: tuple[float, float] = (0, 0)
    """Dollars for a million tokens in and out; only to reckon the cost."""
    cache: Path | None = None
    """Folder of answers by content; None: nothing is kept."""


@dataclass(slots=True)
class Usage:
    """What asking has cost."""

    calls: int = 0
    cached: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def cost(self, prices: tuple[float, float]) -> float:
        """Return dollars, by prices for a million tokens in and out."""
        return (self.tokens_in * prices[0] + self.tokens_out * prices[1]) / 1_000_000


class UnansweredError(Exception):
    """A window stayed without an answer that can be read; its message says why."""


class Client:
    """A model that is asked for JSON. What was asked before with the same words is answered from the cache."""

    def __init__(self, options: Options) -> None:
        """Raise InputError when the `openai` package is missing."""
        try:
            import openai
        except ImportError as error:
            raise InputError(
                "the package openai is not installed",
                rule="--engine llm asks over it",
                remedy='install the extra: pip install "foretold[llm]"',
            ) from error
        self.options, self.usage, self._silent = options, Usage(), 0
        key = next((os.environ[name] for name in KEYS if os.environ.get(name)), "none")
        self._openai = openai
        self._server = openai.OpenAI(
            base_url=options.base_url, api_key=key, timeout=options.timeout, max_retries=options.attempts - 1
        )
        self._extras: list[list[dict[str, Any]]] = [
            [{"response_format": form} for form in response_formats()],
            [{"max_tokens": options.answer_tokens}, {"max_completion_tokens": options.answer_tokens}],
            [{"temperature": 0}],
        ]
        """Parameters that not every server knows, each in the forms that are tried in turn."""

    def ask(self, messages: Messages, read: Callable[[str], T]) -> T:
        """Return what ``read`` makes of the answer; an answer that it cannot read is asked for once more.

        Raises UnansweredError when the model gave none that can be read, or the budget is spent, and InputError when
        the server refuses the request as such or does not answer at all.
        """
        place = self._place(messages)
        kept = _kept(place) if place is not None else None
        if kept is not None:
            self.usage.cached += 1
            return read(kept)
        content = self._call(messages)
        try:
            found = read(content)
        except MalformedError as error:
            again = f"That is {error}. Answer with the JSON object only, nothing before or after it."
            told = [{"role": "assistant", "content": content[:2_000]}, {"role": "user", "content": again}]
            content = self._call([*messages, *told])
            try:
                found = read(content)
            except MalformedError as still:
                raise UnansweredError(f"malformed answers: {still}") from still
        if place is not None:
            self._keep(place, content)
        return found

    def _call(self, messages: Messages) -> str:
        """Send one request, retried by the client, and return the words of the answer."""
        used = self.usage.tokens_in + self.usage.tokens_out
        if used >= self.options.budget:
            raise UnansweredError(f"the budget of {self.options.budget} tokens is spent")
        try:
            answer = self._send(messages)
        except (self._openai.APITimeoutError, self._openai.APIConnectionError) as error:
            self._count_silence(error)
            raise UnansweredError(f"no answer: {error}") from error
        except (self._openai.RateLimitError, self._openai.InternalServerError) as error:
            raise UnansweredError(f"status {error.status_code} from the server") from error
        except self._openai.APIStatusError as error:
            raise InputError(
                f"the model's server refused the request: {error.status_code} {str(error)[:200]}",
                rule="the model must exist there and the key, if it wants one, be right",
                remedy=f"check --model, --base-url and {KEYS[0]}",
            ) from error
        except (self._openai.OpenAIError, ValueError) as error:  # what came back is not even JSON
            raise UnansweredError(f"answer out of form: {error}") from error
        self._silent = 0
        self.usage.calls += 1
        spent = getattr(answer, "usage", None)
        self.usage.tokens_in += getattr(spent, "prompt_tokens", None) or 0
        self.usage.tokens_out += getattr(spent, "completion_tokens", None) or 0
        try:
            return str(answer.choices[0].message.content or "")
        except (AttributeError, IndexError, TypeError):
            return ""  # a page of a proxy, say: no answer in form, and told as such

    def _send(self, messages: Messages) -> Any:
        """Send a request; a parameter at which the server stumbles is given in another form from then on, or not."""
        while True:
            extras = {name: value for forms in self._extras for name, value in (forms[0] if forms else {}).items()}
            try:
                return self._server.chat.completions.create(
                    model=self.options.model, messages=cast("Any", messages), **extras
                )
            except self._openai.APIStatusError as error:
                named = [forms for forms in self._extras if forms and any(name in str(error) for name in forms[0])]
                if not named or isinstance(error, self._openai.RateLimitError):
                    raise
                for forms in named:
                    forms.pop(0)

    def _count_silence(self, error: Exception) -> None:
        self._silent += 1
        if self._silent >= _SILENT:
            raise InputError(
                f"{self.options.base_url or 'the endpoint'} does not answer: {error}",
                rule=f"after {_SILENT} requests in a row without an answer nothing more is asked",
                remedy="check that the server runs, or give it longer with --timeout",
            ) from error

    def _place(self, messages: Messages) -> Path | None:
        """Return where the answer to these words is kept."""
        if self.options.cache is None:
            return None
        asked = [self.options.model, self.options.base_url, messages, response_formats()[0]]
        digest = hashlib.sha256(json.dumps(asked).encode()).hexdigest()
        return self.options.cache / digest[:2] / f"{digest}.json"

    def _keep(self, place: Path, content: str) -> None:
        """Write an answer whole or not at all."""
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps({"model": self.options.model, "answer": content}), encoding="utf-8")
        draft.replace(place)


def _kept(place: Path) -> str | None:
    """Return the answer in the cache; None where there is none, or a damaged one, which is then asked for anew."""
    try:
        return str(json.loads(place.read_text(encoding="utf-8"))["answer"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
