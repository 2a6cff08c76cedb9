"""The French sentence of an error code. The sentences are shared with the command line: resources/messages.json."""

import json
from functools import cache

from ui.resources import resource

_UNKNOWN = "L’opération n’a pas abouti. Rien n’a été perdu ; réessayez, puis prévenez votre opérateur si cela persiste."


def sentence(code: str) -> str:
    """Return the sentence that tells a person what happened and what to do."""
    return _sentences().get(code, _UNKNOWN)


def sentence_of(error: Exception) -> str | None:
    """Return the sentence of an error that carries a code; None for a bug, which is not the user's business."""
    code = getattr(error, "code", None)
    return sentence(code) if isinstance(code, str) else None


@cache
def _sentences() -> dict[str, str]:
    path = resource("messages.json")
    if not path.is_file():
        return {}
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found
