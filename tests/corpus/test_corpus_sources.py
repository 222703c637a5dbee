"""sources.toml: what is right is loaded, what is wrong is named with its line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import get_args

import pytest

from foretold.corpus.sources import Kind, Source, folder_source, load_sources
from foretold.errors import SettingsError

HOUSE = Path(__file__).parents[2] / "corpus"

GOOD = """
[[source]]
id = "paper"
name = "The Paper"
kind = "folder"
path = "texts"

[[source]]
id = "wire"
name = "The Wire"
kind = "feed"
url = "https://example.org/feed"
every = "6h"
licence = "CC-BY-4.0"
full_text = true
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_file_names_the_sample() -> None:
    (source,) = load_sources(HOUSE / "sources.toml")
    assert (source.id, source.kind, source.sample, source.licence, source.full_text) == (
        "commentary",
        "folder",
        True,
        "Apache-2.0",
        True,
    )
    assert source.path == HOUSE / "commentary"
    assert source.outcomes == HOUSE / "commentary" / "outcomes.csv"


def test_paths_are_relative_to_the_file_and_the_rest_has_cautious_defaults(tmp_path: Path) -> None:
    paper, wire = load_sources(written(tmp_path, GOOD))
    assert paper.path == tmp_path / "texts"
    assert (paper.licence, paper.full_text, paper.sample, paper.outcomes) == (None, False, False, None)
    assert (wire.url, wire.every, wire.full_text) == ("https://example.org/feed", "6h", True)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('kind = "folder"', 'kind = "foldr"', 5, "kind = 'foldr'"),
        ('id = "paper"', 'id = "My Paper"', 3, "lower-case"),
        ('id = "paper"', 'id = "wire"', 9, "taken by the source in line 3"),
        ('name = "The Paper"', "name = 3", 4, "name = 3"),
        ('name = "The Paper"\n', "", 2, "name is missing"),
        ('path = "texts"', 'pathh = "texts"', 6, "did you mean path"),
        ('path = "texts"', 'url = "https://example.org"', 2, "path is missing; a source of kind folder has a path"),
        ('url = "https://example.org/feed"', 'url = "ftp://example.org"', 12, "https://"),
        ('url = "https://example.org/feed"', 'path = "x"', 8, "url is missing"),
        ('every = "6h"', "every = 6", 13, "every = 6"),
        ('every = "6h"', 'every = "often"', 13, "hours or days"),
        ('licence = "CC-BY-4.0"\n', "", 14, "full_text = True; full_text = true needs the licence"),
        ("full_text = true", 'full_text = "yes"', 15, "full_text is true or false"),
        ("full_text = true", 'outcomes = "o.csv"', 15, "only a folder"),
        ("full_text = true", "full_text = yes", 15, "line 15"),
        ("full_text = true", "limit = 0", 15, "limit = 0; limit is a number of pages"),
        ("full_text = true", 'allow_private = "yes"', 15, "allow_private is true or false"),
        ("full_text = true", "obey_robots = 1", 15, "obey_robots is true or false"),
        ("full_text = true", 'columns = { text = "body" }', 15, "only a dump has columns"),
        ("https://example.org/feed", "https://jane:secret@example.org/feed", 12, "no user and password"),
        ('kind = "folder"', 'kind = "dump"', 2, "columns is missing; a dump says which of its columns"),
        ('kind = "folder"', 'kind = "dump"\ncolumns = { title = "headline" }', 6, "either the text or the html"),
        ('kind = "folder"', 'kind = "dump"\ncolumns = { text = "a", html = "b" }', 6, "either the text or the html"),
        ('kind = "folder"', 'kind = "dump"\ncolumns = { body = "text" }', 6, "columns name what a row holds"),
        ("[[source]]\nid = \"paper\"", "[[sources]]\nid = \"paper\"", 2, "'sources' is not known here"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    path = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(SettingsError) as caught:
        load_sources(path)
    message = str(caught.value)
    assert f"line {line}" in message
    assert said in message
    assert caught.value.rule
    assert caught.value.remedy
    assert "\n" not in message


def test_every_example_of_the_documentation_is_a_source(tmp_path: Path) -> None:
    page = (HOUSE.parent / "docs" / "sources.md").read_text(encoding="utf-8")
    examples = [block.split("```", 1)[0] for block in page.split("```toml\n")[1:]]
    sources = [source for example in examples for source in load_sources(written(tmp_path, example))]
    assert {source.kind for source in sources} == set(get_args(Kind))
    assert load_sources(written(tmp_path, "\n".join(examples))) == sources
    fields = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    assert fields == set(Source.model_fields)


@pytest.mark.parametrize("text", ["", "source = []", "source = 3", "# nothing"])
def test_a_file_that_names_no_source(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=r"\[\[source\]\]"):
        load_sources(written(tmp_path, text))


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_sources(tmp_path / "none.toml")
    (tmp_path / "sources.toml").write_bytes(b'name = "\xdc"')
    with pytest.raises(SettingsError, match="byte 8 is not UTF-8"):
        load_sources(tmp_path / "sources.toml")


def test_a_folder_has_the_same_id_wherever_it_lies(tmp_path: Path) -> None:
    for above in ("a", "b"):
        (tmp_path / above / "Köln: Leit-Artikel 2016").mkdir(parents=True)
    ids = {folder_source(tmp_path / above / "Köln: Leit-Artikel 2016").id for above in ("a", "b")}
    assert ids == {"koln-leit-artikel-2016"}
    (tmp_path / "文章").mkdir()
    assert folder_source(tmp_path / "文章").id.startswith("folder-")
    source = folder_source(tmp_path / "a" / ".." / "a")
    assert (source.id, source.full_text, source.licence) == ("a", False, None)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="not there"):
        folder_source(tmp_path / "none")
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(SettingsError, match="a file"):
        folder_source(tmp_path / "a.txt")


def test_the_topics_are_words_in_lower_case_each_in_one_topic() -> None:
    topics = tomllib.loads((HOUSE / "topics.toml").read_text(encoding="utf-8"))["topic"]
    assert 10 <= len(topics) <= 16
    assert len({topic["id"] for topic in topics}) == len(topics)
    words = [word for topic in topics for word in topic["words"]]
    assert all(word == word.lower().strip() and word for word in words)
    assert len(words) == len(set(words))
    assert all(topic["name"] and len(topic["words"]) >= 15 for topic in topics)
