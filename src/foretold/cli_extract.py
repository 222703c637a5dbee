"""Commands that read single files and store nothing: what is found in them, and why the rest is not."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from foretold.cli import _report, main
from foretold.errors import InputError

if TYPE_CHECKING:
    from foretold.extract.llm.engine import Engine
    from foretold.records import Document

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
F = TypeVar("F", bound=Callable[..., Any])


def _model_options(command: F) -> F:
    """Add the options of --engine llm."""
    for option in reversed(
        [
            click.option("--engine", type=click.Choice(["embedded", "llm"]), default="embedded", show_default=True),
            click.option("--model", help="Name of the language model, for --engine llm."),
            click.option("--base-url", help="An OpenAI-compatible endpoint, such as http://localhost:8000/v1."),
            click.option(
                "--mode",
                type=click.Choice(["replace", "second-opinion"]),
                default="replace",
                show_default=True,
                help="The model reads every sentence with a cue, or only what the rules doubt.",
            ),
            click.option("--budget", default=1_000_000, show_default=True, help="Tokens after which nothing is asked."),
            click.option("--prices", type=(float, float), default=(0, 0), help="Dollars a million tokens, in and out."),
            click.option("--timeout", default=60.0, show_default=True, help="Seconds to wait for one answer."),
            click.option("--window", default=8_000, show_default=True, help="Characters shown to the model at a time."),
            click.option("--no-cache", is_flag=True, help="Neither use nor keep answers."),
        ]
    ):
        command = option(command)
    return command


@main.command()
@FILES
@click.option("--format", "form", type=click.Choice(["jsonl", "table"]), default="jsonl", show_default=True)
@_model_options
def extract(files: tuple[Path, ...], form: str, engine: str, **chosen: Any) -> None:
    """Find the forecasts in FILES and print them, without storing anything.

    With --engine llm a language model judges the sentences that hold a cue; what it says is checked against the text.
    The key is taken from FORETOLD_API_KEY or OPENAI_API_KEY.
    """
    from foretold.corpus.single import documents_in
    from foretold.extract import extract_many
    from foretold.report import print_forecasts

    reader = _engine(**chosen) if engine == "llm" else None
    if reader is None and chosen["model"]:
        raise InputError("--model was given", rule="a model is asked by --engine llm only", remedy="add --engine llm")
    found = documents_in(files)
    read: Callable[[Iterable[Document]], Iterable[list[Any]]] = reader.extract_many if reader else extract_many
    print_forecasts((one for many in read(found.documents) for one in many), form)
    if reader is not None:
        _print_tally(reader)
    _report(found.problems)
    if reader is not None and reader.tally.unread:
        sys.exit(InputError.exit_code)


def _engine(
    *,
    model: str | None,
    base_url: str | None,
    mode: str,
    budget: int,
    prices: tuple[float, float],
    timeout: float,
    window: int,
    no_cache: bool,
) -> Engine:
    from foretold.extract.llm.client import Client, Options
    from foretold.extract.llm.engine import Engine, Mode

    if not model:
        raise InputError("no model was named", rule="--engine llm asks one", remedy="add --model NAME")
    cache = None if no_cache else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "foretold"
    options = Options(model, base_url, timeout=timeout, budget=budget, prices=prices, cache=cache)
    return Engine(Client(options), Mode(mode), window)


def _print_tally(engine: Engine) -> None:
    """Say on stderr what asking has cost and what became of the answers."""
    tally, usage, prices = engine.tally, engine.tally.usage, engine.client.options.prices
    cost = f", ${usage.cost(prices):.4f}" if any(prices) else ""
    click.echo(
        f"model: {usage.calls} answers and {usage.cached} from the cache for {tally.windows} windows; "
        f"{usage.tokens_in} tokens in, {usage.tokens_out} out{cost}",
        err=True,
    )
    dropped = ", ".join(f"{n} {reason}" for reason, n in tally.dropped.most_common() if n)
    click.echo(
        f"model: {tally.kept} items kept, {tally.dropped.total()} dropped" + f" ({dropped})" * bool(dropped), err=True
    )
    for unread in tally.unread:
        click.echo(f"foretold: not read by the model: {unread}", err=True)


@main.command()
@FILES
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def explain(files: tuple[Path, ...], form: str) -> None:
    """Say for each sentence of FILES what was found in it, or by which rule it was turned down."""
    from foretold.corpus.single import documents_in
    from foretold.extract import explain as explain_document
    from foretold.report import print_explanations

    found = documents_in(files)
    for document in found.documents:
        print_explanations(document, explain_document(document), form)
    _report(found.problems)
