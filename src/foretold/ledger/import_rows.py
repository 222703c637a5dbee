"""Files of numeric forecasts: which column is what, every row checked, and what is wrong said by line.

Nothing here knows the ledger. A row is good or it breaks one rule; the same file read the same way gives the same rows.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foretold.corpus.problems import Problem
from foretold.errors import InputError
from foretold.ledger.import_rules import TOGETHER, Rule, not_alone, option_rules
from foretold.ledger.import_rules import rules as rules_of

if TYPE_CHECKING:
    import polars as pl

FIELDS = {
    "forecaster": "who made the forecast",
    "question": "the question in words",
    "question_id": "its address, or its id in the family of ids named by --ids",
    "probability": "probability that it comes about, 0 to 1",
    "made_at": "day or moment at which it was made",
    "deadline": "day by which it is decided",
    "outcome": "yes, no, a share from 0 to 1, void, unresolvable; empty while open",
    "settled_on": "day on which it was settled",
    "opened_on": "day on which the question opened; else its life begins with the first forecast",
    "question_group": "what several questions hang together in, such as one contest; intervals draw them together",
    "option": "one of several options of the question, a row for each; their probabilities sum to 1",
    "option_number": "its place among them, 1, 2, …, where they have an order",
}
"""What a column can be, and what it then means."""

SUFFIXES = (".csv", ".tsv", ".parquet")
BLOCK = 1 << 24
"""Bytes that the CSV reader looks at together. A longer row is a quotation mark that was never closed."""

MOMENT = r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)?)?$"
ADDRESS = r"^https?://"
LEDGER_ID = r"^q_[0-9a-f]{16}$"
BLANK = "blank"
GOOD = (
    "row",
    "forecaster",
    "question",
    "question_key",
    "probability",
    "made_at",
    "deadline_on",
    "outcome",
    "share",
    "settled_on",
    "opened_on",
    "question_group",
    "option",
    "option_number",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: which column is which field, who forecasts when no column says it, whose the ids are."""

    columns: Mapping[str, str]
    forecaster: str | None = None
    ids: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that broke a rule: its number from 1 without the header, the rule's name, and the problem in words."""

    row: int
    rule: str
    problem: Problem
    cells: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The good rows of a file as a frame, and the refused ones."""

    name: str
    rows: pl.DataFrame
    """With the columns of GOOD."""
    n_rows: int
    refused: Sequence[Refused] = field(default_factory=list)


def reading_of(pairs: Sequence[str], columns: Sequence[str], *, forecaster: str | None, ids: str) -> Reading:
    """Return how to read a file with `columns`, given pairs FIELD=COLUMN; a column named as a field needs none.

    Raises InputError for a pair that is none, a field or column that does not exist, and a required field without one.
    """
    chosen: dict[str, str] = {}
    for pair in pairs:
        name, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column:
            raise InputError(f"--map {pair}", rule="it is FIELD=COLUMN", remedy="such as --map forecaster=source")
        if name not in FIELDS:
            raise InputError(f"--map {pair}: no field '{name}'", rule=f"fields are {', '.join(FIELDS)}")
        if column not in columns:
            raise InputError(f"--map {pair}: no column '{column}'", rule=f"the file has {', '.join(columns)}")
        if name in chosen:
            raise InputError(f"--map {pair}: {name} is mapped twice", rule="a field has one column")
        chosen[name] = column
    chosen = {name: name for name in FIELDS if name in columns and name not in chosen} | chosen
    if forecaster is not None:
        chosen.pop("forecaster", None)
    needed = [name for name in ("forecaster", "probability", "made_at") if name not in chosen]
    if forecaster is not None:
        needed.remove("forecaster")
    if "question" not in chosen and "question_id" not in chosen:
        needed.append("question")
    if needed:
        raise InputError(
            f"no column is mapped to {', '.join(needed)}",
            rule=f"the file has {', '.join(columns)}",
            remedy=f"add --map {needed[0]}=COLUMN" + (" or --forecaster NAME" if needed[0] == "forecaster" else ""),
        )
    return Reading(chosen, forecaster, ids)


def columns_of(path: Path) -> list[str]:
    """Return the names of a file's columns. Raises InputError when it is no CSV or Parquet file that can be read."""
    import polars as pl
    import pyarrow as pa

    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"{path}", rule=f"an import ends in {', '.join(SUFFIXES)}", remedy="save it as one of these")
    try:
        if path.suffix.lower() == ".parquet":
            names = list(pl.read_parquet_schema(path))
        else:
            with path.open(encoding="utf-8-sig", newline="") as file:
                header = next(csv.reader([file.readline()], delimiter=_delimiter(path)), [])
            names = [name.strip() for name in header]
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror or error})", remedy="name a file") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 (byte {error.start})", remedy="convert it with iconv") from error
    except (pl.exceptions.PolarsError, pa.ArrowInvalid) as error:
        raise InputError(f"{path} cannot be read ({error})", rule="it is Parquet by its name") from error
    double = sorted({name for name in names if names.count(name) > 1 and name})
    if not any(names):
        raise InputError(f"{path} has no header", rule="the first line names the columns")
    if double:
        raise InputError(f"{path} has two columns '{double[0]}'", rule="columns have names of their own")
    return names


