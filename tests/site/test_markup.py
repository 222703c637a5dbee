"""The pages as HTML: valid, escaped, without a dead link, without a request to anybody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from builder import Ledger
from markup import Markup, pages

from foretold.settings import house
from foretold.site.build import build_site

Publish = Callable[..., Path]


def test_every_page_is_valid_html_under_one_heading(
    site: Path, publish_edition: Publish, tmp_path: Path, invalid: Callable[..., list[str]]
) -> None:
    def nothing(_: Ledger) -> None:
        pass

    build_site(publish_edition(nothing), tmp_path / "empty", house=house())
    assert len(pages(site)) > 40
    assert invalid(site, tmp_path / "empty") == []
    assert all(Markup(file).tags.count("h1") == 1 for file in pages(site))


def test_a_page_that_is_no_html_is_told(tmp_path: Path, invalid: Callable[..., list[str]]) -> None:
    (tmp_path / "wrong.html").write_text("<!doctype html><title>x</title><p><div id=a></div></p>", encoding="utf-8")
    assert any("wrong.html:1: close-order" in one for one in invalid(tmp_path))


def test_links_resolve_and_nothing_is_loaded_from_another_host(site: Path) -> None:
    for file in pages(site):
        markup = Markup(file)
        for address in markup.loaded + [href for href, _ in markup.links]:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                assert parts.scheme in ("http", "https")
                assert address not in markup.loaded, f"{file} loads {address}"
                continue
            assert not parts.path.startswith("/"), f"{address} does not work from every folder"
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            assert target.is_file(), f"{file} leads to {address}"
            if parts.fragment:
                assert parts.fragment in Markup(target).ids


def test_links_out_are_web_addresses_that_are_not_vouched_for(site: Path) -> None:
    out = {(h, r) for file in pages(site) for h, r in Markup(file).links if urlsplit(h).scheme}
    assert ("https://example.org/evidence", "noopener nofollow ugc") in out
    assert all(urlsplit(href).scheme in ("http", "https") for href, _ in out)
    assert all(rel == "noopener nofollow ugc" for _, rel in out)


def test_hostile_text_stays_text(site: Path) -> None:
    for file in pages(site):
        markup = Markup(file)
        assert set(markup.tags) & {"script"} == {"script"}
        assert markup.tags.count("script") == 2, f"{file} holds a script beside foretold.js and alarm.js"
        assert not any(name.startswith("on") for name in markup.attributes), file
        assert "style" not in markup.attributes, f"{file}: the policy forbids styles in attributes"
    hostile = next(file for file in (site / "forecasts").glob("*.html") if "javascript:" in file.read_text("utf-8"))
    assert "<script>alert('x')</script>" in Markup(hostile).text
    assert not any("javascript" in href for href, _ in Markup(hostile).links)


def test_names_that_turn_the_direction_of_text_are_isolated(site: Path) -> None:
    for file in pages(site):
        html = file.read_text(encoding="utf-8")
        for position in (i for i, character in enumerate(html) if character == "\u202e"):
            assert html.rfind("<bdi>", 0, position) > html.rfind("</bdi>", 0, position), file
        title = html[html.index("<title") : html.index("</title")]
        assert "\u202e" not in title
