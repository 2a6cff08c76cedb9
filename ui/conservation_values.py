"""The frozen values of the page « Conservation »: proposals, orders, erasures. They name nobody but who decides."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DueLine:
    """A record for which something is proposed: `sort` is `anonymiser`, `detruire` or `revoir`."""

    id: str
    reference: str
    titre: str = field(repr=False)
    niveau: str
    sort: str
    le: date
    pourquoi: str
    a_valider: bool
    bloque: bool
    permis: bool
    repris_par: str = field(default="", repr=False)
    """The signalement that took it in, by a merge: it holds its values."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order: `etat` is `attend`, `a_resigner`, `propose` or `en_vigueur`; `a_signer`: by this post."""

    id: str
    nature: str
    motif: str
    precision: str = field(repr=False)
    enregistrements: int
    demande_par: str = field(repr=False)
    demande_le: str
    etat: str
    a_signer: bool
    bordereau: bool


@dataclass(frozen=True, slots=True)
class ProofLine:
    """An erasure in force: how many posts have confirmed it, who has not, what remains, in sentences."""

    id: str
    nature: str
    motif: str
    enregistrements: int
    le: datetime
    confirmes: int
    postes: int
    manquent: tuple[str, ...] = field(repr=False)
    reste: tuple[str, ...] = field(repr=False)
    complet: bool = False


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A record kept from any erasure."""

    id: str
    titre: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeptElsewhere:
    """Another entry of the same record that would still hold the erased words."""

    revision: str
    champ: str


@dataclass(frozen=True, slots=True)
class ErasureSeen:
    """What erasing an entry would do, before anything is done: fields that would show an older value; what stays."""

    revision: str
    retour: tuple[str, ...]
    gardent: tuple[KeptElsewhere, ...]


@dataclass(frozen=True, slots=True)
class Conserved:
    """Everything that the page shows. `permis`: whether this post may order somewhere."""

    permis: bool = False
    avertissement: str = ""
    a_traiter: tuple[DueLine, ...] = ()
    ordres: tuple[OrderLine, ...] = ()
    effacements: tuple[ProofLine, ...] = ()
    bloques: tuple[HeldLine, ...] = ()