def check(path: Path, reading: Reading, *, at: datetime, name: str | None = None) -> Checked:
    """Return the good rows of a file, and what is wrong with each other one: value, rule, remedy, by line.

    `at` is the moment of the import: nothing can have been made or settled later. `name` is what the file was called.
    Raises InputError when it cannot be read at all.
    """
    import polars as pl

    is_csv = path.suffix.lower() != ".parquet"
    raw, malformed = _read_csv(path, reading) if is_csv else (_read_parquet(path, reading), [])
    parsed = _parsed(raw, reading)
    rules = rules_of(at, parsed)
    if "option" in reading.columns:
        rules += option_rules()
    known_as = name or path.name
    number = pl.coalesce(pl.when(rule.broken).then(index) for index, rule in enumerate(rules))
    parsed = parsed.with_columns(number.alias("broken"))
    if "option" in reading.columns:
        rules.append(not_alone())
        is_left = pl.col("broken").is_not_null().any().over(TOGETHER)
        left = pl.when(is_left).then(len(rules) - 1)
        parsed = parsed.with_columns(pl.coalesce("broken", left))
    broken = parsed.filter(pl.col("broken").is_not_null()).select("row", "broken")
    shown = raw.join(broken, on="row", how="inner", maintain_order="left")
    faults = [
        (values["row"], *_fault(rules[values["broken"]], values, reading)) for values in shown.iter_rows(named=True)
    ]
    faults = sorted(faults + malformed)
    places = line_names(path, [fault[0] for fault in faults])
    refused = [
        Refused(row, rule, Problem(f"{known_as}, {places[row]}", *clauses), cells)
        for row, rule, clauses, cells in faults
        if places[row] != BLANK
    ]
    good = parsed.filter(pl.col("broken").is_null()).select(GOOD)
    return Checked(known_as, good, good.height + len(refused), refused)


def _fault(rule: Rule, values: dict[str, Any], reading: Reading) -> tuple[str, tuple[str, str, str], str]:
    """Return the rule's name, the clauses of the problem and the row's cells for a row that broke `rule`."""
    cells = {reading.columns.get(name, name): values[name] for name in FIELDS if values.get(name) not in (None, "")}
    value = values.get(rule.field)
    wrong = f"no {rule.field}" if value in (None, "") else f"{rule.field} '{value}'"
    return rule.name, (wrong, rule.rule, rule.remedy), json.dumps(cells, default=str, ensure_ascii=False)


