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


RUNGS: dict[str, dict[str, tuple[float, float, float]]] = {
    # Kent 1964, Words of Estimative Probability: "give or take" so many points.
    "kent": {
        "certain": (100, 100, 100),
        "almost certain": (93 - 6, 93, 93 + 6),
        "probable": (75 - 12, 75, 75 + 12),
        "chances about even": (50 - 10, 50, 50 + 10),
        "probably not": (30 - 10, 30, 30 + 10),
        "almost certainly not": (7 - 5, 7, 7 + 5),
        "impossible": (0, 0, 0),
    },
    # A. and M. Mauboussin 2018, 1,976 answers: 25th percentile, median, 75th percentile of each phrase.
    "mauboussin": {
        "certainly": (90, 98, 100),
        "almost certainly": (90, 90, 95),
        "with high probability": (75, 80, 90),
        "likely": (60, 70, 75),
        "probably": (60, 70, 75),
        "more often than not": (55, 60, 65),
        "real possibility": (40, 60, 70),
        "with moderate probability": (40, 50, 60),
        "possibly": (25, 45, 50),
        "might happen": (20, 40, 50),
        "unlikely": (10, 20, 25),
        "with low probability": (10, 15, 20),
        "never": (0, 0, 1),
    },
    # Intelligence Community Directive 203; the point of this and the next three is the middle of the range.
    "icd-203": {
        "almost certain / nearly certain": (95, 97, 99),
        "very likely / highly probable": (80, 87.5, 95),
        "likely / probable": (55, 67.5, 80),
        "roughly even chance / odds": (45, 50, 55),
        "unlikely / improbable": (20, 32.5, 45),
        "very unlikely / highly improbable": (5, 12.5, 20),
        "almost no chance / remote": (1, 3, 5),
    },
    # PHIA, Probability Yardstick, gov.uk, 24 March 2025.
    "phia": {
        "almost certain": (95, 97.5, 100),
        "highly likely": (80, 85, 90),
        "likely / probable": (55, 65, 75),
        "realistic possibility": (40, 45, 50),
        "unlikely": (25, 30, 35),
        "highly unlikely": (10, 15, 20),
        "remote chance": (0, 2.5, 5),
    },
    # NATO AJP-2.1.
    "nato": {
        "highly likely": (90, 95, 100),
        "likely": (60, 75, 90),
        "even chance": (40, 50, 60),
        "unlikely": (10, 25, 40),
        "highly unlikely": (0, 5, 10),
    },
    # IPCC AR5 guidance note, 2010: ranges that contain each other.
    "ipcc": {
        "virtually certain": (99, 99.5, 100),
        "very likely": (90, 95, 100),
        "likely": (66, 83, 100),
        "more likely than not": (50, 75, 100),
        "about as likely as not": (33, 49.5, 66),
        "unlikely": (0, 16.5, 33),
        "very unlikely": (0, 5, 10),
        "extremely unlikely": (0, 2.5, 5),
        "exceptionally unlikely": (0, 0.5, 1),
    },
}
"""What each scale's own words mean, as published: low, point and high in percent."""


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


@pytest.mark.parametrize("scale", RUNGS)
def test_low_point_and_high_are_those_of_the_rung_that_the_note_names(scale: str) -> None:
    rungs = RUNGS[scale]
    used = set()
    for term, row in read(WAREHOUSE / f"scales/{scale}.csv").items():
        rung = row["note"].partition(":")[0].partition(" (")[0]
        found = tuple(100 * float(row[name]) for name in ("low", "point", "high"))
        assert found == pytest.approx(rungs[rung]), (term, rung)
        used.add(rung)
    assert used == set(rungs)


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
