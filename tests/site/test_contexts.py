"""The contract between pages and templates: a template receives its page's fields, no more and no less."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from foretold.settings import house
from foretold.site.contexts import PAGES, Page
from foretold.site.render import environment

DASHBOARDS = house() / "dashboards"


def names_of(template: str) -> tuple[set[str], set[str]]:
    """Return the names that a template and its parents read, and the templates that it imports."""
    jinja = environment(house())
    assert jinja.loader is not None
    tree = jinja.parse(jinja.loader.get_source(jinja, template)[0])
    names, imported = set(meta.find_undeclared_variables(tree)), set()
    for node in tree.find_all(nodes.Import):
        assert isinstance(node.template, nodes.Const)
        imported.add(str(node.template.value))
        names.discard(node.target)
    for parent in tree.find_all(nodes.Extends):
        assert isinstance(parent.template, nodes.Const)
        more, also = names_of(str(parent.template.value))
        names, imported = names | more, imported | also
    return names, imported


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_template_reads_exactly_the_fields_of_its_page(page: type[Page]) -> None:
    names, imported = names_of(page.template)
    assert names == {field.name for field in fields(page)}
    for part in imported:
        assert names_of(part)[0] == set(), f"{part} reads names that it is not given"


def test_every_template_belongs_to_one_page_and_every_page_is_documented() -> None:
    files = {file.name for file in Path(DASHBOARDS / "pages").glob("*.html")}
    assert sorted(files) == sorted(page.template for page in PAGES)
    assert all(page.__doc__ and not page.__doc__.startswith(page.__name__) for page in PAGES)
