"""The frozen values that windows show. No secret is in them, and no object of the store.

Values of fields are in the nested shape of the command line: ISO dates, lists of codes, elements with their `id`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ui.arbitration_values import Contest, LostValue
from ui.moving_values import MovedLine

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Choice:
    """A code and how it is said."""

    code: str
    libelle: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked to show. `order`: a field, `-` before it for descending.

    `filters`: pairs of the same field are alternatives, different fields all hold; `champ>=` and `champ<=` bound a date
    or a number; an empty value means not filled. Besides fields: `etat_envoi`, `conflits` (`oui`), `espace` (its id),
    `suivi` (`oui`: what this person follows).
    """

    kind: str
    text: str = field(default="", repr=False)
    filters: tuple[tuple[str, str], ...] = ()
    order: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    id: str
    etat_envoi: str
    conflits: int
    champs: Values = field(repr=False)
    piece: str = field(default="", repr=False)
    """The file whose text was found, when the record's own words were not."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An attachment of a record."""

    id: str
    nom: str = field(repr=False)
    octets: int
    complete: bool = True
    type_mime: str = ""
    origine: str = ""
    ajoutee_le: str = ""
    empreinte: str = ""
    genre: str = ""
    description: str = field(default="", repr=False)
    texte: str = ""
    """What the search knows of its text, where that is not all: `partiel`, or the code of why it was not read."""


@dataclass(frozen=True, slots=True)
class TextsRead:
    """How many attachments of this post give their text to the search, give none, and are still to be read."""

    lues: int = 0
    sans_texte: int = 0
    a_lire: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """What is around a form on a record: where it stands, its conflicts, its attachments."""

    id: str
    kind: str
    titre: str = field(repr=False)
    espace: str
    etat_envoi: str
    detail_envoi: str
    reference: str
    conflits: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    suivi: bool = False
    """Whether this person follows it."""
    statut: str = ""
    """Where it stands for everybody, whatever is being typed here."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody is typing, whole. `basis` comes back as it is: what its author had seen when the form opened."""

    id: str
    kind: str
    rec: str | None
    champs: Values = field(repr=False)
    kept: bool = False
    """Whether it is a draft that was resumed."""
    basis: object = field(default=None, repr=False)
    espace: str = ""
    """The id of the espace where it is, or will be."""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft to resume."""

    id: str
    kind: str
    titre: str = field(repr=False)
    le: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One field that one revision changed."""

    champ: str
    avant: str = field(repr=False)
    apres: str = field(repr=False)
    nom: str = ""
    """The flat key, for who wants the former value back."""
    valeur_avant: object = field(default=None, repr=False)
    decide: str = ""
    """The flat key, when this decided between several values and nothing changed it since: it can be taken back."""


@dataclass(frozen=True, slots=True)
class Past:
    """One revision of a record: when, at which post, what. `motif` for a decision."""

    le: datetime
    poste: str
    changes: tuple[Change, ...]
    efface: bool = False
    revision: str = ""
    effacable: bool = False
    """Whether this post may order that it be erased alone: it was entered by mistake."""


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values between which somebody has to decide."""

    revision: str
    poste: str
    le: datetime
    valeur: object = field(repr=False)
    dite: str = field(repr=False)
    douteuse: bool = False
    """Whether the clock that dated it is doubted."""
    voie: str = ""
    """How it came to this post, said."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field to decide. `champ` is its flat key, `libelle` how it is said.

    `base`: what stood before both, nothing when nothing did; `proposition`: what could unite the versions.
    """

    id: str
    kind: str
    titre: str = field(repr=False)
    champ: str
    libelle: str
    versions: tuple[Version, ...]
    base: tuple[Version, ...] = ()
    proposition: object = field(default=None, repr=False)
    espace: str = ""
    contestations: tuple[Contest, ...] = ()

    @property
    def revisions(self) -> tuple[str, ...]:
        """The revisions whose values are shown."""
        return tuple(version.revision for version in self.versions)


@dataclass(frozen=True, slots=True)
class Passage:
    """One way by which a record leaves this post, and what came back. `le`: when it left, or was attested.

    `voie`: `service` or `lot`; `etat`: `a_envoyer`, `remis` or `atteste`.
    """

    voie: str
    quoi: str
    """The address of the service, or the number of the lot."""
    etat: str
    le: datetime | None = None
    destinataire: str = ""


@dataclass(frozen=True, slots=True)
class Unsent:
    """Something that has not been attested by anybody else yet."""

    id: str
    kind: str
    titre: str = field(repr=False)
    etat: str
    detail: str
    depuis: datetime
    espace: str = ""
    voies: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person must know, until they say that they do."""

    id: int
    texte: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What the frame of the window always shows."""

    post: str
    conflits: int
    a_envoyer: int
    remis: int
    service: str | None
    derniere: datetime | None
    alarmes: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What a synchronisation did."""

    envoyes: int
    recus: int
    conflits: int
    refuses: int
    en_attente: int
    attestes: int
    arret: str = ""
    """Why it did not go to its end, when it did not: a code."""


@dataclass(frozen=True, slots=True)
class LotReport:
    """What a lot holds, or what its merging did. `remarques`: what there is to know of it, said to people.

    `lus` and `annonces`: of a lot that is cut or damaged, how many objects were taken before the damage.
    `quarantaine`: records that stay apart until somebody has accepted them.
    """

    fichier: str
    lot: str
    emetteur: str
    nouveaux: int
    connus: int
    fusionnes: int
    a_arbitrer: int
    en_attente: int
    refuses: int
    motif: str = ""
    lus: int = 0
    annonces: int = 0
    quarantaine: int = 0
    doublons: int = 0
    remarques: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class LotWritten:
    """A lot on its way."""

    fichier: Path
    numero: int
    revisions: int
    octets: int


