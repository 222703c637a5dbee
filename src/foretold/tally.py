"""What a night did, as it adds up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foretold.ledger.publish import Edition


@dataclass(slots=True)
class Tally:
    """What a night did, for the table at its end."""

    n_seen: int = 0
    n_new: int = 0
    n_unchanged: int = 0
    n_read: int = 0
    """Documents read tonight, and forecasts found in them, before the audit."""
    n_found: int = 0
    n_documents: int = 0
    """Documents and forecasts that the audit has let through."""
    n_forecasts: int = 0
    n_quarantined: int = 0
    quarantined_by_rule: dict[str, int] = field(default_factory=dict)
    n_scored: int = 0
    n_forecasters: int = 0
    problems: list[str] = field(default_factory=list)
    """What could not be taken, a line each."""
    unread: list[str] = field(default_factory=list)
    """Names of the sources that could not be read."""
    notes: list[str] = field(default_factory=list)
    """What the operator may want to know and need not mend."""
    batches: list[str] = field(default_factory=list)
    edition: Edition | None = None
    is_new_edition: bool = False
