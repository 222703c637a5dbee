"""The Atom feed of new and resolved forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from xml.etree import ElementTree

from foretold.site import rows
from foretold.site.render import percent, plain, shorten

ATOM = "http://www.w3.org/2005/Atom"
FORBIDDEN = dict.fromkeys([*range(0, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])
"""Characters that XML cannot hold."""


def atom(edition: rows.Edition, forecasts: Sequence[rows.Forecast]) -> bytes:
    """Return the feed of the forecasts with the latest news, a first appearance or an outcome, latest first.

    Links are relative to the feed, as all of the site's are; ids are not addresses, so that they outlive a move.
    """
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _add(feed, "title", "Foretold: new and resolved forecasts")
    _add(feed, "id", "urn:foretold:feed")
    _add(feed, "updated", _moment(edition.published_at))
    _add(_add(feed, "author", None), "name", "Foretold")
    _add(feed, "link", None, href="index.html")
    for forecast in forecasts:
        entry = _add(feed, "entry", None)
        _add(entry, "title", f"{forecast.forecaster}: {shorten(forecast.claim, 120)} ({forecast.status})")
        _add(entry, "id", f"urn:foretold:{forecast.forecast_id}:{forecast.status.replace(' ', '-')}")
        _add(entry, "updated", _moment(_news_at(forecast)))
        _add(entry, "link", None, href=f"forecasts/{forecast.forecast_id}.html")
        given = "" if forecast.probability is None else f" Given {percent(forecast.probability)}."
        because = f" {forecast.because}" if forecast.because else ""
        _add(entry, "summary", f"“{forecast.quote or forecast.claim}”{given} {forecast.status}.{because}")
    xml: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return xml


def _news_at(forecast: rows.Forecast) -> datetime:
    if forecast.recorded_at is not None:
        return forecast.recorded_at
    if forecast.captured_at is not None:
        return forecast.captured_at
    return datetime.combine(forecast.made_on, time()) if forecast.made_on else datetime(1970, 1, 1)


def _moment(value: datetime) -> str:
    return value.replace(tzinfo=UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _add(parent: ElementTree.Element, name: str, text: str | None, **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text is not None:
        element.text = plain(text.translate(FORBIDDEN))
    return element
