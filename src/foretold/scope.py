"""What a run is asked to work on: settings and sources, from the command line and the files that it leaves open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from foretold.settings import SAMPLE_DATA, SHIPPED_SOURCES, Settings, is_data_chosen, load_settings

if TYPE_CHECKING:
    from foretold.corpus.sources import Source


def where_and_what(data: Path | None, source: Path | None) -> tuple[Settings, list[Source]]:
    """Return the settings and the sources of a run. The shipped sample goes into a folder of its own."""
    from foretold.corpus.sources import load_sources, sources_at

    settings = load_settings(data)
    sources = sources_at(source) if source else load_sources(settings.sources or SHIPPED_SOURCES)
    if not is_data_chosen(data) and all(one.sample for one in sources):
        settings = load_settings(SAMPLE_DATA)
    return settings, sources
