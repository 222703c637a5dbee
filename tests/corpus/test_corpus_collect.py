"""Collect: what is new is stored whole, what cannot be taken is said, what is known is left alone."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from foretold.corpus import files
from foretold.corpus.collect import Collected, collect
from foretold.corpus.problems import Problem
from foretold.corpus.sources import Source, folder_source
from foretold.corpus.store import CaptureStore
from foretold.errors import InputError, SettingsError

NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)
GOOD = "Rates will fall in June.\r\nThe bank says so.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "good.txt").write_bytes(GOOD.encode())
    return folder


@pytest.fixture
def store(tmp_path: Path) -> CaptureStore:
    return CaptureStore(tmp_path / "captures")


def run(folder: Path, store: CaptureStore, **options: object) -> Collected:
    return collect([folder_source(folder)], store, now=NOW, **options)  # type: ignore[arg-type]


def only_problem(found: Collected) -> Problem:
    """Return the one problem of a folder whose good file went through all the same."""
    assert [capture.text for capture in found.captures] == [GOOD]
    (problem,) = found.problems
    assert problem.wrong
    assert problem.rule
    assert problem.remedy
    assert "\n" not in str(problem)
    return problem


def test_a_text_is_stored_to_the_letter_and_found_again(folder: Path, store: CaptureStore) -> None:
    (folder / "deep" / "er").mkdir(parents=True)
    marked = "\ufeffÜber Ölpreise\r\rund ſo weiter\u2028 \x0c\n"
    (folder / "deep" / "er" / "ö.md").write_bytes(marked.encode())
    found = run(folder, store)
    assert [(c.address, c.media_type) for c in found.captures] == [
        ("deep/er/ö.md", "text/markdown"),
        ("good.txt", "text/plain"),
    ]
    assert found.n_seen == 2
    assert found.problems == []
    fresh = CaptureStore(store.root)
    assert list(fresh.captures()) == found.captures
    assert fresh.text(found.captures[0].capture_id) == marked
    assert fresh.raw(found.captures[0].capture_id) == marked.encode()


def test_a_second_run_opens_nothing_and_changes_nothing(folder: Path, store: CaptureStore) -> None:
    run(folder, store)
    log = store.log.read_bytes()
    (folder / "good.txt").chmod(0)  # it is not opened, so that does not matter
    again = run(folder, CaptureStore(store.root))
    assert (again.captures, again.n_seen, again.n_unchanged, again.problems) == ([], 1, 1, [])
    assert store.log.read_bytes() == log


def test_a_touched_file_is_unchanged_and_read_only_once_more(folder: Path, store: CaptureStore) -> None:
    run(folder, store)
    os.utime(folder / "good.txt", ns=(1, 1))
    for _ in range(2):
        again = run(folder, store)
        assert (again.captures, again.n_unchanged) == ([], 1)
    assert len(store.sightings()) == 2
    assert len(store.current()) == 1


def test_an_edited_file_is_a_new_capture_and_the_old_one_stays(folder: Path, store: CaptureStore) -> None:
    (first,) = run(folder, store).captures
    (folder / "good.txt").write_text("Rates will rise in June, we now think.")
    (second,) = run(folder, store).captures
    assert store.text(first.capture_id) == GOOD
    assert [sighting["capture_id"] for sighting in store.current()] == [second.capture_id]
    (folder / "good.txt").write_bytes(GOOD.encode())
    back = run(folder, store)
    assert (back.captures, back.n_unchanged) == ([], 1)
    assert [sighting["capture_id"] for sighting in store.current()] == [first.capture_id]


def test_a_change_that_hides_behind_size_and_time_is_seen_when_asked_for(folder: Path, store: CaptureStore) -> None:
    run(folder, store)
    status = (folder / "good.txt").stat()
    (folder / "good.txt").write_bytes(GOOD.replace("June", "July").encode())
    os.utime(folder / "good.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert run(folder, store).captures == []
    assert len(run(folder, store, reread=True).captures) == 1


def test_the_same_text_in_two_places_is_one_capture_with_two_sightings(folder: Path, store: CaptureStore) -> None:
    shutil.copy(folder / "good.txt", folder / "copy.txt")
    found = run(folder, store)
    assert len(found.captures) == 1
    assert found.n_unchanged == 1
    assert {sighting["address"] for sighting in store.sightings()} == {"copy.txt", "good.txt"}


def test_hidden_files_and_what_is_about_the_folder_are_passed_over(folder: Path, store: CaptureStore) -> None:
    for name in (".hidden.txt", "README.md", "readme.txt", "LICENSE.md", "outcomes.csv", "notes.docx"):
        (folder / name).write_text("Not commentary.")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD.txt").write_text("ref")
    assert [capture.address for capture in run(folder, store).captures] == ["good.txt"]


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("a.txt", b"", "it is empty"),
        ("a.txt", b" \n\r\n\t", "it is empty"),
        ("a.txt", b"Rates\0will fall", "it is binary"),
        ("a.txt", bytes(range(1, 32)) * 40, "it is binary"),
        ("a.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 10, "it is binary"),
        ("a.md", "Über Öl".encode("latin-1"), "byte 0 (0xdc) is not UTF-8"),
        ("a.md", "Rates – and oil".encode("cp1252"), "byte 6 (0x96) is not UTF-8"),
        ("a.txt", "Rates".encode("utf-16"), "byte 0 (0xff) is not UTF-8"),
        ("a.md", b"---\ntitle: [one\nauthor: x\n---\nText.", "its front matter is not YAML"),
        ("a.md", b"---\ntitle: one\n two: three: four\n---\nText.", "its front matter is not YAML"),
        ("a.md", b"---\njust words\n---\nText.", "its front matter is not YAML"),
        ("a.md", b"---\ntitle: open\n\nText.", "its front matter is not YAML"),
        ("a.md", b"---\n" + b"[" * 60_000 + b"\n---\nText.", "its front matter is not YAML"),
        ("a.md", b"---\ntitle: one\n---\n\n", "it has front matter and no text"),
        ("a.html", b"<html><head><title>x</title></head><body></body></html>", "no main text"),
        ("a.html", b"<p>\xdcber</p>", "byte 3 (0xdc) is not UTF-8"),
        ("a.html", b"<meta charset=klingon><p>\xdcber</p>", "its charset is not known"),
        ("bad\udcff.txt", b"Text.", "its name is not UTF-8"),
    ],
)
def test_what_cannot_be_taken_is_one_problem(
    folder: Path, store: CaptureStore, name: str, content: bytes, wrong: str
) -> None:
    (folder / name).write_bytes(content)
    problem = only_problem(run(folder, store))
    assert wrong in problem.wrong
    assert problem.address.startswith(name[:3])
    # It is met again in the next night, until it is mended.
    assert run(folder, store).problems == [problem]


def test_a_remedy_that_works_is_given_for_a_wrong_encoding(folder: Path, store: CaptureStore) -> None:
    (folder / "a.txt").write_bytes("Rates “may” fall".encode("cp1252"))
    assert "iconv -f WINDOWS-1252 -t UTF-8" in only_problem(run(folder, store)).remedy


def test_a_file_of_fifty_megabytes_is_refused_unread(folder: Path, store: CaptureStore) -> None:
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    tracemalloc.start()
    problem = only_problem(run(folder, store))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
    assert "50.0 MB" in problem.wrong
    assert "20 MB" in problem.rule


def test_the_size_limit_is_a_setting(folder: Path, store: CaptureStore) -> None:
    (folder / "a.txt").write_text("x " * 100)
    assert "200" not in only_problem(run(folder, store, max_bytes=100)).remedy


def test_a_loop_of_links_a_link_to_nothing_and_a_pipe(folder: Path, store: CaptureStore) -> None:
    (folder / "again").symlink_to(folder)
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "self.txt").symlink_to(folder / "self.txt")
    os.mkfifo(folder / "pipe.txt")
    found = run(folder, store)
    assert [capture.address for capture in found.captures] == ["good.txt"]
    assert {problem.address for problem in found.problems} == {"again", "gone.txt", "self.txt", "pipe.txt"}


def test_a_linked_folder_is_read_once(folder: Path, store: CaptureStore, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    (other / "b.txt").write_text("Oil will rise.")
    (folder / "one").symlink_to(other)
    (folder / "two").symlink_to(other)
    found = run(folder, store)
    assert [capture.address for capture in found.captures] == ["good.txt", "one/b.txt"]
    assert found.problems == []


def test_a_file_that_vanishes_after_the_listing(
    folder: Path, store: CaptureStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text("Soon gone.")
    listing = files.folder_files

    def then_gone(*arguments: object) -> Iterator[object]:
        found = list(listing(*arguments))  # type: ignore[arg-type]
        (folder / "a.txt").unlink()
        return iter(found)

    monkeypatch.setattr("foretold.corpus.collect.folder_files", then_gone)
    assert "gone" in only_problem(run(folder, store)).wrong


def test_files_and_folders_that_may_not_be_read() -> None:
    above = Path(tempfile.mkdtemp(prefix="foretold-"))
    root, store = above / "papers", CaptureStore(above / "captures")
    try:
        above.chmod(0o777)
        root.mkdir()
        (root / "good.txt").write_bytes(GOOD.encode())
        (root / "locked.txt").write_text("Secret.")
        (root / "locked").mkdir()
        (root / "locked.txt").chmod(0)
        (root / "locked").chmod(0)
        user = os.geteuid()
        if user == 0:  # root reads everything: be somebody else for a moment
            os.seteuid(65534)
        try:
            found = run(root, store)
        finally:
            os.seteuid(user)
        assert [capture.text for capture in found.captures] == [GOOD]
        assert [problem.address for problem in found.problems] == ["locked", "locked.txt"]
        assert "permissions" in found.problems[1].remedy
    finally:
        (root / "locked").chmod(0o755)
        shutil.rmtree(above)


@pytest.mark.parametrize("date", ["2031-01-01", "20205-03-01", "2020-02-31", "03/04/2020", "soon", "0020-01-01"])
def test_a_date_that_cannot_be_meant_is_reported_and_the_text_goes_through(
    folder: Path, store: CaptureStore, date: str
) -> None:
    (folder / "a.md").write_text(f"---\ntitle: T\npublished: {date}\n---\nOil will rise.")
    found = run(folder, store)
    assert len(found.captures) == 2
    (problem,) = found.problems
    assert date in problem.wrong
    assert problem.address == "a.md"


def test_a_missing_folder_is_an_error_and_stops_no_other_source(folder: Path, store: CaptureStore) -> None:
    gone = Source(id="gone", name="Gone", kind="folder", path=folder / "nowhere")
    feed = Source(id="feed", name="Feed", kind="feed", url="http://127.0.0.1/feed")
    found = collect([gone, feed, folder_source(folder)], store, now=NOW)
    assert [capture.text for capture in found.captures] == [GOOD]
    assert [problem.source_id for problem in found.problems] == ["gone", "feed"]
    assert "not there" in found.problems[0].wrong
    assert "127.0.0.1 is asked for" in found.problems[1].wrong
    with pytest.raises(SettingsError, match="is not there"):
        collect([gone], store, now=NOW)


def test_an_empty_folder_is_said(folder: Path, store: CaptureStore) -> None:
    (folder / "good.txt").unlink()
    assert "no .txt" in run(folder, store).problems[0].wrong


def test_a_store_that_cannot_be_written_stops_the_run_with_what_to_do(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError, match="--data"):
        run(folder, CaptureStore(tmp_path / "file" / "captures"))


def test_a_time_without_a_zone_is_refused(folder: Path, store: CaptureStore) -> None:
    with pytest.raises(SettingsError, match="zone"):
        collect([folder_source(folder)], store, now=datetime(2026, 3, 4))


PAGE = """<html><head><meta charset="{charset}"><title>Rates to fall</title><meta name="author" content="Ännchen Doe">
<meta property="article:published_time" content="{date}T10:00:00Z"><link rel="canonical" href="https://example.org/a">
</head><body><nav><a href="/">Home</a></nav><article><h1>Rates to fall</h1>
<p>The bank will cut rates in June, analysts say, because inflation has slowed sharply over the past year.</p>
<p>It is likely that growth – such as it is – returns next year. “We will see,” she said.</p></article></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_a_page_is_stored_as_its_main_text_below_what_it_says_of_itself(
    folder: Path, store: CaptureStore, charset: str
) -> None:
    (folder / "good.txt").unlink()
    raw = PAGE.format(charset=charset, date="2025-03-04").encode(charset)
    (folder / "page.html").write_bytes(raw)
    (capture,) = run(folder, store).captures
    assert capture.text.startswith("---\ntitle: Rates to fall\nauthor:\n- Ännchen Doe\n")
    assert "published: '2025-03-04'" in capture.text
    assert "growth – such as it is – returns next year. “We will see,” she said." in capture.text
    assert "Home" not in capture.text
    assert store.raw(capture.capture_id) == raw
    os.utime(folder / "page.html", ns=(1, 1))
    assert run(folder, store).n_unchanged == 1


