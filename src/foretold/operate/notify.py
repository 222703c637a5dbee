"""Telling somebody that a night has failed, through a notification block of Prefect's own: mail, Slack, webhook …"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, cast

from foretold.errors import SettingsError
from foretold.settings import load_settings


def tell_failure(data: Path | None, problem: str) -> bool:
    """Send what stopped a night to the block that `notify` in foretold.toml names; return whether it was sent.

    Nobody is told where nothing is named. What goes wrong here is said on standard error and goes no further: it must
    not stand in front of the failure that it is about.
    """
    settings = load_settings(data)
    if not settings.notify:
        return False
    try:
        send(
            settings.notify,
            "Foretold: the night failed",
            f"{problem}\n\nThe edition before it stays as it was. To look for the fault: "
            f"foretold doctor --data {settings.data}",
        )
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
