"""What was wrong with one file, page or feed entry, while the others went through."""

from __future__ import annotations

from dataclasses import dataclass

from foretold.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be taken as it is: where it is, what was wrong, the rule, what to do about it."""

    address: str
    wrong: str
    rule: str
    remedy: str
    source_id: str = ""

    def __str__(self) -> str:
        """Return the whole of it as one line."""
        parting = ": " if "://" in self.address else "/"
        where = f"{self.source_id}{parting}{self.address}" if self.source_id else self.address
        line = f"{where}: " + "; ".join(part for part in (self.wrong, self.rule, self.remedy) if part)
        return " ".join(line.split())


class Refused(ValueError):
    """A file that cannot be taken: what is wrong, the rule, and what to do about it."""

    def __init__(self, wrong: str, rule: str, remedy: str) -> None:
        """Take the three clauses of a problem."""
        super().__init__(wrong)
        self.clauses = wrong, rule, remedy


class SourceError(SettingsError):
    """A source that cannot be walked at all; the others can."""
