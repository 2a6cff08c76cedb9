"""What windows show of the life of a fiche de conduite, frozen."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class GoneFiche:
    """A fiche applied here that was withdrawn (`retiree`), or that this post holds no more (`absente`)."""

    titre: str
    etat: str
    motif: str = field(default="", repr=False)
    remplacante: str = ""
    remplacante_titre: str = ""


@dataclass(frozen=True, slots=True)
class StepUse:
    """One step of one version: how often done, set aside, still to do; the reasons, and how many are kept quiet."""

    version: int
    libelle: str
    faites: int
    ecartees: int
    a_faire: int
    motifs: tuple[tuple[str, int], ...] = field(default=(), repr=False)
    motifs_tus: int = 0


@dataclass(frozen=True, slots=True)
class FicheUse:
    """How many signalements use a fiche, in which version, step by step."""

    titre: str
    signalements: int
    versions: tuple[tuple[int, int], ...]
    etapes: tuple[StepUse, ...]
