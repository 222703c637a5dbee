"""The audit as a step: what crashes, what it costs, what it leaves behind, and what it says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import HEAD, PARAGRAPH, Staged

from foretold.errors import AuditError
from foretold.quality.audit import AuditReport, FailingRow, audit
from foretold.quality.report import markdown
from foretold.quality.rules import holds

RULE_FILE = """
import great_expectations.expectations as gxe
from foretold.quality.rules import Rule, holds
RULES = [
    Rule("name-is-not-empty", "Because.", holds("name <> ''")),
    {rule},
]
"""


def _house_with(house: Path, folder: Path, rule: str) -> Path:
    """Return a house whose rules about documents are the given one and one that holds."""
    shutil.copytree(house / "expectations", folder / "expectations")
    (folder / "expectations" / "documents.py").write_text(RULE_FILE.replace("{rule}", rule), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "rule",
    [
        "Rule('r', 'Because.', holds('no_such_column > 0'))",
        "Rule('r', 'Because.', holds(\"cast(title as integer) > 0\"))",
        "Rule('r', 'Because.', holds('n_words >'))",
        "Rule('r', 'Because.', gxe.ExpectColumnValuesToNotBeNull(column='no_such_column'))",
        "Rule('r', 'Because.', gxe.ExpectColumnValuesToMatchRegex(column='name', regex='a'))",
    ],
)
def test_a_rule_that_crashes_fails_the_run_and_is_named(staged: Staged, house: Path, tmp_path: Path, rule: str) -> None:
    staged.document()
    with pytest.raises(AuditError, match="the rule r on documents crashed") as crash:
        audit(staged.write(), "run", house=_house_with(house, tmp_path / "house", rule))
    assert "name-is-not-empty" not in str(crash.value)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("Rule('r', 'Because.', gxe.ExpectTableRowCountToEqual(value=9))", "does not say which rows break it"),
        ("Rule('r', 'Because.', holds('random() < 0.5')), Rule('s', 'Because.', holds('random() < 0.5'))", "finds"),
        ("Rule('name-is-not-empty', 'Because.', holds('true'))", "two rules named name-is-not-empty"),
        ("Rule('r', 'Because.', holds('true')", "documents.py cannot be read as rules .SyntaxError"),
        ("Rule('r')", "documents.py cannot be read as rules .TypeError"),
    ],
)
def test_a_rule_that_cannot_be_trusted_fails_the_run(
    staged: Staged, house: Path, tmp_path: Path, rule: str, message: str
) -> None:
    for _ in range(2000 if "random" in rule else 1):
        staged.document()
    with pytest.raises(AuditError, match=message):
        audit(staged.write(), "run", house=_house_with(house, tmp_path / "house", rule))


def test_a_condition_is_plain_sql(staged: Staged, house: Path, tmp_path: Path) -> None:
    """Braces, colons and percent signs, which Great Expectations and SQLAlchemy would read as their own."""
    good, bad = staged.document(title="10:30 %s"), staged.document(title="1030")
    condition = r"regexp_matches(title, '^\d{2}(?::x|:)\d{2} %s$') and title::text like '%:%'"
    rule = f"Rule('r', 'Because.', holds({condition!r}))"
    report = audit(staged.write(), "run", house=_house_with(house, tmp_path / "house", rule))
    assert [row.row_id for row in report.failing_rows] == [bad["document_id"]] != [good["document_id"]]


def test_all_failing_rows_are_found_not_the_first_200(staged: Staged, house: Path) -> None:
    """Great Expectations' own lists of failing rows end at 20 and at 200."""
    for _ in range(250):
        staged.document(n_words=0, name="")
    report = audit(staged.write(), "run", house=house)
    for rule in ("words-are-counted", "name-is-not-empty"):
        assert len({row.row_id for row in report.failing_rows if row.rule == rule}) == 250
        assert [result.n_failed for result in report.results if result.rule == rule] == [250]
    assert report.n_refused("readings") == 250


def test_a_text_staged_twice_fails_the_run(staged: Staged, house: Path) -> None:
    staged.forecast()
    path = staged.write()
    with duckdb.connect(str(path)) as con:
        con.execute("insert into staging.texts select * from staging.texts")
    with pytest.raises(AuditError, match="staged_forecasts shows 2 rows for 1"):
        audit(path, "run", house=house)


def test_a_ledger_without_staging_tables_fails_the_run(tmp_path: Path, house: Path) -> None:
    with duckdb.connect(str(tmp_path / "ledger.duckdb")):
        pass
    with pytest.raises(AuditError, match=r"staged rows .* cannot be read"):
        audit(tmp_path / "ledger.duckdb", "run", house=house)


