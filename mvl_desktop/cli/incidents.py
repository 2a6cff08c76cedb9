"""What may be said of an unforeseen failure: its class and where it happened in our code. Never its message."""

import traceback
from pathlib import Path


def incident(error: BaseException) -> str:
    """Return « Incident : KeyError, mvl_desktop/store/log.py:42 »: no value, no text of the exception."""
    places = [frame for frame in traceback.extract_tb(error.__traceback__) if "mvl_desktop" in frame.filename]
    if not places:
        return f"Incident\u00a0: {type(error).__name__}"
    last = places[-1]
    parts = Path(last.filename).parts
    short = "/".join(parts[len(parts) - parts[::-1].index("mvl_desktop") - 1 :])
    return f"Incident\u00a0: {type(error).__name__}, {short}:{last.lineno}"
