"""What somebody types in the search field, made into a query that cannot fail nor mean anything else (D17)."""

import unicodedata

WORDS_MAX = 16
LETTERS_MAX = 64


def match_of(text: str) -> str | None:
    """Return the full-text query for every word of a text as a prefix; None when there is no word in it.

    Each word stands between double quotes, so that no operator of the query language can be typed. A single letter is
    left out beside longer words, and alone is searched as a word: as a prefix it would name half of the store.
    """
    kept = unicodedata.normalize("NFC", text[: WORDS_MAX * (LETTERS_MAX + 1)])
    spaced = "".join(" " if sign == '"' or unicodedata.category(sign)[0] == "C" else sign for sign in kept)
    words = [word[:LETTERS_MAX] for word in spaced.split() if any(sign.isalnum() for sign in word)][:WORDS_MAX]
    longer = [word for word in words if len(word) > 1]
    if not longer:
        return '"' + words[0] + '"' if words else None
    return " AND ".join('"' + word + '"*' for word in longer)
