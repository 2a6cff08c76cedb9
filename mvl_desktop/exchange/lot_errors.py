"""Why a lot is not written, or not taken. Each has a French sentence under its code."""

from collections.abc import Sequence

from mvl_desktop.protocol.objects import LotForDevice, LotForEpoch


class LotError(Exception):
    """A lot that is refused, or that cannot be made."""

    code: str = "lot_illisible"


class LotIllisibleError(LotError):
    """Not a lot, or one of an unknown version."""

    code = "lot_illisible"


class LotAutreVersionError(LotError):
    """A lot of a version that comes after this one."""

    code = "lot_autre_version"


class LotEndommageError(LotError):
    """The sealed stream does not open as far as its end."""

    code = "lot_endommage"


class LotIncompletError(LotError):
    """The end of the file is missing."""

    code = "lot_incomplet"


class LotHostileError(LotError):
    """It opens, but breaks the rules: wrong counts, forged manifest, frames that have no place there."""

    code = "lot_hostile"


class LotTropGrandError(LotError):
    """Longer than a lot may be."""

    code = "lot_trop_grand"


class LotPasPourCePosteError(LotError):
    """It is closed for others: its header names them, and nothing else of it can be read here."""

    code = "lot_pas_pour_ce_poste"

    def __init__(self, readers: Sequence[LotForDevice | LotForEpoch] = ()) -> None:
        """Remember whom it is closed for."""
        super().__init__()
        self.readers = tuple(readers)


class EmetteurInconnuError(LotError):
    """Who signed it is in no registry that this post knows."""

    code = "emetteur_inconnu"


class LotVideError(LotError):
    """There is nothing to hand over."""

    code = "lot_vide"


class RecipientUnknownError(LotError):
    """The post to write for is not a member."""

    code = "poste_inconnu"
