"""One frozen Settings: where this program's data are and how it behaves. Nothing here reads the environment."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Message:
    """What a person reads for a code, and the exit code of the command line."""

    phrase: str
    sortie: int


@dataclass(frozen=True)
class Settings:
    """What does not change while the program runs."""

    resources: Path
    lock_after_minutes: int = 5
    sync_interval_minutes: int = 15

    @cached_property
    def messages(self) -> dict[str, Message]:
        """One French sentence for each code (resources/messages.json)."""
        raw = json.loads((self.resources / "messages.json").read_text(encoding="utf-8"))
        return {code: Message(entry["phrase"], entry["sortie"]) for code, entry in raw.items()}

    def message(self, code: str) -> Message:
        """Return the sentence of a code; the one of an internal error when nobody wrote it."""
        return self.messages.get(code) or self.messages["erreur_interne"]
