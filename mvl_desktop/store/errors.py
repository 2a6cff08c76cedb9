"""Why a store does not open, or stops. One class a reason; the French sentences are in resources/messages.json."""

from mvl_desktop.ports.store import StoreError


class MagasinAbsentError(StoreError):
    """There is no store here: nothing is created by opening."""

    code = "magasin_absent"


class MagasinDisparuError(StoreError):
    """The header is there and the database is gone: something was lost, nothing must be created in its place."""

    code = "magasin_disparu"


class MagasinExistantError(StoreError):
    """There is a store here already, or what remains of one: nothing is ever written over it."""

    code = "magasin_existant"


class MagasinVideError(StoreError):
    """The store's file is there, and holds nothing."""

    code = "magasin_vide"


class MagasinEtrangerError(StoreError):
    """The file is no store of ours, or that of another header."""

    code = "magasin_etranger"


class MagasinEndommageError(StoreError):
    """The file was cut, changed or written badly."""

    code = "magasin_endommage"


class EnteteAbsentError(StoreError):
    """The store's file is there without the header that opens it."""

    code = "entete_absent"


class EnteteEndommageError(StoreError):
    """The header was changed, cut, or asks for absurd work."""

    code = "entete_endommage"


class SauvegardeEtrangereError(StoreError):
    """This file is no backup of ours."""

    code = "sauvegarde_etrangere"


class SauvegardeEndommageeError(StoreError):
    """This backup was cut or changed, or does not hold what the store holds."""

    code = "sauvegarde_endommagee"


class MagasinDejaOuvertError(StoreError):
    """Another program holds this store."""

    code = "magasin_deja_ouvert"


class DisquePleinError(StoreError):
    """There is no room left on the disk; what was acknowledged is intact."""

    code = "disque_plein"


class MagasinIllisibleError(StoreError):
    """The disk, or the right to read or write there, failed."""

    code = "magasin_illisible"


class VersionTropRecenteError(StoreError):
    """The store was written by a newer version of the program."""

    code = "version_trop_recente"


class PhraseRefuseeError(StoreError):
    """The header is sound; this passphrase or code does not open it."""

    code = "phrase_refusee"


class CodeMalSaisiError(StoreError):
    """What was typed is no recovery code."""

    code = "code_mal_saisi"


class TrousseauManquantError(StoreError):
    """The passphrase also needs the secret of the system keyring, which is not there any more."""

    code = "trousseau_manquant"


class MemoireInsuffisanteError(StoreError):
    """This machine has not the memory that unlocking needs."""

    code = "memoire_insuffisante"


class CleInvalideError(StoreError):
    """A key that is not exactly 32 bytes is refused before any SQL."""

    code = "cle_invalide"


class FiltreImpossibleError(StoreError):
    """Lists are neither filtered nor sorted by this field."""

    code = "filtre_impossible"


class ProgrammeInadapteError(StoreError):
    """The database engine was not built as the store needs: no encryption, or temporary files in clear."""

    code = "programme_inadapte"


class SansGardiensError(StoreError):
    """This store was never kept for custodians."""

    code = "poste_sans_gardiens"


class GardiensRefusesError(PhraseRefuseeError):
    """These are not the sheets of two custodians of this store."""

    code = "gardiens_refuses"


class TexteInvalideError(StoreError):
    """A text holds half a character: no file, no message and no store can write it."""

    code = "texte_invalide"