@pytest.mark.timeout(120)  # 3 s on a machine of its own
def test_ten_thousand_rows_take_seconds(staged: Staged, house: Path) -> None:
    filler = "Nothing much happened in the valley that week. " * 120
    for number in range(500):
        document = staged.document(text=f"{HEAD}{PARAGRAPH}\n\n{filler}{number}")
        for length in range(20):
            staged.forecast(document, quote=PARAGRAPH[: 9 + length])
    staged.forecast(document, quote="a party", start_offset=len(HEAD))
    path = staged.write()
    report = audit(path, "run", house=house)
    assert {row.rule for row in report.failing_rows} == {
        "quote-stands-at-its-offsets",
        "quote-lies-within-its-paragraph",
    }


AUDIT = """
import sys
from pathlib import Path
from foretold.quality.audit import audit
report = audit(Path(sys.argv[1]), "run", house=Path(sys.argv[2]))
print(len(report.results), "great_expectations" in sys.modules)
"""


def test_nothing_staged_costs_no_import_of_great_expectations(staged: Staged, house: Path) -> None:
    command = [sys.executable, "-c", AUDIT, str(staged.write()), str(house)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("0 False\n", "")


def test_it_is_silent_and_leaves_nothing_beside_the_ledger(staged: Staged, house: Path) -> None:
    staged.forecast()
    path = staged.write()
    command = [sys.executable, "-c", AUDIT, str(path), str(house)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=path.parent)
    assert done.stdout.endswith(" True\n")
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""
    assert list(path.parent.iterdir()) == [path]


WRITE = "import sys, duckdb; duckdb.connect(sys.argv[1]).execute('create table written (i integer)')"


def test_the_logs_stay_quiet(staged: Staged, house: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Prefect shows what other libraries log from INFO on."""
    staged.forecast()
    with caplog.at_level("INFO"):
        audit(staged.write(), "run", house=house)
    assert [record.message for record in caplog.records if record.name.startswith("great_expectations")] == []


def test_a_writer_can_open_the_ledger_at_once(staged: Staged, house: Path) -> None:
    """In another process, while this one lives; and here, with other settings. Also after a crash."""
    staged.forecast()
    path = staged.write()
    audit(path, "run", house=house)
    subprocess.run([sys.executable, "-c", WRITE, str(path)], check=True)
    with duckdb.connect(str(path), config={"threads": 1}) as con:
        con.execute("drop table written; delete from scales")
    with pytest.raises(AuditError):
        audit(path, "run", house=house)
    subprocess.run([sys.executable, "-c", WRITE, str(path)], check=True)


def test_the_folder_may_have_any_name(staged: Staged, house: Path, tmp_path: Path) -> None:
    staged.forecast()
    strange = tmp_path / "a b#c%20$HOME ${x} &y=1;:@é"
    strange.mkdir()
    path = staged.write().rename(strange / "ledger.duckdb")
    assert audit(path, "run", house=house).failing_rows == ()


def test_the_row_is_kept_as_it_was_without_the_text(staged: Staged, house: Path) -> None:
    staged.document(title="…", n_words=0)
    report = audit(staged.write(), "run", house=house)
    assert {row.rule for row in report.failing_rows} == {"title-is-missing-or-has-words", "words-are-counted"}
    with duckdb.connect() as con:
        kept = con.execute("select json_keys(?)", [report.failing_rows[0].row_json]).fetchall()[0][0]
    assert "title" in kept
    assert "text" not in kept
    assert '"read_at":"2020-06-02 01:00:00+00"' in report.failing_rows[0].row_json


def test_the_summary_says_what_was_refused_and_why(staged: Staged, house: Path) -> None:
    good = staged.forecast()
    staged.forecast(staged.document(title="…|…"), speaker="He")
    summary = markdown(audit(staged.write(), "run", house=house))
    assert "- 2 documents against" in summary
    assert "rules: 1 refused" in summary
    assert "| holder-is-not-a-pronoun | forecasts | 1 of 2 | A record under" in summary
    assert "document-passed-the-audit" in summary
    assert good["forecast_id"] not in summary


def test_the_summary_of_a_quiet_night(staged: Staged, house: Path) -> None:
    assert "nothing to check" in markdown(AuditReport("run", (), ()))
    staged.forecast()
    assert "Every row met every rule." in markdown(audit(staged.write(), "run", house=house))


def test_the_summary_stays_short(staged: Staged, house: Path) -> None:
    for _ in range(30):
        staged.document(name="")
    assert "… and 10 more" in markdown(audit(staged.write(), "run", house=house))


def test_a_missing_value_does_not_pass_by_being_null() -> None:
    assert holds("a < b").unexpected_rows_query == "select row_id from {batch} where (a < b) is not true"


def test_a_row_counts_once_however_many_rules_it_broke() -> None:
    rows = tuple(FailingRow("readings", "d_1", rule, "", "{}") for rule in ("a", "b"))
    assert AuditReport("run", (), rows).n_refused("readings") == 1
