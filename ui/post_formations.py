"""The desk over a real post: training, series of others, public warnings."""

from collections.abc import Sequence

from mvl_desktop.domain.periode import Periode
from mvl_desktop.services import mises_en_garde, series
from mvl_desktop.services.espaces import list_homes
from mvl_desktop.services.formations import formations_bilan
from mvl_desktop.services.presentation import presentation
from ui.formation_values import CircularLine, Training, WarningLine
from ui.post_part import PostPart
from ui.resources import default_series, default_studies


class PostFormations(PostPart):
    """What is computed of the activities that are not meetings."""

    def training(self, year: int | None = None, public: str = "") -> Training:
        """Return what was held, and who was reached."""
        ours = tuple(presentation(self._ports).departements)
        found = formations_bilan(self._ports, Periode.annee(year) if year else None, ours, public)
        return Training(
            found.totaux, found.specifiques, found.filieres, found.departements, found.publics, found.intitules
        )

    def add_default_series(self) -> int:
        """Put the series and studies that are shipped in the usual espace."""
        homes = list_homes(self._ports, series.KIND)
        espace = homes[0].id.hex() if homes else None
        return len(series.add_default_series(self._ports, default_series(), default_studies(), espace=espace))

    def warnings(self) -> Sequence[WarningLine]:
        """Return the public warnings."""
        found = mises_en_garde.list_warnings(self._ports)
        return [WarningLine(each.id, each.titre, each.emetteur, each.portee) for each in found]

    def circulars(self) -> Sequence[CircularLine]:
        """Return the circulars in force."""
        found = mises_en_garde.circulars_in_force(self._ports)
        return [CircularLine(each.id, each.intitule, each.depuis) for each in found]
