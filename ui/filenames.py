"""A name to propose for a file, rebuilt from a name that came from elsewhere: a name is data, never a path."""

import unicodedata

_MAX_BYTES = 120
_RESERVED = frozenset({"con", "prn", "aux", "nul"} | {f"{kind}{n}" for kind in ("com", "lpt") for n in "0123456789¹²³"})
_ALLOWED = frozenset(" ._-()’'+,@&")


def safe_name(name: str, fallback: str = "piece") -> str:
    """Return a file name: letters, digits and a few signs, no folder, no reserved name, 120 bytes at most."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(character if character.isalnum() or character in _ALLOWED else "_" for character in last)
    kept = kept.rstrip(" ._").lstrip(" ._-") or fallback
    stem, dot, suffix = kept.rpartition(".")
    stem, suffix = (stem, dot + suffix) if stem and len(suffix) <= 10 else (kept, "")
    if stem.partition(".")[0].strip().lower() in _RESERVED:
        stem = f"_{stem}"
    while len((stem + suffix).encode()) > _MAX_BYTES:
        stem = stem[:-1]
    return stem.rstrip(" .") + suffix