def _parsed(raw: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Return typed columns from the cells; a cell that cannot be understood is NULL; `*_given` says it was there."""
    import polars as pl

    def text(name: str) -> pl.Expr:
        return pl.col(name).cast(pl.String).str.strip_chars().replace("", None)

    def given(name: str) -> pl.Expr:
        return pl.lit(False) if name not in raw.columns else text(name).is_not_null()

    def moment(name: str) -> pl.Series:
        return (
            _moment(raw[name])
            if name in raw.columns
            else pl.Series([None] * raw.height, dtype=pl.Datetime("us", "UTC"))
        )

    id_column, words = "question_id" in raw.columns, "question" if "question" in raw.columns else "question_id"
    identity = text("question_id") if id_column else pl.lit(None, pl.String)
    spaced = text(words)
    if raw[words].cast(pl.String).str.contains(r"\s\s|[^\S ]").any():
        spaced = spaced.str.replace_all(r"\s+", " ")
    said = text("outcome").str.to_lowercase() if "outcome" in raw.columns else pl.lit(None, pl.String)
    option = text("option") if "option" in raw.columns else pl.lit(None, pl.String)
    if "option" in raw.columns:
        # The outcome of an option is yes or no, or the name of the option that happened.
        names = raw["option"].cast(pl.String).str.strip_chars().str.to_lowercase().unique().drop_nulls()
        by_name = pl.when(said == option.str.to_lowercase()).then(pl.lit("1")).otherwise(pl.lit("0"))
        said = pl.when(said.is_in(names.implode())).then(by_name).otherwise(said)
    group = text("question_group") if "question_group" in raw.columns else pl.lit(None, pl.String)
    number = text("option_number") if "option_number" in raw.columns else pl.lit(None, pl.String)
    share = said.replace({"yes": "1", "true": "1", "no": "0", "false": "0"}).cast(pl.Float64, strict=False)
    share = pl.when(share.is_between(0, 1)).then(share)
    made, deadline, settled, opened = (moment(name) for name in ("made_at", "deadline", "settled_on", "opened_on"))
    parsed = raw.select(
        "row",
        (pl.lit(reading.forecaster) if reading.forecaster is not None else text("forecaster")).alias("forecaster"),
        spaced.alias("question"),
        pl.when(identity.is_null()).then(pl.lit("words ") + spaced.str.to_lowercase())
        .when(identity.str.contains(ADDRESS) | identity.str.contains(LEDGER_ID)).then(identity)
        .otherwise(pl.lit(f"{reading.ids} ") + identity).alias("question_key"),
        text("probability").cast(pl.Float64, strict=False).fill_nan(None).alias("probability"),
        made.alias("made_at"),
        deadline.dt.date().alias("deadline_on"),
        given("deadline").alias("deadline_given"),
        pl.when(share == 1).then(pl.lit("yes")).when(share == 0).then(pl.lit("no"))
        .when(share.is_not_null()).then(pl.lit("share"))
        .when(said.is_in(["void", "unresolvable"])).then(said).alias("outcome"),
        share.alias("share"),
        given("outcome").alias("outcome_given"),
        settled.dt.date().alias("settled_on"),
        given("settled_on").alias("settled_given"),
        opened.dt.date().alias("opened_on"),
        given("opened_on").alias("opened_given"),
        group.alias("question_group"),
        option.alias("option"),
        number.cast(pl.Int32, strict=False).alias("option_number"),
        given("option_number").alias("option_number_given"),
    )  # fmt: skip
    key = pl.col("question_key")
    subject = pl.concat_str(key, pl.col("option").fill_null(""), separator="\n") if "option" in raw.columns else key
    return parsed.with_columns(subject.alias("subject"))


def _moment(column: pl.Series) -> pl.Series:
    """Return dates and moments in UTC; a day alone is its first moment, a moment without a zone is UTC."""
    import polars as pl

    utc, kind = pl.Datetime("us", "UTC"), column.dtype
    if isinstance(kind, pl.Datetime):
        return (column.dt.convert_time_zone("UTC") if kind.time_zone else column.dt.replace_time_zone("UTC")).cast(utc)
    if kind == pl.Date:
        return column.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    cells = column.cast(pl.String).alias("cell")
    if cells.to_frame().select(pl.col("cell").approx_n_unique()).item() > len(cells) // 2:
        return _moments(cells)
    # Every distinct value is read once: days repeat.
    distinct = cells.unique()
    moments = pl.DataFrame({"cell": distinct, "moment": _moments(distinct)})
    return cells.to_frame().join(moments, on="cell", how="left", maintain_order="left")["moment"]


def _moments(cells: pl.Series) -> pl.Series:
    """Return text as moments in UTC; NULL for what is none."""
    import polars as pl

    words = pl.col("cell").str.strip_chars()
    full = (
        cells.to_frame()
        .select(pl.when(words.str.contains(MOMENT)).then(words.str.replace(" ", "T", literal=True)).alias("cell"))
        .select(
            pl.when(pl.col("cell").str.len_bytes() == 10).then(pl.col("cell") + "T00:00:00Z")
            .when(pl.col("cell").str.contains(r"T[\d:.]+$")).then(pl.col("cell") + "Z")
            .when(pl.col("cell").str.contains(r"[+-]\d\d$")).then(pl.col("cell") + ":00")
            .otherwise("cell").alias("cell")
        )["cell"]
    )  # fmt: skip
    without_seconds = r"T(\d\d:\d\d)(Z|[+-])"
    if full.str.contains(without_seconds).any():
        full = full.str.replace(without_seconds, "T${1}:00${2}")
    utc = full.str.replace(r"[+-]00:00$", "Z")
    if utc.str.ends_with("Z").all() and utc.str.len_bytes().max() == len("2024-03-05T07:30:00Z"):
        # Neither an offset nor parts of a second to reckon with, as most often: six times as fast.
        plain = utc.str.strip_suffix("Z").str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False)
        return plain.dt.replace_time_zone("UTC")
    return full.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%#z", time_unit="us", strict=False)


def _read_csv(path: Path, reading: Reading) -> tuple[pl.DataFrame, list[tuple[int, str, tuple[str, str, str], str]]]:
    """Return the cells of the wanted columns as text, named as fields, and the rows with too few or too many cells."""
    import polars as pl
    import pyarrow as pa

    malformed: list[tuple[int, str, tuple[str, str, str], str]] = []

    def refuse(row: Any) -> str:
        clauses = (f"{row.actual_columns} cells", f"the header names {row.expected_columns}", "mend commas and quotes")
        malformed.append(((row.number or 1) - 1, "a row has a cell for each column", clauses, row.text))
        return "skip"

    try:
        table = _table(path, reading, refuse, threads=True)
        if malformed:
            # Only one thread can say which rows they are.
            malformed.clear()
            table = _table(path, reading, refuse, threads=False)
    except pa.ArrowInvalid as error:
        why = str(error)
        remedy = "close the quotation mark that was left open" if "straddling" in why else "convert it to UTF-8 CSV"
        raise InputError(f"{path} cannot be read ({why})", rule="it is CSV in UTF-8", remedy=remedy) from error
    skipped = {row for row, *_ in malformed}
    n = table.num_rows + len(skipped)
    cells = pl.DataFrame(pl.from_arrow(table))
    rows = pl.Series("row", range(1, n + 1), pl.Int64)
    if skipped:
        rows = rows.filter(~rows.is_in(list(skipped)))
    return cells.select(rows, **{name: pl.col(column) for name, column in reading.columns.items()}), malformed


def _table(path: Path, reading: Reading, refuse: Callable[[Any], str], *, threads: bool) -> Any:
    """Return the wanted columns as an Arrow table of text."""
    import pyarrow as pa
    import pyarrow.csv

    wanted = sorted(set(reading.columns.values()))
    return pa.csv.read_csv(
        path,
        read_options=pa.csv.ReadOptions(
            use_threads=threads, block_size=BLOCK, column_names=columns_of(path), skip_rows=1
        ),
        parse_options=pa.csv.ParseOptions(
            delimiter=_delimiter(path), newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=refuse
        ),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(wanted, pa.string()), include_columns=wanted, strings_can_be_null=False
        ),
    )


def _read_parquet(path: Path, reading: Reading) -> pl.DataFrame:
    import polars as pl

    try:
        cells = pl.read_parquet(path, columns=sorted(set(reading.columns.values())))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"{path} cannot be read ({error})", rule="it is a whole Parquet file") from error
    named = {name: pl.col(column) for name, column in reading.columns.items()}
    return cells.select(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("row"), **named)


def _delimiter(path: Path) -> str:
    """Return what separates the cells: of comma, semicolon and tab the one that the first line has most of."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        line = file.readline()
    return max(",;\t", key=line.count)


def line_names(path: Path, rows: Sequence[int]) -> dict[int, str]:
    """Return where rows are in words: the line on which each begins (a quoted cell can hold line breaks), or BLANK."""
    wanted, found = set(rows), {}
    if path.suffix.lower() == ".parquet":
        return {row: f"row {row}" for row in rows}
    if not wanted:
        return {}
    csv.field_size_limit(BLOCK)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=_delimiter(path))
        before = 0
        for number, cells in enumerate(islice(reader, max(wanted) + 1)):
            if number in wanted:
                found[number] = f"line {before + 1}" if cells else BLANK
            before = reader.line_num
    return found
