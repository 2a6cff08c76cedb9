"""What the domain refuses. Each error has a stable code; its French sentence is in resources/messages.json."""


class DomainError(Exception):
    """A rule of the trade, or of a declaration, said no."""

    code: str = "refus"


class KindInconnuError(DomainError):
    """Nobody declared this kind on this post."""

    code = "kind_inconnu"


class ReferenceInvalideError(DomainError):
    """A text that should name a record of some espace, or a human reference, does not."""

    code = "reference_invalide"


class ChampInvalideError(DomainError):
    """A value typed on this post cannot be kept as it is. It names the champ, never the value."""

    code = "champ_invalide"

    def __init__(self, champ: str, code: str) -> None:
        super().__init__(code)
        self.champ = champ
        self.code = code  # finer than the class


class FicheTropLongueError(DomainError):
    """One revision would hold more than a sealed body can carry."""

    code = "fiche_trop_longue"
