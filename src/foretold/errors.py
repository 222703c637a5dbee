"""Every error that a user can cause: what was wrong, the rule that it broke, and what to do about it."""

from __future__ import annotations


class ForetoldError(Exception):
    """A mistake that a user can mend. The command line prints it as one line and exits with `exit_code`."""

    exit_code = 1

    def __init__(self, wrong: str, *, rule: str = "", remedy: str = "") -> None:
        """Take the value that was wrong, the rule that it broke and what to do about it, each a clause."""
        self.wrong, self.rule, self.remedy = wrong, rule, remedy
        super().__init__("; ".join(part for part in (wrong, rule, remedy) if part))


class InputError(ForetoldError):
    """A file, row or argument that cannot be taken as it is."""

    exit_code = 2


class SettingsError(ForetoldError):
    """foretold.toml, sources.toml or an environment variable holds something that cannot be meant."""

    exit_code = 2


class BusyError(ForetoldError):
    """Another process holds what this one needs."""

    exit_code = 3


class LedgerError(ForetoldError):
    """The database or its migrations are not what this version expects."""

    exit_code = 4


class JournalError(ForetoldError):
    """A journal line is damaged, or the chain of hashes is broken."""

    exit_code = 4


class RunnerError(ForetoldError):
    """Workers, or the scheduler that hands out their work, were lost. What they had done is kept."""

    exit_code = 6


class AuditError(ForetoldError):
    """A data-quality rule crashed, or one that stops the night failed; nothing was published."""

    exit_code = 5
