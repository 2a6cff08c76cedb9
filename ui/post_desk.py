"""The desk over a real post: what windows ask becomes use cases, what use cases give becomes what windows show."""

from typing import TYPE_CHECKING

from ui.desk import Desk
from ui.post_access import PostAccess
from ui.post_annuaire import PostAnnuaire
from ui.post_bilans import PostBilans
from ui.post_chiffres import PostChiffres
from ui.post_conservation import PostConservation
from ui.post_convention import PostConvention
from ui.post_copies import PostCopies
from ui.post_courriers import PostCourriers
from ui.post_custody import PostCustody
from ui.post_duplicates import PostDuplicates
from ui.post_echeances import PostEcheances
from ui.post_exports import PostExports
from ui.post_faits import PostFaits
from ui.post_fiches import PostFiches
from ui.post_formations import PostFormations
from ui.post_grilles import PostGrilles
from ui.post_home import PostHome
from ui.post_importing import PostImporting
from ui.post_journal import PostJournal
from ui.post_lots import PostLots
from ui.post_members import PostMembers
from ui.post_records import PostRecords
from ui.post_reunions import PostReunions
from ui.post_security import PostSecurity
from ui.post_textes import PostTextes
from ui.post_transmissions import PostTransmissions
from ui.post_work import PostWork


class PostDesk(
    PostRecords,
    PostWork,
    PostFiches,
    PostGrilles,
    PostTextes,
    PostFormations,
    PostAnnuaire,
    PostBilans,
    PostConvention,
    PostHome,
    PostLots,
    PostMembers,
    PostAccess,
    PostConservation,
    PostCopies,
    PostExports,
    PostDuplicates,
    PostImporting,
    PostJournal,
    PostSecurity,
    PostCustody,
    PostCourriers,
    PostTransmissions,
    PostEcheances,
    PostChiffres,
    PostFaits,
    PostReunions,
):
    """The desk of an opened post."""

    def close(self) -> None:
        """Fold the log, close the store."""
        self._ports.store.checkpoint()
        self._post.close()


if TYPE_CHECKING:
    _: type[Desk] = PostDesk
