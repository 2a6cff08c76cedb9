"""What a use case refuses, with the code whose French sentence a person reads."""

from mvl_desktop.domain.errors import DomainError


class RefusError(DomainError):
    """A use case said no, for the reason that its code names."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
