"""A keyring in memory, that may refuse."""


class MemoryKeyring:
    """`SystemKeyring` as a dictionary."""

    def __init__(self, secrets: dict[str, bytes] | None = None, *, refuses: bool = False) -> None:
        self.secrets = dict(secrets or {})
        self.refuses = refuses

    def get(self, name: str) -> bytes | None:
        return self.secrets.get(name)

    def set(self, name: str, secret: bytes) -> bool:
        if not self.refuses:
            self.secrets[name] = secret
        return not self.refuses

    def forget(self, name: str) -> None:
        self.secrets.pop(name, None)
