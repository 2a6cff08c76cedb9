"""Why the service refuses: one exception for what a request did wrong, one for what the host did wrong."""

from collections.abc import Sequence


class RequestRefusedError(Exception):
    """A request that is refused: an HTTP status, a stable code, and what the asker needs to go on."""

    def __init__(self, status: int, reason: str, expect: int = 0, entries: Sequence[bytes] = ()) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.expect = expect
        self.entries = list(entries)


class HostError(Exception):
    """Something that whoever runs the service must put right; the message is a French sentence for them."""

    def __init__(self, sentence: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.exit_code = exit_code
