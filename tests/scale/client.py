"""A backfill in a process of its own, to be killed: client.py DATA ARCHIVE ENGINE SCHEDULER CHUNK."""

from __future__ import annotations

import sys
from pathlib import Path

from foretold import night as steps
from foretold.errors import ForetoldError
from foretold.ledger import publish
from foretold.runners import runner_of


def main() -> int:
    """Take the steps of flows/backfill.py, but for Prefect and the pages."""
    data, archive, engine, scheduler, chunk = sys.argv[1:]
    try:
        with steps.night_over(Path(data), Path(archive), kind="backfill") as night:
            steps.collect(night)
            runner = runner_of(engine, workers=2, scheduler=scheduler)
            steps.extract(night, steps.pending(night), runner, chunk=int(chunk))
            steps.audit(night)
            steps.link(night)
            steps.score(night)
            with night.ledger() as con:
                publish.publish(con, night.settings.editions, night.house, keep=1, build_pages=lambda *_: None)
    except ForetoldError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
