"""Mails, dumps and PDFs: taken from the disk, each flaw one clear line."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from web_server import page, prose

from foretold.corpus.collect import Collected, collect
from foretold.corpus.front_matter import front_matter
from foretold.corpus.sources import Source, folder_source
from foretold.corpus.store import CaptureStore
from foretold.errors import SettingsError

NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> CaptureStore:
    return CaptureStore(tmp_path / "captures")


def walk(store: CaptureStore, kind: str, path: Path, **more: Any) -> Collected:
    source = Source(id="paper", name="The Paper", kind=kind, path=path, **more)  # type: ignore[arg-type]
    return collect([source], store, now=NOW)


def only_problem(found: Collected) -> str:
    (problem,) = found.problems
    assert problem.wrong
    assert problem.rule
    assert problem.remedy
    assert "\n" not in str(problem)
    return str(problem)


# Mails


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    said = {"From": "Jane Döe <jane@example.org>", "Subject": "Rates: a view", "Date": "Tue, 3 Mar 2026 23:30:00 -0500"}
    for name, value in (said | headers).items():
        message[name] = value
    return message


def test_a_mail_is_its_text_below_subject_sender_and_day(store: CaptureStore, tmp_path: Path) -> None:
    message = mail()
    message.set_content(f"“{prose('mail')}”\n\nYours")
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "1.eml").write_bytes(bytes(message))
    (tmp_path / "mails" / "notes.txt").write_text("no mail")
    found = walk(store, "mailbox", tmp_path / "mails")
    (capture,) = found.captures
    matter = front_matter(capture.text)
    assert (matter.words("title"), matter.names("author")) == ("Rates: a view", ("Jane Döe",))
    assert matter.words("published") == "2026-03-03"
    assert f"“{prose('mail')}”\n\nYours" in capture.text
    assert "jane@example.org" not in capture.text
    assert store.raw(capture.capture_id) == bytes(message)
    assert walk(store, "mailbox", tmp_path / "mails").n_unchanged == 1


@pytest.mark.parametrize("plain", ["", "Read this online: https://example.org"])
def test_a_newsletter_in_html_is_read(store: CaptureStore, tmp_path: Path, plain: str) -> None:
    message = mail()
    message.set_content(plain)
    message.add_alternative(page("news", body="“Rates – fall”. " + prose("news")), subtype="html", charset="utf-8")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="a.pdf")
    (tmp_path / "1.eml").write_bytes(bytes(message))
    (capture,) = walk(store, "mailbox", tmp_path).captures
    assert "“Rates – fall”. " + prose("news") in capture.text


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"just words without a header", "it is no mail"),
        (b"Subject: x\n\n  \n", "it has no text"),
        (b"Subject: x\nContent-Type: text/plain; charset=klingon\n\nRates", "its text is not klingon"),
        (b"Subject: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n\xdcber", "not utf-8"),
        (b"Subject: x\nContent-Type: image/png\n\nabc", "it has no text"),
    ],
)  # fmt: skip
def test_what_is_no_mail_is_said(store: CaptureStore, tmp_path: Path, raw: bytes, said: str) -> None:
    (tmp_path / "1.eml").write_bytes(raw)
    assert said in only_problem(walk(store, "mailbox", tmp_path))


def test_a_mail_without_a_day_or_a_name_has_none(store: CaptureStore, tmp_path: Path) -> None:
    message = mail(From="jane@example.org", Date="some day")
    message.set_content(prose(1))
    (tmp_path / "1.eml").write_bytes(bytes(message))
    (capture,) = walk(store, "mailbox", tmp_path).captures
    assert set(front_matter(capture.text).fields) == {"title"}


# Dumps

COLUMNS = {"text": "body", "title": "headline", "author": "by", "published": "day", "url": "link"}
ROWS = [
    {"body": f"{prose(n)}\n\n“Second” paragraph.", "headline": f"No. {n}", "by": "Jane Doe; John Roe",
     "day": date(2026, 2, n + 1), "link": f"https://example.org/{n}", "other": n}
    for n in range(3)
]  # fmt: skip


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    if path.suffix == ".parquet":
        pl.DataFrame(rows).write_parquet(path)
    elif path.suffix == ".csv":
        pl.DataFrame(rows).write_csv(path)
    else:
        path.write_text("".join(json.dumps(row, default=str) + "\n" for row in rows))
    return path


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_each_row_of_a_dump_is_a_document(store: CaptureStore, tmp_path: Path, ending: str) -> None:
    path = write(tmp_path / f"rows.{ending}", ROWS)
    found = walk(store, "dump", path, columns=COLUMNS)
    assert [capture.address for capture in found.captures] == [row["link"] for row in ROWS]
    assert found.problems == []
    matter = front_matter(found.captures[1].text)
    assert (matter.words("title"), matter.names("author"), matter.words("published"), matter.words("url")) == (
        "No. 1",
        ("Jane Doe", "John Roe"),
        "2026-02-02",
        "https://example.org/1",
    )
    assert found.captures[1].text.endswith(ROWS[1]["body"] + "\n")
    log = store.log.read_bytes()
    path.chmod(0)  # it is not opened, so that does not matter
    again = walk(store, "dump", path, columns=COLUMNS)
    path.chmod(0o644)
    assert (again.n_seen, again.n_unchanged, again.problems) == (3, 3, [])
    path.touch()
    assert walk(store, "dump", path, columns=COLUMNS).n_unchanged == 3
    assert store.log.read_bytes() == log
    changed = {**ROWS[0], "body": prose("changed")}
    added = {**ROWS[0], "body": prose("added"), "link": "https://example.org/9"}
    found = walk(store, "dump", write(path, [changed, added, *ROWS[1:]]), columns=COLUMNS)
    assert [capture.address for capture in found.captures] == ["https://example.org/0", "https://example.org/9"]


def test_rows_without_an_address_are_known_by_their_text(store: CaptureStore, tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", ROWS)
    walk(store, "dump", path, columns={"text": "body"})
    found = walk(store, "dump", write(path, ROWS[::-1]), columns={"text": "body"})
    assert (found.captures, found.n_unchanged) == ([], 3)


def test_html_in_a_dump_is_read_as_text(store: CaptureStore, tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", [{"html": f"<p>{prose(1)}</p><p>Rates &amp; oil</p>", "id": 17}])
    (capture,) = walk(store, "dump", path, columns={"html": "html", "id": "id"}).captures
    assert capture.address == "17"
    assert prose(1) in capture.text
    assert "<p>" not in capture.text


def test_a_row_that_cannot_be_taken_stops_no_other(store: CaptureStore, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [json.dumps({"body": prose(n)}) for n in range(2)]
    bad = ["{broken", "[1]", json.dumps({"body": "  "}), json.dumps({"other": 1}), '{"body": "\\ud800 half"}']
    path.write_text("\n".join([lines[0], *bad, "", lines[1]]))
    found = walk(store, "dump", path, columns={"text": "body"})
    assert len(found.captures) == 2
    assert [problem.address.split(", ")[1] for problem in found.problems] == [
        "line 2", "line 3", "row 4", "row 5", "row 6"
    ]  # fmt: skip


def test_many_bad_rows_are_told_in_short(store: CaptureStore, tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", [{"body": ""}] * 500)
    found = walk(store, "dump", path, columns={"text": "body"})
    assert len(found.problems) == 21
    assert "480 more rows" in str(found.problems[-1])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rows.csv", b"headline,other\na,b\n", "has no column 'body'; it has 'headline', 'other'"),
        ("rows.csv", b"body\na,b,c\nd\n", "cannot be read"),
        ("rows.csv", b"body\n\xdcber\n", "cannot be read"),
        ("rows.csv", b"", "cannot be read"),
        ("rows.parquet", b"no parquet", "cannot be read"),
        ("rows.jsonl", b'{"text": "a"}\n', "has no column 'body'"),
        ("rows.xlsx", b"", "of no known kind"),
        (None, b"", "not there"),
    ],
)
def test_a_dump_that_cannot_be_read_is_said(
    store: CaptureStore, tmp_path: Path, name: str | None, content: bytes, said: str
) -> None:
    if name:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        walk(store, "dump", tmp_path / (name or "none.csv"), columns={"text": "body"})
    assert said in str(caught.value)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


def test_a_large_dump_is_read_a_batch_at_a_time(store: CaptureStore, tmp_path: Path) -> None:
    rows = [{"body": f"Rates will fall {n}."} for n in range(5000)]
    for ending in ("csv", "parquet"):
        from foretold.corpus.dump import dump_rows

        texts = [
            row[1]
            for row in dump_rows(write(tmp_path / f"r.{ending}", rows), {"text": "body"}, "p")
            if isinstance(row, tuple)
        ]
        assert texts == [row["body"] + "\n" for row in rows]


# PDFs


def pdf_of(*pages: list[str], password: str = "") -> bytes:
    """Return a PDF whose pages hold these lines."""
    import io

    import pypdf
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    font = DictionaryObject(
        {
            NameObject(k): NameObject(v)
            for k, v in (("/Type", "/Font"), ("/Subtype", "/Type1"), ("/BaseFont", "/Helvetica"))
        }
    )
    for lines in pages:
        sheet = writer.add_blank_page(612, 792)
        drawn = DecodedStreamObject()
        drawn.set_data(
            ("BT /F1 12 Tf 14 TL 72 720 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET").encode("latin-1")
        )
        sheet[NameObject("/Contents")] = writer._add_object(drawn)
        sheet[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_in_a_folder_is_its_text(store: CaptureStore, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    raw = pdf_of(
        ["The bank will likely cut its rate in Sep-", "tember, and few will be sur-", "prised."], ["Oil will rise."]
    )
    (tmp_path / "texts" / "2026-02-03-a.pdf").write_bytes(raw)
    found = collect([folder_source(tmp_path / "texts")], store, now=NOW)
    (capture,) = found.captures
    assert (
        capture.text == "The bank will likely cut its rate in September, and few will be surprised.\n\nOil will rise.\n"
    )
    assert store.raw(capture.capture_id) == raw
    assert capture.media_type == "application/pdf"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (pdf_of([]), "it holds pictures and no text"),
        (pdf_of(["Rates"], password="x"), "it needs a password"),
        (pdf_of(["Rates"])[:200], "it is no PDF that can be read"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 10, "it is no PDF that can be read"),
        (b"words", "it is no PDF that can be read"),
    ],
)  # fmt: skip
def test_a_pdf_that_cannot_be_read_is_said(store: CaptureStore, tmp_path: Path, raw: bytes, said: str) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.pdf").write_bytes(raw)
    assert said in only_problem(collect([folder_source(tmp_path / "texts")], store, now=NOW))
