"""The static site: what its pages say, and what lies beside them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from builder import Ledger
from editions import HOSTILE, add, fill, outcome
from markup import Markup, pages

from foretold.errors import LedgerError
from foretold.search.index import NAME
from foretold.settings import house
from foretold.site.alarm import Alarm
from foretold.site.build import build_site
from foretold.site.listing import Listing, Selection

Publish = Callable[..., Path]


def test_every_page_says_that_this_is_the_sample(site: Path) -> None:
    for file in pages(site):
        assert "This is the sample: invented authors, real events." in Markup(file).text.replace("\n", " ")


def test_real_work_does_not_claim_to_be_the_sample(publish_edition: Publish, tmp_path: Path) -> None:
    def real(ledger: Ledger) -> None:
        fill(ledger)
        ledger.con.execute("update sources set is_sample = false")

    build_site(publish_edition(real), tmp_path / "site", house=house())
    assert not any("This is the sample" in file.read_text("utf-8") for file in pages(tmp_path / "site"))


def test_the_quote_is_marked_in_its_paragraph(site: Path) -> None:
    html = (site / "forecasts" / "f1.html").read_text(encoding="utf-8")
    assert "It is known. <mark>I think that q_0 will come about.</mark> So be it." in html
    assert 'an observable event is named <span class="soft">(marked: no deadline)</span>' in html


def test_home_answers_with_the_best_and_says_how_sure(site: Path) -> None:
    text = " ".join(Markup(site / "index.html").text.split())
    assert (
        "Bruno Quist so far, with a mean Brier score of 0.245 (95 % interval 0.100 to 0.450) over 5 questions" in text
    )
    assert "Too few to rank" in text
    assert (site / "index.html").stat().st_size < 100_000


def test_a_claim_that_denies_the_event_carries_the_turned_outcome(site: Path) -> None:
    text = " ".join(Markup(site / "forecasts" / "f4.html").text.split())
    assert "✗ did not (it denies the question’s event, which was settled as yes)" in text


def test_a_missing_score_says_why(site: Path) -> None:
    texts = [" ".join(Markup(file).text.split()) for file in (site / "forecasts").glob("f*.html")]
    for reason in (
        "none: the question was settled as void, so nobody is scored on it.",
        "none: no outcome has been recorded yet.",
        "none: an announced date carries no probability, so it is listed and never scored.",
    ):
        assert any(reason in text for text in texts), reason


def test_later_corrections_stay_visible(publish_edition: Publish, tmp_path: Path) -> None:
    def corrected(ledger: Ledger) -> None:
        early, late = "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"
        forecast = add(ledger, "Ada Brandt", "q_1", "likely", claim="the first claim", superseded_at=late)
        add(ledger, "Ada Brandt", "q_1", "likely", claim="the better claim", forecast_id=forecast, known_at=late)
        ledger.con.execute("delete from question_members where known_at = ?", [late])
        outcome(ledger, "q_1", "no", known_at=early, superseded_at=late, because="It was read wrongly.")
        outcome(ledger, "q_1", "yes", known_at=late, line_number=2, because="The final count.")

    build_site(publish_edition(corrected), tmp_path / "site", house=house())
    text = " ".join(Markup(tmp_path / "site" / "forecasts" / "f1.html").text.split())
    assert "What has changed since?" in text
    assert "Claim, before: “the first claim”" in text
    assert "Outcome of the event, before: no (line 1, test)" in text
    assert "✓ happened" in text


def test_a_forecaster_is_heard(publish_edition: Publish, tmp_path: Path) -> None:
    import duckdb

    edition = publish_edition(lambda ledger: add(ledger, "Ada Brandt", "q_1", "likely"))
    with duckdb.connect(str(edition)) as con:
        for number, (forecast, reply) in enumerate((("f1", "I meant another bank."), (None, "Fair enough."))):
            con.execute(
                "insert into reply_history by name select ? as forecast_id, 'ada' as name_id, ? as reply, "
                "'a letter' as because, 't' as recorded_by, ? as line_number, now() as known_at",
                [forecast, reply, number],
            )
    build_site(edition, tmp_path / "site", house=house())
    assert "I meant another bank." in (tmp_path / "site" / "forecasts" / "f1.html").read_text("utf-8")
    assert "Fair enough." in (tmp_path / "site" / "forecasters" / "ada.html").read_text("utf-8")


def test_conditional_forecasts_are_said_to_stay_out_of_the_ranking(site: Path) -> None:
    texts = [" ".join(Markup(file).text.split()) for file in (site / "forecasts").glob("f*.html")]
    assert any("conditional, so it stays out of the ranking" in text for text in texts)


def test_an_edition_without_any_row_still_makes_sense(publish_edition: Publish, tmp_path: Path) -> None:
    report = build_site(publish_edition(lambda ledger: None), tmp_path / "site", house=house())
    assert report.n_pages == 8
    text = " ".join(Markup(tmp_path / "site" / "index.html").text.split())
    assert "Nobody can be ranked yet: no forecast has an outcome." in text
    assert "None" not in text
    for file in pages(tmp_path / "site"):
        Markup(file)


def test_one_forecaster_without_outcomes_still_makes_sense(publish_edition: Publish, tmp_path: Path) -> None:
    def alone(ledger: Ledger) -> None:
        add(ledger, "Ada Brandt", "q_1", "likely", document_id=None, quote="It is likely.", paragraph="It is likely.")
        add(ledger, "Ada Brandt", "q_2", None, made_on=None, cue="conceivably")
        outcome(ledger, "q_2", "yes")

    build_site(publish_edition(alone), tmp_path / "site", house=house())
    page = " ".join(Markup(tmp_path / "site" / "forecasters" / "ada.html").text.split())
    assert (
        "No score yet: none of 2 forecasts is at once resolved, readable as a probability, and without a condition."
        in page
    )
    unread = " ".join(Markup(tmp_path / "site" / "forecasts" / "f2.html").text.split())
    assert "no scale knows the words “conceivably”, and a probability is never guessed" in unread
    assert "None" not in page


def test_an_alarm_shows_in_every_footer(edition: Path, site: Path, tmp_path: Path) -> None:
    alarm = Alarm("2 sources could not be read:", "The <Bee>, since 2 Nov 2026.")
    build_site(edition, tmp_path / "site", house=house(), alarm=alarm)
    assert all("The <Bee>, since" in Markup(file).text for file in pages(tmp_path / "site"))
    assert not any("The <Bee>" in Markup(file).text for file in pages(site))


def test_an_unchanged_page_shares_the_file_of_the_site_before(edition: Path, site: Path, tmp_path: Path) -> None:
    report = build_site(edition, tmp_path / "site", house=house(), previous=site)
    assert report.n_unchanged == report.n_pages
    assert (tmp_path / "site" / "index.html").samefile(site / "index.html")


def test_a_new_outcome_reaches_its_pages_and_leaves_the_others_alone(
    publish_edition: Publish, site: Path, tmp_path: Path
) -> None:
    def settled(ledger: Ledger) -> None:
        fill(ledger)
        outcome(ledger, "q_open", "yes")

    newer = publish_edition(settled)
    full, incremental = tmp_path / "full", tmp_path / "incremental"
    build_site(newer, full, house=house())
    report = build_site(newer, incremental, house=house(), previous=site)
    assert 0 < report.n_unchanged < report.n_pages

    def shown(folder: Path) -> dict[str, str]:
        return {
            file.relative_to(folder).as_posix(): file.read_text("utf-8")
            .partition("<footer>")[0]
            .partition("Cite this")[0]
            for file in pages(folder)
        }

    assert shown(full) == shown(incremental)
    assert not (incremental / "questions" / "q_open.html").samefile(site / "questions" / "q_open.html")
    assert (incremental / "questions" / "q_0.html").samefile(site / "questions" / "q_0.html")


def test_a_site_that_was_torn_off_costs_a_full_build_and_nothing_else(
    edition: Path, site: Path, tmp_path: Path
) -> None:
    torn = tmp_path / "torn"
    torn.mkdir()
    (torn / "page-keys.json").write_text('{"index.html": ', encoding="utf-8")
    assert build_site(edition, tmp_path / "site", house=house(), previous=torn).n_unchanged == 0


def test_the_search_list_is_json_that_cannot_end_its_script(site: Path) -> None:
    script = (site / "forecasts" / "list.js").read_text(encoding="utf-8")
    assert "</script" not in script
    entries = json.loads(script.removeprefix("foretoldList(").rstrip().removesuffix(")"))
    assert len(entries) == 24
    assert any(entry[4] == HOSTILE for entry in entries)


def test_the_feed_is_atom_with_an_entry_per_forecast(site: Path) -> None:
    feed = ElementTree.parse(site / "feed.xml").getroot()
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert len(entries) == 24
    assert len({entry.findtext(f"{atom}id") for entry in entries}) == 24
    assert all((site / entry.find(f"{atom}link").attrib["href"]).is_file() for entry in entries)  # type: ignore[union-attr]


def test_downloads_are_the_editions_files(edition: Path, site: Path) -> None:
    assert (site / "data" / "foretold.duckdb").read_bytes() == edition.read_bytes()
    assert (site / "data" / "forecasts.parquet").is_file()
    assert "data/foretold.duckdb" in (site / "data.html").read_text(encoding="utf-8")


def test_the_dictionary_gives_the_meaning_of_columns(site: Path) -> None:
    text = Markup(site / "data.html").text
    assert "Mean Brier score over questions" in text
    assert "Where the documents come from" in text or "Where documents come from" in text


def test_beside_every_page_lies_its_json_and_beside_every_chart_its_drawing_and_its_numbers(site: Path) -> None:
    for file in pages(site):
        told = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
        assert told["page"] == file.relative_to(site).as_posix()
        assert told["edition"] == 1
    drawings = sorted(site.rglob("*.svg"))
    names = {drawing.name.split(".")[1] for drawing in drawings if drawing.parent != site / "static"}
    assert names == {"calibration", "curve", "words", "topic", "year", "horizon", "leaderboard", "timeline", "card"}
    for drawing in drawings:
        root = ElementTree.parse(drawing).getroot()
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert not [e for e in root.iter() if e.tag.endswith(("script", "image", "foreignObject"))]
        if drawing.parent != site / "static":
            assert len(drawing.with_suffix(".csv").read_text(encoding="utf-8").splitlines()) > 1, drawing


def test_a_charts_numbers_are_those_of_its_page(site: Path) -> None:
    with (site / "index.leaderboard.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    text = " ".join(Markup(site / "index.html").text.split())
    assert [row["name"] for row in rows] == ["Bruno Quist", "Ada Brandt", "Clara Oyelaran"]
    for row in rows:
        interval = f"({float(row['low']):.3f}–{float(row['high']):.3f})" if row["low"] else "(no interval)"
        assert f"{float(row['brier']):.3f} {interval}" in text


def test_a_point_of_the_calibration_leads_to_the_forecasts_that_it_counts(site: Path, edition: Path) -> None:
    listing = Listing(edition.with_name(NAME))
    told = json.loads((site / "calibration.json").read_text(encoding="utf-8"))["calibration"]
    counted = 0
    for point in told["bins"]:
        low, high = str(round(point["bin_low"], 1)), str(round(point["bin_high"], 1))
        found = listing.select(Selection(status="scored", low=low, high=high), start=0, limit=50)
        assert found.n == point["n_forecasts"]
        assert f"status=scored&amp;low={low}&amp;high={high}" in (site / "calibration.html").read_text("utf-8")
        counted += found.n
    assert counted == told["n_forecasts"] > 10


def test_imported_series_are_lines_on_their_question_and_make_no_page_each(
    publish_edition: Publish, tmp_path: Path
) -> None:
    def imported(ledger: Ledger) -> None:
        fill(ledger)
        for day in range(1, 6):
            series(ledger, "q_0", f"2020-02-0{day}", day / 10)
        series(ledger, "q_of_numbers", "2020-02-01", 0.5)

    report = build_site(publish_edition(imported), tmp_path / "site", house=house())
    site = tmp_path / "site"
    assert report.n_pages == len(pages(site))
    assert len(list((site / "forecasts").glob("f*.html"))) == 24
    assert not (site / "questions" / "q_of_numbers.html").exists()
    assert (site / "forecasters" / "crowd.html").exists()
    with (site / "questions" / "q_0.timeline.csv").open(encoding="utf-8", newline="") as lines:
        crowd = [row for row in csv.DictReader(lines) if row["kind"] == "imported series"]
    assert [float(row["probability_of_event"]) for row in crowd] == [0.1, 0.2, 0.3, 0.4, 0.5]
    assert "The imported series, 5 days" in Markup(site / "questions" / "q_0.html").text


def series(ledger: Ledger, question: str, day: str, probability: float) -> None:
    """Add one probability of an imported series."""
    ledger.add_forecast(
        "crowd", question, origin="imported", document_id=None, made_on=day, made_at=f"{day}T12:00:00Z",
        stated_probability=probability,
    )  # fmt: skip


def test_a_quote_of_ten_megabytes_breaks_nothing(publish_edition: Publish, tmp_path: Path) -> None:
    def long(ledger: Ledger) -> None:
        add(ledger, "Ada Brandt", "q_1", "likely", claim="long " * 1_000, quote="<b> & " * 1_700_000)

    build_site(publish_edition(long), tmp_path / "site", house=house())
    for name in ("index.html", "forecasts/index.html", "forecasters/ada.html", "questions/q_1.html", "data.html"):
        assert (tmp_path / "site" / name).stat().st_size < 200_000, name
    assert "<b> & " not in (tmp_path / "site" / "forecasts" / "f1.html").read_text(encoding="utf-8")


def test_progress_is_told_page_by_page(edition: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    report = build_site(edition, tmp_path / "site", house=house(), progress=lambda done, of: told.append((done, of)))
    assert [done for done, _ in told] == list(range(1, report.n_pages + 1))
    assert told[-1] == (report.n_pages, report.n_pages)


def test_a_file_that_is_no_edition_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_bytes(b"no database")
    with pytest.raises(LedgerError):
        build_site(tmp_path / "x.duckdb", tmp_path / "site", house=house())
