"""The frozen values that windows of letters show."""

from dataclasses import dataclass, field

from ui.values import Values


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template from which a letter may be written. `raison` says why it is proposed here, when it is."""

    id: str
    code: str
    titre: str
    genre: str
    emploi: str
    statut: str
    version: int
    raison: str = ""


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter of a signalement."""

    id: str
    genre: str
    etat: str
    objet: str = field(repr=False)
    destinataire: str = field(repr=False)
    le: str = ""
    """The day when it left, else the day that it bears."""
    transmission: str = ""
    parti: bool = False


@dataclass(frozen=True, slots=True)
class LetterFinding:
    """A passage that tells what should not be told. `dite`: how its sort is said; `motif`: why it stays."""

    sorte: str
    dite: str
    passage: str = field(repr=False)
    motif: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class LetterSeen:
    """What is to be settled in a letter, and its pages as pictures."""

    a_completer: tuple[str, ...] = field(default=(), repr=False)
    laisses: tuple[str, ...] = field(default=(), repr=False)
    revelations: tuple[LetterFinding, ...] = field(default=(), repr=False)
    reserve: tuple[str, ...] = ()
    """What cannot be looked for at this post, said."""
    inconnus: tuple[str, ...] = ()
    pages: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def attend(self) -> int:
        """How many things wait for a decision."""
        return len(self.a_completer) + len(self.inconnus) + sum(not each.motif for each in self.revelations)


@dataclass(frozen=True, slots=True)
class LetterOpened:
    """A letter as it is worked on. `basis` comes back as it is, whenever it is looked at."""

    id: str
    rec: str
    reference: str
    etat: str
    etat_dit: str
    genre: str
    modele: str
    champs: Values = field(repr=False)
    remplis: tuple[str, ...] = field(repr=False)
    """What came from the record: it is marked where it stands in the text."""
    au_signalant: bool = False
    adresse_lisible: bool = True
    """Whether the name and address of the signalant can be put on its pages here."""
    fondements: tuple[str, ...] = ()
    """The legal bases of its template: with its text, what it cites."""
    textes_lus_le: str = ""
    """The day (ISO) on which the texts that its template cites were last read over."""
    transmission_attend: bool = False
    """Whether the transmission that it goes with is still to be marked as sent."""
    basis: object = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the letterhead of this post says."""

    service: str = ""
    adresse: str = field(default="", repr=False)
    telephone: str = field(default="", repr=False)
    courriel: str = field(default="", repr=False)
    lieu: str = ""
    signataire: str = field(default="", repr=False)
    qualite: str = ""


@dataclass(frozen=True, slots=True)
class LetterField:
    """A field that a template may name between braces, and how it is called."""

    nom: str
    libelle: str
    aide: str = ""
