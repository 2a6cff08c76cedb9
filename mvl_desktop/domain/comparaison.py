"""Two numbers over two periods: what may be said of them when the periods are not as long. Nothing is extrapolated."""

from dataclasses import dataclass

from mvl_desktop.domain.nombre_dit import Nombre
from mvl_desktop.domain.periode import Periode


@dataclass(frozen=True, slots=True)
class Compte:
    """A number of things, exact or between two bounds, over a period."""

    nombre: Nombre
    periode: Periode

    @property
    def par_mois(self) -> Nombre:
        """Return what it makes a month, on average."""
        months = self.periode.mois_entiers or self.periode.mois
        return Nombre(self.nombre.bas / months, self.nombre.haut / months, self.nombre.environ)


@dataclass(frozen=True, slots=True)
class Comparaison:
    """Two counts side by side, the one that is spoken of first."""

    un: Compte
    autre: Compte

    @property
    def inegales(self) -> bool:
        """Whether one period is longer than the other: whole months are as long as as many whole months."""
        return _length(self.un.periode) != _length(self.autre.periode)

    @property
    def depasse_deja(self) -> bool:
        """Whether the shorter period counts more than the longer one, whatever the bounds: true without any rate."""
        if not self.inegales:
            return False
        short, long = sorted((self.un, self.autre), key=lambda each: each.periode.jours)
        return short.nombre.bas > long.nombre.haut


def _length(periode: Periode) -> tuple[str, int]:
    months = periode.mois_entiers
    return ("mois", months) if months else ("jours", periode.jours)
