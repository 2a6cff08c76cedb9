"""The frozen values that windows show of communicable copies, and of what left towards other espaces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mvl_desktop.domain.occulter import Passage


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A copy in the list. `a_relire`: this person may read it again."""

    id: str
    titre: str = field(repr=False)
    etat: str
    demandeur: str = field(repr=False)
    avant_le: date | None
    a_relire: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyWish:
    """A copy to begin: of a record, of a text, or of a file; and who asked for it."""

    rec: str = ""
    titre: str = field(default="", repr=False)
    texte: str = field(default="", repr=False)
    fichier: Path | None = field(default=None, repr=False)
    demandeur: str = field(default="", repr=False)
    demandee_le: date | None = None


@dataclass(frozen=True, slots=True)
class CopySeen:
    """A copy as it is worked on: blocks, what is taken out, and what may be done next.

    `enregistres`: the passages that everybody sees; `passages` may hold more, kept on this post.
    """

    id: str
    titre: str = field(repr=False)
    etat: str
    champs: Mapping[str, object] = field(repr=False)
    blocs: tuple[str, ...] = field(repr=False)
    passages: tuple[Passage, ...]
    enregistres: tuple[Passage, ...]
    possible: tuple[str, ...]
    relecteur: bool
    relue: bool
    """Whether what leaves is what a second person read."""


@dataclass(frozen=True, slots=True)
class CopyHint:
    """A place that may have to be taken out, in words, and why it is proposed."""

    passage: Passage
    sorte: str
    texte: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CopySource:
    """A document of this post that may be communicated."""

    id: str
    kind: str
    titre: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A copy of a signalement that went to another espace, and how it stands."""

    id: str
    copie: str
    titre: str = field(repr=False)
    reference: str
    espace: str
    le: date | None
    par: str = field(repr=False)
    masque: bool
    motif: str = field(repr=False)
    version: str
    etat: str
    etat_dit: str
    rappel: str = field(default="", repr=False)
    suite: str = field(default="", repr=False)
    rappelable: bool = False


@dataclass(frozen=True, slots=True)
class RecallSeen:
    """What the espace of a source asks of a copy held here."""

    depuis: str
    le: date | None
    par: str = field(repr=False)
    motif: str = field(repr=False)
    suite: str = field(default="", repr=False)
