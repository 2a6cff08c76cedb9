"""What an exchange says when it is over: figures, and why it stopped where it did. Frozen values, no secret in them."""

from dataclasses import dataclass, replace

FREEZING = frozenset({"registre_contradictoire", "historique_divergent"})
"""Alarms that suspend the exchanges of an espace until a person has seen them."""


@dataclass(frozen=True, slots=True)
class EspaceReport:
    """One espace: `arret` is the code of what stopped it, None when it went to its end.

    `scelle` says why what was typed here did not leave (renouvellement_requis, cle_en_attente, lecture_seule…);
    `motifs` why something that arrived was laid aside.
    """

    espace: bytes
    envoyes: int = 0
    recus: int = 0
    conflits: int = 0
    refuses: int = 0
    en_attente: int = 0
    attestes: int = 0
    pieces: int = 0
    demandes: int = 0
    arret: str | None = None
    scelle: str | None = None
    motifs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncReport:
    """The whole exchange. The sums are those of the command line."""

    espaces: tuple[EspaceReport, ...] = ()

    def _sum(self, name: str) -> int:
        return sum(getattr(espace, name) for espace in self.espaces)

    @property
    def stopped(self) -> str | None:
        """The first reason why an espace did not go to its end."""
        return next((espace.arret for espace in self.espaces if espace.arret), None)

    @property
    def motifs(self) -> tuple[str, ...]:
        """Why something that arrived was laid aside, each reason once."""
        return tuple(dict.fromkeys(motif for espace in self.espaces for motif in espace.motifs))

    def as_dict(self) -> dict[str, int]:
        """Return the document of `synchroniser`."""
        names = ("envoyes", "recus", "conflits", "refuses", "en_attente", "attestes")
        return {name: self._sum(name) for name in names}


@dataclass
class Tally:
    """Figures of one espace while its exchange runs."""

    report: EspaceReport

    def add(self, **more: int) -> None:
        """Add to some figures."""
        changed = {name: getattr(self.report, name) + count for name, count in more.items()}
        self.report = replace(self.report, **changed)

    def explain(self, motifs: tuple[str, ...]) -> None:
        """Say why something was laid aside, each reason once."""
        if motifs:
            self.report = replace(self.report, motifs=tuple(dict.fromkeys((*self.report.motifs, *motifs))))

    def stop(self, code: str) -> None:
        """Say why it stopped; the first reason stays."""
        if self.report.arret is None:
            self.report = replace(self.report, arret=code)