@dataclass(frozen=True, slots=True)
class Espace:
    """An espace of this post."""

    id: str
    nom: str
    role: str
    compartiment: bool = False
    service: str | None = None
    compartiment_de: str = ""
    """For a compartment: the espace that it belongs to."""


@dataclass(frozen=True, slots=True)
class Member:
    """A post of an espace, and who sits there."""

    id: str
    nom: str
    code: str
    espace: str
    espace_id: str
    role: str
    etat: str
    ici: bool
    fait: str = ""
    """What they do here, in words of the trade."""
    entendu: datetime | None = None
    """When something that this post signed last came here."""
    format: int = 0
    compartiment: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """What a form may say of a record kept apart (the signalant, medical pieces): `lisible`, or `reserve` to others."""

    etat: str
    id: str = ""
    titre: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works on these records. `depart`: their post was revoked, what they held is to be handed over."""

    nom: str
    fonction: str = ""
    delegation: str = ""
    code: str = ""
    ici: bool = False
    depart: bool = False


@dataclass(frozen=True, slots=True)
class FicheLine:
    """A fiche de conduite that may be applied. `raison` says why it is proposed for this record, when it is."""

    id: str
    code: str
    titre: str
    version: int
    declencheur: str
    statut: str = ""
    urgence: str = ""
    raison: str = ""
    appliquee: bool = False


@dataclass(frozen=True, slots=True)
class NewerFiche:
    """A fiche that was applied in one version and has another today."""

    id: str
    titre: str
    appliquee: int
    actuelle: int
    ajoutees: tuple[str, ...]
    retirees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FicheVersion:
    """What a fiche de conduite said in one of its versions."""

    version: int
    le: datetime
    poste: str
    champs: Values = field(repr=False)


@dataclass(frozen=True, slots=True)
class LinkFrom:
    """A link that another signalement holds towards the one that is open. `nature`: how it is said."""

    id: str
    nature: str
    reference: str
    titre: str = field(repr=False)
    motif: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of the search over everything."""

    id: str
    kind: str
    titre: str = field(repr=False)
    extrait: str = field(repr=False)
    piece: str = field(default="", repr=False)
    """The file whose text was found, when the record's own words were not."""


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that somebody has to do. `quoi`: one short sentence; `gravite`: `vitale`, `forte` or `ordinaire`."""

    rec: str
    kind: str
    titre: str = field(repr=False)
    reference: str
    quoi: str
    gravite: str = "ordinaire"
    depuis: datetime | None = None
    a_moi: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """What was typed in a record that somebody erased before it left: readable here, never sent, until `jusqu_au`."""

    kind: str
    espace: str
    jusqu_au: datetime
    changes: tuple[Change, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Home:
    """What matters today for this person."""

    personne: str
    brouillons: tuple[DraftLine, ...] = ()
    a_faire: tuple[Todo, ...] = ()
    en_attente: int = 0
    """What has not left this post, or left without an answer."""
    plus_ancien: datetime | None = None
    """Since when the oldest of these waits."""
    conflits: int = 0
    recents: tuple[Todo, ...] = ()
    """What changed last among what this person holds or follows; `quoi` says who changed it."""
    total: int = 0
    """How many signalements this post holds."""
    derniere: datetime | None = None
    """The last exchange."""
    perdus: tuple[Lost, ...] = ()
    espaces: int = 0
    """How many espaces this post is in."""
    fiches: tuple[Todo, ...] = ()
    """The fiches de conduite to have at hand."""
    pas_ranges: bool = False
    """Whether this person put the first steps away."""
    ecartees: tuple[LostValue, ...] = ()
    """The decisions of others that did not keep what was written here."""
    deplaces: tuple[MovedLine, ...] = ()
    """What others moved to another espace while this person worked on it."""
    retards: int = 0
    """How many deadlines are past, as far as the first page looks for them."""
    du_jour: int = 0
    horloge_douteuse: bool = False
    """Whether the clock of this post is behind what it has seen."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that somebody gave a name to; kept on this post, encrypted."""

    nom: str
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """A post that asked, through the service, to enter."""

    id: str
    nom: str
    espaces: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class Introduction:
    """What somebody says of themselves. The first of the départements is the usual one."""

    nom: str = field(repr=False)
    fonction: str = ""
    delegation: str = ""
    departements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PastExchange:
    """One of the last exchanges. `voie`: `service`, `lot_ecrit` or `lot_recu`; `arret`: why it stopped, a code.

    `nombres`: (sent, received) with a service, (number of the lot, modifications) for a lot; empty when it failed.
    """

    le: datetime
    voie: str
    nombres: tuple[int, ...] = ()
    arret: str = ""


@dataclass(frozen=True, slots=True)
class Safety:
    """How a post is kept. `seul`: for how many days its work is nowhere else, when it is time to say so."""

    ancien: bool = False
    """Restored, copied or put back: it reads only until it is taken up again."""
    sauvegarde: datetime | None = None
    seul: int | None = None


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A new recovery code and its sheet, to be put on paper; then `confirm` puts it in force."""

    code: str = field(repr=False)
    sheet: str = field(repr=False)
    confirm: Callable[[], None]


@dataclass(frozen=True, slots=True)
class BackupSeen:
    """A backup that was opened and read from one end to the other."""

    path: Path
    faite: datetime
    octets: int
    enregistrements: int
    brouillons: int
    pieces: int
