"""The audit in words: what a night found (Prefect's artifact), and what the rules are (expectations/README.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foretold.quality.audit import AuditReport
    from foretold.quality.rules import Rule, Suite

KINDS = {"readings": "documents", "extractions": "forecasts"}
"""What the rows of each staged table are, in readers' words."""

SHOWN = 20
"""Refused rows that a summary lists; all of them are in the table quarantine."""


PAGE_HEAD = """\
# Expectations: what must hold before anything is stored

<!-- Written by `python -m foretold.quality.report`; a test keeps it in step. Edit the rules, not this page. -->

{n_rules} rules. Every new row passes all of them or stays out: it goes to the table `quarantine` with the names of the
rules that it broke, and what each rule found goes to `quality_results`. A rule marked **stop** is one that no row can
break by itself: the step before is at fault, and the run ends with nothing published. So it does when a rule cannot be
run at all: a crash is not a failed row.

To add a rule, add it to the list in the `.py` file with its name, its reason and its condition, and a row that breaks
it to `tests/quality`. What a condition can see stands in the `.sql` file beside it."""


def markdown(report: AuditReport) -> str:
    """Return a summary of an audit in Markdown: rows looked at, rules broken, why each exists, and the rows refused."""
    if not report.results:
        return "## Audit\n\nNothing new was staged, so there was nothing to check.\n"
    lines = ["## Audit", ""]
    n_rows = {result.table_name: result.n_rows for result in report.results}
    for table, n in n_rows.items():
        n_rules = sum(result.table_name == table for result in report.results)
        lines.append(f"- {n} {KINDS[table]} against {n_rules} rules: {report.n_refused(table)} refused")
    broken = sorted((result for result in report.results if result.n_failed), key=lambda result: -result.n_failed)
    if not broken:
        return "\n".join([*lines, "", "Every row met every rule.", ""])
    lines += ["", "| rule | of | rows | why it exists |", "|---|---|---|---|"]
    lines += [_row(r.rule, KINDS[r.table_name], f"{r.n_failed} of {r.n_rows}", r.reason) for r in broken]
    lines += ["", "| refused | broke the rule |", "|---|---|"]
    rules_of: dict[str, list[str]] = {}
    for row in report.failing_rows:
        rules = rules_of.setdefault(row.row_id, [])
        if row.rule not in rules:
            rules.append(row.rule)
    lines += [_row(f"`{row_id}`", ", ".join(rules)) for row_id, rules in list(rules_of.items())[:SHOWN]]
    if len(rules_of) > SHOWN:
        lines += ["", f"… and {len(rules_of) - SHOWN} more, in the table `quarantine`."]
    return "\n".join([*lines, ""])


def rules_page(suites: Sequence[Suite]) -> str:
    """Return expectations/README.md: every rule with its reason, as the files say it."""
    from foretold.quality.audit import DOCUMENT_PASSED

    n_rules = sum(len(suite.rules) for suite in suites) + 1
    lines = [PAGE_HEAD.format(n_rules=n_rules)]
    for suite in suites:
        lines += ["", f"## {suite.name.capitalize()}", "", f"`{suite.name}.py` sees rows of `{suite.name}.sql`.", ""]
        lines += ["| rule | why it exists | checked by |", "|---|---|---|"]
        lines += [_rule_row(rule) for rule in suite.rules]
        if suite.name == "forecasts":
            lines.append(_row(f"`{DOCUMENT_PASSED[0]}`", DOCUMENT_PASSED[1], "the audit itself"))
    return "\n".join([*lines, ""])


def _rule_row(rule: Rule) -> str:
    kind = type(rule.expectation).__name__
    checked_by = "SQL condition" if kind == "UnexpectedRowsExpectation" else f"`{kind}`"
    stop = " **stop**" if rule.severity == "stop" else ""
    return _row(f"`{rule.name}`{stop}", rule.reason, checked_by)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|").replace("\n", " ") for cell in cells) + " |"


if __name__ == "__main__":
    from foretold.quality.rules import load_suites
    from foretold.settings import house

    folder = house() / "expectations"
    (folder / "README.md").write_text(rules_page(load_suites(folder)), encoding="utf-8")