def test_a_page_from_the_future_is_reported(folder: Path, store: CaptureStore) -> None:
    (folder / "page.html").write_text(PAGE.format(charset="utf-8", date="2031-03-04"))
    assert "2031-03-04" in run(folder, store).problems[0].wrong


def test_a_line_torn_by_a_crash_is_forgotten_and_its_file_taken_again(folder: Path, store: CaptureStore) -> None:
    run(folder, store)
    whole = store.log.read_bytes()
    store.log.write_bytes(whole + whole.strip() * 3)
    torn = CaptureStore(store.root)
    assert len(torn.sightings()) == 1
    (folder / "b.txt").write_text("Oil will rise.")
    run(folder, torn)
    assert [json.loads(line)["address"] for line in store.log.read_text().splitlines()] == ["good.txt", "b.txt"]
    store.log.write_bytes(whole[:50])
    assert run(folder, CaptureStore(store.root)).n_seen == 2
    assert len(CaptureStore(store.root).sightings()) == 2


def test_damage_is_said_and_never_passed_on(folder: Path, store: CaptureStore) -> None:
    (capture,) = run(folder, store).captures
    (path,) = store.root.rglob("*.txt.gz")
    path.write_bytes(gzip.compress(b"Rates will rise."))
    with pytest.raises(InputError, match="hash"):
        store.text(capture.capture_id)
    path.write_bytes(b"no gzip")
    with pytest.raises(InputError, match="unpacked"):
        store.text(capture.capture_id)
    path.unlink()
    with pytest.raises(InputError, match="is gone"):
        store.text(capture.capture_id)
    with pytest.raises(InputError, match="c_nothing"):
        store.text("c_nothing")
    store.log.write_bytes(b"not json\n" + store.log.read_bytes())
    with pytest.raises(InputError, match="line 1"):
        CaptureStore(store.root).sightings()


