"""Invented signalements of about 830 bytes each, the same at every run, for the product and for its peers alike.

Standard library only: programs of other environments import it too. The words mean nothing and nobody is named; they
come back as words of a language do (a few very often, most of them rarely) and carry accents.
"""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

SYLLABLES = (
    *("ka", "lo", "mi", "ré", "su", "tâ", "vè", "zo", "nô", "pe", "ri", "go", "hu", "dö", "be", "ça"),
    *("fi", "jo", "né", "wa", "sta", "pre", "tri", "plo", "cre", "êm", "ost", "nîk"),
)
WORDS = 20_000
CANAUX = ("telephone", "courrier", "courriel")
NIVEAUX = ("non_qualifie", "demande_info", "sans_element", "a_risque")
NATURES = ("mineur_en_danger", "exercice_illegal", "emprise_sectaire", "usurpation_titre")
DEPARTEMENTS = (("93", "93066"), ("75", "75056"), ("92", "92050"), ("94", "94028"))
START = date(2026, 1, 5)


@cache
def vocabulary() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the words, and how often each comes back, added up."""
    chance = random.Random(7)  # noqa: S311 - nothing here is secret
    words: dict[str, None] = {}
    while len(words) < WORDS:
        words["".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 2, 3, 3, 4))))] = None
    return tuple(words), tuple(accumulate(1 / (rank + 3) for rank in range(WORDS)))


def signalements(count: int, start: int = 0, seed: int = 1) -> Iterator[dict[str, object]]:
    """Give `count` signalements, numbered from `start`."""
    chance = random.Random(seed * 1_000_003 + start)  # noqa: S311 - nothing here is secret
    words, often = vocabulary()
    for number in range(start, start + count):
        departement, commune = DEPARTEMENTS[number % 4]
        yield {
            "objet": " ".join(chance.choices(words, cum_weights=often, k=5)).capitalize(),
            "recu_le": (START + timedelta(days=number % 300)).isoformat(),
            "canal": CANAUX[number % 3],
            "departement": departement,
            "commune": commune,
            "niveau": NIVEAUX[number % 4],
            "natures": sorted({NATURES[number % 4], NATURES[(number + 1) % 4]}),
            "resume": " ".join(chance.choices(words, cum_weights=often, k=44)).capitalize() + ".",
            "personnes": [{"nom": " ".join(chance.choices(words, cum_weights=often, k=2)).title()}],
        }


def texts(count: int, start: int = 0, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Give (title, whole record as JSON) of the same signalements, for programs that know no fields.

    With the names and the time that the product gives to a record, a revision, a post: whoever merges needs them too.
    """
    chance = random.Random(seed * 1_000_033 + start)  # noqa: S311 - nothing here is secret
    names = ("id", "revision", "parent", "poste")
    for number, record in enumerate(signalements(count, start, seed), start):
        named = {name: chance.randbytes(16).hex() for name in names} | {"le": 1_790_000_000_000 + number * 977}
        yield str(record["objet"]), json.dumps(named | record, ensure_ascii=False, separators=(",", ":"))
