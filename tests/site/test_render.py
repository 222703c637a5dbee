"""Filters: what numbers, days and addresses look like on a page, and which addresses may be links."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from foretold.site import render


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a?b=c#d", "http://example.org", "HTTPS://EXAMPLE.ORG/", "https://example.org/ä"],
)
def test_web_addresses_are_links(address: str) -> None:
    assert render.link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org/x",
        "https://",
        "https:///x",
        "https://bank.example@evil.example/",
        "https://example.org/\u202egpj.exe",
        'https://example.org/"onmouseover="x',
        "https://example.org\\@evil.example",
        "http://[::1",
        "ftp://example.org",
        "commentary/file.md",
    ],
)
def test_nothing_else_is_a_link(address: str | None) -> None:
    assert render.link(address) is None


def test_numbers_and_days_are_written_for_people() -> None:
    assert render.percent(0.583) == "58\u202f%"
    assert render.percent(None) == "–"
    assert [render.chance(p) for p in (0.0, 0.004, 0.5, 0.997, 1.0, None)] == [
        "<\u202f1\u202f%", "<\u202f1\u202f%", "50\u202f%", ">\u202f99\u202f%", ">\u202f99\u202f%", "–",
    ]  # fmt: skip
    assert render.score(-0.6931) == "−0.693"
    assert render.signed(0.214) == "+0.21"
    assert render.signed(-0.2) == "−0.20"
    assert render.count(1234567) == "1\u202f234\u202f567"
    assert render.day(date(2026, 11, 3)) == "3 Nov 2026"
    assert render.moment(datetime(2026, 11, 3, 4, 5)) == "3 Nov 2026, 04:05 UTC"
    assert render.size(900) == "1\u202fkB"
    assert render.size(2_500_000) == "2.5\u202fMB"
    assert render.plural(1, "question") == "1 question"
    assert render.plural(2, "question") == "2 questions"


def test_short_texts_stay_and_long_ones_are_cut_between_words() -> None:
    assert render.shorten("as it is", 20) == "as it is"
    assert render.shorten("the war will go on and on", 15) == "the war will …"
    assert len(render.shorten("x" * 10_000_000, 100)) <= 102
    assert render.shorten("a\u202eb", 9) == "ab"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a/b", ".hidden", "a" * 200, "a b"])
def test_an_id_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be a page's address"):
        render.check_id(name)