def test_nothing_half_written_is_left(folder: Path, store: CaptureStore) -> None:
    run(folder, store)
    assert sorted(path.suffix for path in store.root.rglob("*") if path.is_file()) == [".bin", ".gz", ".jsonl"]


def test_progress_is_told(folder: Path, store: CaptureStore) -> None:
    told: list[str] = []
    run(folder, store, progress=told.append)
    assert told == ["papers: 1 files, 1 new"]


def test_known_files_are_known(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(500):
        (folder / f"{number}.txt").write_text(f"Rates will fall {number}.")
    store = CaptureStore(tmp_path / "captures")
    run(folder, store)
    assert run(folder, CaptureStore(store.root)).n_unchanged == 500


@pytest.mark.parametrize("kind", ["folder", "dump"])
def test_what_is_local_can_be_left_alone_until_it_is_due(store: CaptureStore, tmp_path: Path, kind: str) -> None:
    """`every` holds for a slow share or a large dump too; without it they are walked in every run."""
    folder = tmp_path / "share"
    folder.mkdir()
    rows = folder / "rows.jsonl"

    def write(*texts: str) -> None:
        rows.write_text("".join(json.dumps({"body": text}) + "\n" for text in texts))
        for number, text in enumerate(texts):
            (folder / f"{number}.txt").write_text(text)

    place = {"path": rows, "columns": {"text": "body"}} if kind == "dump" else {"path": folder}
    source = Source(id="share", name="The share", kind=kind, every="7d", **place)  # type: ignore[arg-type]
    write("One text.")
    assert collect([source], store, now=NOW).n_seen == 1
    write("One text.", "Another text.")
    early = collect([source], store, now=NOW + timedelta(days=5))
    assert (early.n_seen, early.problems, early.by_source["share"].is_due) == (0, [], False)
    assert len(collect([source], store, now=NOW + timedelta(days=7)).captures) == 1
    always = source.model_copy(update={"every": None})
    assert collect([always], store, now=NOW + timedelta(days=7, hours=1)).n_seen == 2
