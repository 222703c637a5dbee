"""A few invented rows to make pages from: something of everything, some of it hostile."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from builder import Ledger

from foretold.search.index import NAME, write_edition_index

TERMS = ("will", "likely", "may", "unlikely", "set to", "almost certain")
HOSTILE = "<script>alert('x')</script> \u202egnorw\u202c & \"quoted\""


def fill(ledger: Ledger) -> None:
    """Three ranked forecasters, one with too few questions, one hostile, and every kind of outcome."""
    ledger.con.execute("update parameters set ranked_from = 4")
    ledger.add(
        "sources", source_id="sample", name="Sample", kind="folder", address="corpus/commentary",
        licence="CC0", is_full_text_allowed=True, is_sample=True,
    )  # fmt: skip
    document(ledger, "doc_1", "The year ahead", "https://example.org/the-year-ahead")
    document(ledger, "doc_bad", HOSTILE, "javascript:alert(1)")
    for number, name in enumerate(("Ada Brandt", "Bruno Quist", "Clara Oyelaran", "Dov Maršal")):
        for question in range(6 if number < 3 else 2):
            add(
                ledger,
                name,
                f"q_{question}",
                TERMS[(question + number) % len(TERMS)],
                side="denies" if (question + number) % 4 == 3 else "asserts",
            )
        if number < 3:
            ledger.add(
                "leaderboard_intervals", scale="survey-2026", forecaster_id=name, brier_low=0.05 + number / 20,
                brier_high=0.4 + number / 20, reason=None, n_draws=1000, seed=1, known_at="2020-01-01T00:00:00Z",
            )  # fmt: skip
    reckoned(ledger)
    outcome(ledger, "q_0", "yes")
    outcome(ledger, "q_1", "no")
    outcome(ledger, "q_2", "share", 0.5)
    outcome(ledger, "q_3", "yes")
    outcome(ledger, "q_4", "no")
    outcome(ledger, "q_5", "void")
    add(ledger, "Ada Brandt", "q_open", "likely", due_latest_on=date(2020, 12, 31))
    add(ledger, "Ada Brandt", "q_next", None, band="scheduled", due_latest_on=date.today() + timedelta(days=40))
    add(ledger, "Bruno Quist", "q_cond", "likely", condition="if the strike goes on")
    outcome(ledger, "q_cond", "yes")
    add(
        ledger,
        HOSTILE,
        "q_bad",
        "may",
        claim=HOSTILE,
        quote=HOSTILE,
        paragraph=f"Before. {HOSTILE} After.",
        document_id="doc_bad",
        made_on=None,
    )
    ledger.con.execute("update question_history set event = ? where question_id = 'q_bad'", [HOSTILE])
    outcome(ledger, "q_bad", "yes", because=HOSTILE, evidence="javascript:alert(2)", recorded_by=HOSTILE)
    ledger.add(
        "runs", run_id="run_1", kind="nightly", started_at="2026-11-01T02:00:00Z", finished_at="2026-11-01T02:00:31Z",
        state="completed", n_documents_read=2, n_documents_new=2, n_forecasts_found=20, n_quarantined=1,
        problems=["broken.pdf: it is encrypted"],
    )  # fmt: skip
    ledger.add(
        "quality_results", run_id="run_1", table_name="forecasts", rule="quote_at_offsets",
        reason="A quote that is not in the text was never said.", severity="row", n_rows=20, n_failed=1,
    )  # fmt: skip
    ledger.add(
        "quarantine", run_id="run_1", table_name="forecasts", row_id="f_bad", rule="quote_at_offsets",
        reason="A quote that is not in the text was never said.", row_json="{}", quarantined_at="2026-11-01T02:00:20Z",
    )  # fmt: skip


def reckoned(ledger: Ledger) -> None:
    """Add what foretold.score computes: estimates, a comparison, a refusal to adjust, a curve, parts of a score, options."""
    scale = {"scale": "survey-2026"}
    ledger.add(
        "forecaster_estimates", **scale, forecaster_id="ada", n_questions=5, brier=0.2, brier_shrunk=0.21,
        brier_shrunk_deviation=0.05, chance_best=0.4, chance_top_five=1.0,
    )  # fmt: skip
    ledger.add(
        "adjusted_scores", **scale, forecaster_id="ada", component=1, n_components=2,
        reason="2 groups of forecasters share no question",
    )  # fmt: skip
    ledger.add(
        "comparisons", **scale, forecaster_id="ada", other_id="bruno", n_shared=5, n_clusters=5, difference=-0.12,
        difference_low=-0.2, difference_high=-0.04, p_value=0.01, p_adjusted=0.03,
    )  # fmt: skip
    for given, worth in ((0.2, 0.1), (0.7, 0.6)):
        ledger.add(
            "reliability_curves", **scale, forecaster_id=None, probability=given, n_questions=4, share=worth,
            recalibrated=worth, band_low=given - 0.15, band_high=given + 0.15,
        )  # fmt: skip
    ledger.add(
        "decompositions", **scale, forecaster_id=None, rule="log", n_questions=8, score=0.6, miscalibration=0.111,
        discrimination=0.2, uncertainty=0.689,
    )  # fmt: skip
    for option, probability, what in (("red", 0.6, "yes"), ("blue", 0.4, "no")):
        ledger.add(
            "option_forecasts", forecaster_id="ada", forecaster="Ada Brandt", question_id="o_1", question="Which?",
            option=option, option_number=None, probability=probability, made_at="2020-01-01T00:00:00Z", outcome=what,
            settled_on="2020-02-01", import_id="i_1",
        )  # fmt: skip


def document(ledger: Ledger, document_id: str, title: str, url: str) -> None:
    """Add one document and its capture."""
    ledger.add(
        "captures", capture_id=f"c_{document_id}", source_id="sample", address=f"{document_id}.md",
        media_type="text/markdown", captured_at="2026-11-01T02:00:00Z", n_characters=1000,
    )  # fmt: skip
    ledger.add(
        "document_history", document_id=document_id, capture_id=f"c_{document_id}", source_id="sample",
        name=document_id, title=title, url=url, authors=["Ada Brandt"], published_on="2020-01-01",
        published_earliest_on="2020-01-01",
        published_latest_on="2020-01-01", published_basis="stated", published_reason="front matter", n_words=300,
        is_withdrawn=False, known_at="2020-01-01T00:00:00Z",
    )  # fmt: skip


def add(ledger: Ledger, name: str, question: str, term: str | None, **values: object) -> str:
    """Add one forecast with its words."""
    forecaster = "p_hostile" if name == HOSTILE else name.split(maxsplit=1)[0].lower()
    quote = str(values.pop("quote", f"I think that {question} {term or 'is due'} come about."))
    row: dict[str, object] = {
        "document_id": "doc_1", "quote": quote, "paragraph": f"It is known. {quote} So be it.", "start_offset": 113,
        "end_offset": 113 + len(quote), "paragraph_start_offset": 100, "claim": f"{question} comes about",
        "speaker": "author", "cue": term or "is due", "extractor_version": "1.0", "reason": "cue.modal",
        "due_reason": "no time is named",
        "vagueness": ["no deadline"], "topic": "economy",
    }  # fmt: skip
    row |= values
    if "paragraph" in values:
        start = str(values["paragraph"]).index(quote)
        row |= {"start_offset": 100 + start, "end_offset": 100 + start + len(quote)}
    forecast = ledger.add_forecast(forecaster, question, term, **row)
    ledger.con.execute("update forecaster_names set name = ? where forecaster_id = ?", [name, forecaster])
    ledger.con.execute("update leaderboard_intervals set forecaster_id = ? where forecaster_id = ?", [forecaster, name])
    return forecast


def outcome(ledger: Ledger, question: str, word: str, share: float | None = None, **values: object) -> None:
    """Record one outcome with evidence."""
    ledger.add_outcome(
        question,
        word,
        share,
        **{"evidence": "https://example.org/evidence", "because": "It was in the news.", **values},
    )


def write_search_file(database: Path, folder: Path, previous: Path | None) -> None:
    """Write what lies beside an edition beside its pages: the file that its list is searched in."""
    write_edition_index(database, database.with_name("no-desk.sqlite"), database.with_name(NAME))
