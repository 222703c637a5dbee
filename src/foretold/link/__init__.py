"""Which forecasts speak of one event: candidates, a judgement of each pair with its reasons, and who joins whom.

Everything here is a function of values, deterministic and offline; only `table` knows the database.
"""

from __future__ import annotations

LINKER_VERSION = "rules-3"
"""Names the rules and words that judged a pair; it changes whenever they would judge one differently."""
