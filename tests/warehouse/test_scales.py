"""The verbal scales: complete, ordered, sourced, and as published."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from builder import WAREHOUSE, Ledger

FILES = sorted((WAREHOUSE / "scales").glob("*.csv"))
SHARED = Path(__file__).parents[2] / "../shared/reference"
VOCABULARY = {
    *("will", "would", "certain", "almost certain", "highly likely", "likely", "probable", "expected", "set to"),
    *("very good chance", "better than even", "even chance", "realistic possibility", "may", "might", "could"),
    *("possible", "risk", "unlikely", "improbable", "doubtful", "little chance", "slight chance", "highly unlikely"),
    *("remote chance", "almost no chance", "impossible"),
}


def read(file: Path) -> dict[str, dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["term"]: row for row in csv.DictReader(lines)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_row_is_sound(file: Path) -> None:
    rows = read(file)
    assert set(rows) <= VOCABULARY
    assert "scheduled" not in rows
    for row in rows.values():
        low, point, high = float(row["low"]), float(row["point"]), float(row["high"])
        assert 0 <= low <= point <= high <= 1
        assert row["mapping"] in ("exact", "house")
        assert row["note"]
        if row["mapping"] == "house":
            assert ":" in row["note"], "a house reading names the scale's own word and the reason"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_readme_names_the_source(file: Path) -> None:
    assert f"`{file.name}`" in (WAREHOUSE / "scales" / "README.md").read_text(encoding="utf-8")


def test_the_default_reads_every_term() -> None:
    assert set(read(WAREHOUSE / "scales/survey-2026.csv")) == VOCABULARY


@pytest.mark.parametrize("scale", ["icd-203", "kent", "phia", "nato", "ipcc"])
@pytest.mark.parametrize("term", ["may", "might", "could", "possible", "risk"])
def test_no_official_scale_reads_a_mere_possibility(scale: str, term: str) -> None:
    assert term not in read(WAREHOUSE / f"scales/{scale}.csv")


@pytest.mark.parametrize("scale", [file.stem for file in FILES if file.stem not in ("survey-2026", "mauboussin")])
@pytest.mark.parametrize("term", ["will", "would", "set to", "expected"])
def test_flat_statements_are_house_readings(scale: str, term: str) -> None:
    assert read(WAREHOUSE / f"scales/{scale}.csv")[term]["mapping"] == "house"


@pytest.mark.parametrize(
    ("scale", "low", "high"), [("icd-203", 0.20, 0.45), ("phia", 0.25, 0.35), ("nato", 0.10, 0.40), ("ipcc", 0.0, 0.33)]
)
def test_unlikely_is_four_numbers(scale: str, low: float, high: float) -> None:
    row = read(WAREHOUSE / f"scales/{scale}.csv")["unlikely"]
    assert (float(row["low"]), float(row["high"])) == (low, high)


def test_gaps_stay_as_published() -> None:
    phia = read(WAREHOUSE / "scales/phia.csv")
    kent = read(WAREHOUSE / "scales/kent.csv")
    assert float(phia["likely"]["high"]) < float(phia["highly likely"]["low"])
    assert float(kent["even chance"]["high"]) < float(kent["probable"]["low"])
    assert float(kent["probable"]["high"]) == float(kent["almost certain"]["low"])


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_survey_as_published() -> None:
    ours = read(WAREHOUSE / "scales/survey-2026.csv")
    with (SHARED / "wep_capphrase_2026_summary.csv").open(encoding="utf-8", newline="") as lines:
        published = {row["term"].lower(): row for row in csv.DictReader(lines)}
    exact = [row for row in ours.values() if row["mapping"] == "exact"]
    assert len(exact) == len(published) == 19
    for row in exact:
        source = published[row["note"].lower()]
        expected = [float(source[name]) / 100 for name in ("p25", "median", "p75")]
        assert [float(row[name]) for name in ("low", "point", "high")] == pytest.approx(expected)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
@pytest.mark.parametrize(
    ("scale", "yardstick"), [("icd-203", "us_nic"), ("phia", "uk"), ("nato", "nato"), ("ipcc", "ipcc")]
)
def test_yardsticks_as_published(scale: str, yardstick: str) -> None:
    with (SHARED / f"yardstick_{yardstick}.csv").open(encoding="utf-8", newline="") as lines:
        published = {(float(row["low"]) / 100, float(row["high"]) / 100) for row in csv.DictReader(lines)}
    if scale == "ipcc":
        published.add((0.5, 1.0))  # "more likely than not", one of the additional terms of the guidance note
    ours = {(float(row["low"]), float(row["high"])) for row in read(WAREHOUSE / f"scales/{scale}.csv").values()}
    assert ours <= published


def test_scales_are_in_the_warehouse(ledger: Ledger) -> None:
    assert ledger.one("select count(distinct scale) from scales") == (7,)
