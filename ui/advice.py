"""Careful advice on what is typed: beliefs and identity are said by acts, or not at all. It never stops anybody."""

import json
from datetime import date
from functools import cache

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.vigilance import Vigilance, watched
from mvl_desktop.i18n import _
from ui.resources import resource
from ui.timing import Now
from ui.widgets.narratives import Advice, Heed


def heed_of(field: DeclaredField, now: Now) -> Heed | None:
    """Return who reads over the shoulder of a field; None when nobody should."""
    sorts = watched(field)
    if not sorts:
        return None

    def heed(text: str) -> list[Advice]:
        if not text.strip():
            return []
        found = _vigilance(now().date()).avis(text, sorts)
        return [Advice(each.debut, each.fin, _(each.conseil)) for each in found]

    return heed


@cache
def _vigilance(day: date) -> Vigilance:
    return Vigilance.from_json(json.loads(resource("vigilance.json").read_text(encoding="utf-8")), day)
