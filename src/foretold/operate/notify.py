"""Telling somebody that a night, or one of its sources, has failed: by a notification block of Prefect."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from foretold.errors import SettingsError
from foretold.settings import load_settings
from foretold.tally import Tally

if TYPE_CHECKING:
    from prefect import Flow
    from prefect.client.schemas import FlowRun, State

PROBLEMS_TOLD = 20
"""Problems that a message lists; the summary has all of them."""


def run_failed(flow: Flow[..., object], run: FlowRun, state: State) -> None:
    """Tell the operator what stopped a run: a hook of Prefect's, for a flow with a parameter `data`."""
    error = state.result(raise_on_failure=False)
    tell_failure(_data_of(run), str(error) or state.name or "it failed", kind=flow.name)


def sources_unread(flow: Flow[..., object], run: FlowRun, state: State) -> None:
    """Tell the operator which sources a run could not read, though it went on without them: a hook of Prefect's."""
    tally = state.result(raise_on_failure=False)
    if isinstance(tally, Tally) and tally.unread:
        tell_unread(_data_of(run), tally)


def _data_of(run: FlowRun) -> Path | None:
    data = run.parameters.get("data")
    return data and Path(data)


def tell_failure(data: Path | None, problem: str, *, kind: str = "nightly") -> bool:
    """Send what stopped a run to the block that foretold.toml names; return whether it was sent."""
    what = "night" if kind == "nightly" else f"run of {kind}"
    return tell(data, f"Foretold: the {what} failed", f"{problem}\n\nThe edition before it stays as it was.")


def tell_unread(data: Path | None, tally: Tally) -> bool:
    """Send which sources could not be read, and why, to the block that foretold.toml names."""
    n = len(tally.unread)
    subject = f"Foretold: {'1 source' if n == 1 else f'{n} sources'} could not be read"
    problems = "".join(f"- {problem}\n" for problem in tally.problems[:PROBLEMS_TOLD])
    return tell(data, subject, f"{', '.join(tally.unread)}\n\n{problems}\nThe others were, and are published.")


def tell(data: Path | None, subject: str, body: str) -> bool:
    """Send a message to the block that `notify` in foretold.toml names; return whether it was sent.

    Nobody is told where nothing is named. What goes wrong here is said on standard error and goes no further: it must
    not stand in front of what it is about.
    """
    settings = load_settings(data)
    if not settings.notify:
        return False
    try:
        look = f"To look for the fault: foretold doctor --data {settings.data}"
        send(settings.notify, subject, f"{body} {look}")
    except Exception as error:
        print(f"foretold: nobody was told, {settings.notify} failed ({error})", file=sys.stderr)
        return False
    return True


def send(block: str, subject: str, body: str) -> None:
    """Send a message through a Prefect block. Raises SettingsError when what is named is no notification block."""
    import prefect.blocks.notifications  # noqa: F401, registers the kinds that Prefect brings
    from prefect.blocks.abstract import NotificationBlock
    from prefect.blocks.core import Block

    loaded: Any = Block.load(block)  # a coroutine only where a loop runs already, like what notify returns
    if not isinstance(loaded, NotificationBlock):
        raise SettingsError(
            f"notify = '{block}'",
            rule="it names a notification block of Prefect, as KIND/NAME",
            remedy="see docs/nights.md for how to make one",
        )
    cast("Any", loaded).notify(body, subject)
