"""A model's answers are checked against the text, and its server's faults are survived."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from foretold.cli import main
from foretold.errors import InputError
from foretold.extract import extract
from foretold.extract.exam import as_document
from foretold.extract.llm.client import Client, Options
from foretold.extract.llm.engine import Engine, Mode
from foretold.records import Band

TEXT = (
    "The union met in force. “The strike won’t end before Easter,” said Ada Lorne, who leads it. "
    "If the port  reopens, prices will probably fall in June 2024. There is a 70% chance that the ministry will step in."
)
STRIKE = {
    "sentence": 1,
    "quote": "The strike won't end before Easter",
    "claim": "The strike will not end before Easter",
    "holder": "Ada Lorne",
    "band": "certain",
    "cue": "won't",
    "stated_probability": None,
    "condition": None,
    "horizon": "before Easter",
    "is_checkable": True,
}
PRICES = STRIKE | {
    "sentence": 2,
    "quote": "prices will probably fall in June 2024",
    "claim": "Prices will fall in June 2024",
    "holder": "author",
    "band": "likely",
    "cue": "will probably",
    "condition": "If the port reopens",
    "horizon": "in June 2024",
}


def engine(stub: Any, **options: Any) -> Engine:
    mode = options.pop("mode", Mode.REPLACE)
    window = options.pop("window", 8_000)
    return Engine(Client(Options("stub", stub.url, **{"timeout": 5, **options})), mode, window)


def read(one: Engine, text: str = TEXT, made: str | None = "2024-03-05") -> list[Any]:
    return next(iter(one.extract_many([as_document("ports", text, made)])))


def test_what_the_text_bears_out_becomes_forecasts(stub: Any) -> None:
    stub.script = [[STRIKE, PRICES]]
    strike, prices = read(engine(stub))
    assert (strike.quote, strike.speaker, strike.band) == (
        "The strike won’t end before Easter",
        "Ada Lorne",
        Band.CERTAIN,
    )
    assert TEXT[strike.start : strike.end] == strike.quote
    assert (strike.due_latest, strike.made_on) == (date(2024, 3, 30), date(2024, 3, 5))
    assert prices.condition == "If the port  reopens"
    assert (prices.term, prices.cue, prices.due_earliest) == ("likely", "will probably", date(2024, 6, 1))
    assert 0.5 < prices.probability < 1
    asked = stub.requests[0]["messages"][1]["content"]
    assert "Written: 2024-03-05" in asked
    assert "[2]* If the port reopens, prices" in asked
    assert "[0]  The union met" in asked


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"quote": "The government will certainly collapse"}, "quote not in the text"),
        ({"quote": "The strike will end before Easter"}, "quote not in the text"),
        ({"quote": "The union met in force"}, "sentence not asked about"),
        ({"holder": "Bruno Vale"}, "holder not in the text"),
        ({"condition": "if the army is sent in"}, "condition not in the text"),
        ({"quote": "who leads it", "cue": ""}, "no cue in the quote"),
        ({"band": "sure"}, "item out of form"),
        ({"sentence": None}, "item out of form"),
    ],
)
def test_what_the_text_does_not_bear_out_is_dropped_and_counted(stub: Any, change: dict[str, Any], reason: str) -> None:
    stub.script = [[STRIKE | change, PRICES, PRICES]]
    one = engine(stub)
    assert [forecast.band for forecast in read(one)] == [Band.LIKELY]
    assert +one.tally.dropped == {reason: 1, "told twice": 1}


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"quote": "the strike wont end before Easter"}, "quote", "The strike won’t end before Easter"),
        ({"sentence": 77}, "quote", "The strike won’t end before Easter"),
        ({"holder": "the author"}, "speaker", "author"),
        ({"stated_probability": 0.9}, "stated_probability", None),
        ({"horizon": None}, "due_latest", date(2024, 3, 30)),
        ({"horizon": "by 2031"}, "due_latest", date(2024, 3, 30)),
        ({"claim": "The strike will last 42 days"}, "claim", "The strike won’t end before Easter"),
        ({"cue": "surely"}, "cue", "won’t"),
    ],
)
def test_what_is_told_wrongly_is_taken_from_the_text(stub: Any, change: dict[str, Any], field: str, value: Any) -> None:
    stub.script = [[STRIKE | change]]
    assert getattr(read(engine(stub))[0], field) == value


def test_a_probability_is_taken_only_from_the_sentence(stub: Any) -> None:
    step = {
        "sentence": 3,
        "quote": "There is a 70% chance that the ministry will step in",
        "cue": "70% chance",
        "horizon": None,
    }
    stub.script = [[STRIKE | step | {"holder": "author", "band": "likely", "stated_probability": 0.7}]]
    assert read(engine(stub))[0].probability == 0.7


@pytest.mark.parametrize(
    ("script", "calls"),
    [
        ([429, [STRIKE]], 2),
        ([500, 503, [STRIKE]], 3),
        (["Sure! Here is my analysis.", [STRIKE]], 2),
        (['```json\n{"forecasts": []}\n```', []], 1),
        (['{"forecasts": [', [STRIKE]], 2),
    ],
)
def test_faults_are_survived(stub: Any, script: list[Any], calls: int) -> None:
    stub.script = script
    one = engine(stub)
    found = read(one)
    assert len(stub.requests) == calls
    assert one.tally.unread == []
    assert len(found) == (0 if calls == 1 else 1)


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ([500], "status 500"),
        (["no", "{}"], "malformed"),
        ([0.8], "no answer"),
        ([""], "malformed"),
        ([429], "status 429"),
        ([b"<html>"], "malformed"),
        ([b"{}"], "malformed"),
        ([b"{"], "out of form"),
        ([b'{"choices": [7]}'], "malformed"),
    ],
)
def test_what_stays_unanswered_is_told(stub: Any, script: list[Any], told: str) -> None:
    stub.script = script
    one = engine(stub, timeout=0.3, attempts=2)
    assert read(one) == []
    assert len(one.tally.unread) == 1
    assert told in one.tally.unread[0]


def test_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(InputError, match=r"foretold\[llm\]"):
        Client(Options("stub"))


def test_a_server_that_is_down_or_refuses_ends_the_run(stub: Any) -> None:
    stub.script = [401]
    with pytest.raises(InputError, match="401"):
        read(engine(stub))
    gone = Engine(Client(Options("stub", "http://127.0.0.1:9/v1", attempts=1)), window=1)
    with pytest.raises(InputError, match="does not answer"):
        read(gone, TEXT * 5)


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_parameter_at_which_the_server_stumbles_is_given_otherwise_or_left_out(stub: Any, status: int) -> None:
    stub.refuses = {"response_format": status}
    stub.script = [[STRIKE]]
    assert len(read(engine(stub, attempts=1))) == 1
    forms = [asked.get("response_format", {}).get("type") for asked in stub.requests]
    assert forms == ["json_schema", "json_object", "json_object", None]


def test_answers_are_kept_by_content_and_the_budget_ends_asking(stub: Any, tmp_path: Path) -> None:
    stub.script = [[STRIKE]]
    for _ in range(2):
        one = engine(stub, cache=tmp_path)
        assert len(read(one)) == 1
    assert (len(stub.requests), one.tally.usage.cached, one.tally.usage.tokens_in) == (1, 1, 0)
    next(tmp_path.rglob("*.json")).write_text("{", encoding="utf-8")
    assert len(read(engine(stub, cache=tmp_path))) == 1
    assert len(stub.requests) == 2
    spent = engine(stub, budget=200, window=1)
    read(spent)
    assert (spent.tally.usage.calls, spent.tally.usage.cost((10, 100))) == (2, 0.004)
    assert "budget" in spent.tally.unread[0]


def test_a_second_opinion_settles_only_what_the_rules_doubt(stub: Any) -> None:
    text = "Rates will rise in June. The bank could cut its staff in May. Prices might fall in July."
    sure, _, _ = extract(as_document("bank", text, "2024-03-05"))
    might = STRIKE | {
        "sentence": 2,
        "quote": "Prices might fall in July",
        "claim": "Prices will fall in July",
        "holder": "author",
        "band": "possible",
        "cue": "might",
        "horizon": "in July",
    }
    stub.script = [[might]]
    assert [one.quote for one in read(engine(stub, mode=Mode.SECOND_OPINION), text)] == [
        sure.quote,
        "Prices might fall in July",
    ]
    assert "[0]  Rates will rise" in stub.requests[0]["messages"][1]["content"]
    stub.script = [500]
    kept = read(engine(stub, mode=Mode.SECOND_OPINION, attempts=1), text)
    assert len(kept) == 3, "without an answer the rules stand"


def test_the_command_tells_what_was_asked_and_what_stayed_unread(stub: Any, tmp_path: Path) -> None:
    file = tmp_path / "ports.txt"
    file.write_text(TEXT, encoding="utf-8")
    stub.script = [[STRIKE, PRICES | {"holder": "Nobody Here"}]]
    command = ["extract", str(file), "--engine", "llm", "--model", "stub", "--base-url", stub.url, "--no-cache"]
    result = CliRunner().invoke(main, [*command, "--prices", "1", "2"])
    assert result.exit_code == 0
    assert '"speaker": "Ada Lorne"' in result.stdout
    assert "100 tokens in, 10 out, $0.0001" in result.stderr
    assert "1 items kept, 1 dropped (1 holder not in the text)" in result.stderr
    stub.script = ["nonsense"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert "not read by the model: ports" in result.stderr
    assert CliRunner().invoke(main, ["extract", str(file), "--engine", "llm"]).exit_code == 2


@pytest.mark.timeout(3_000)
@pytest.mark.skipif("FORETOLD_TEST_LLM" not in os.environ, reason="FORETOLD_TEST_LLM names no server; see docs/llm.md")
def test_a_real_server_is_asked_and_nothing_of_its_answers_is_believed(tmp_path: Path) -> None:
    url = os.environ["FORETOLD_TEST_LLM"]
    model = os.environ.get("FORETOLD_TEST_MODEL", "any")
    options = Options(model, url, timeout=1_200, attempts=1, answer_tokens=150, cache=tmp_path)
    first, again = Engine(Client(options)), Engine(Client(options))
    for forecast in (found := read(first)):
        assert TEXT[forecast.start : forecast.end] == forecast.quote
        assert forecast.speaker in {"author", "Ada Lorne"} or forecast.speaker in TEXT
    assert first.tally.usage.tokens_in > 0
    assert first.tally.kept + first.tally.dropped.total() + len(first.tally.unread) >= len(found)
    if not first.tally.unread:
        assert read(again) == found
        assert again.tally.usage.calls == 0
