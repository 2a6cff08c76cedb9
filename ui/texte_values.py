"""What windows show of the legal library, frozen."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TexteWish:
    """Which texts a list shows; empty for all."""

    text: str = ""
    nature: str = ""
    theme: str = ""
    etat: str = ""


@dataclass(frozen=True, slots=True)
class TexteLine:
    """A text in the list, as it stands today. `motif`: why it should be looked at again, if at all."""

    id: str
    code: str
    intitule: str
    nature: str
    resume: str = field(repr=False)
    etat: str
    depuis: str = ""
    remplacant: str = ""
    texte_du: str = ""
    motif: str = ""


@dataclass(frozen=True, slots=True)
class TexteCited:
    """A text that something cites. `etat`: en_vigueur, a_venir, remplace, abroge, modifie; `depuis` in ISO form."""

    id: str
    code: str
    intitule: str
    etat: str
    depuis: str = ""
    remplacant: str = ""
    remplacant_id: str = ""
    a_verifier: bool = False


@dataclass(frozen=True, slots=True)
class TexteHolder:
    """A record that cites a text. `etat`: how the text stands for it."""

    id: str
    kind: str
    titre: str = field(repr=False)
    etat: str
