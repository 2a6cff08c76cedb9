"""How strong a passphrase is, said in French. The estimator is loaded the first time it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from mvl_desktop.i18n import N_, _

SHORTEST = 12
_LONGEST = 100
_WORDS = (N_("Très faible"), N_("Faible"), N_("Moyenne"), N_("Bonne"), N_("Excellente"))
_ADVICE = (
    N_("Elle se devine en quelques secondes. Prenez plusieurs mots sans lien entre eux."),
    N_("Elle se devine en quelques heures. Ajoutez un ou deux mots."),
    N_("Elle résiste mal à un voleur patient. Ajoutez un mot."),
    N_("Elle convient."),
    N_("Elle convient très bien."),
)
_FRENCH = ("mvl", "miviludes", "ars", "signalement", "derive", "sectaire", "motdepasse", "bonjour", "azerty", "soleil")


@dataclass(frozen=True, slots=True)
class Strength:
    """A mark from 0 to 4, and what to say of it."""

    mark: int
    said: str

    @property
    def enough(self) -> bool:
        """Whether the passphrase may be used."""
        return self.mark >= 3


def strength(passphrase: str, about: Sequence[str] = ()) -> Strength:
    """Return how strong a passphrase is. `about`: words that a thief would try first (the person's name…)."""
    if len(passphrase) < SHORTEST:
        return Strength(
            0, _("Trop courte : il faut au moins {nombre} caractères, par exemple quatre mots.").format(nombre=SHORTEST)
        )
    from zxcvbn import zxcvbn

    inputs = [*_FRENCH, *(word for text in about for word in (text, *text.split()) if word)]
    mark = int(zxcvbn(passphrase[:_LONGEST], user_inputs=inputs)["score"])
    return Strength(mark, f"{_(_WORDS[mark])}. {_(_ADVICE[mark])}")
