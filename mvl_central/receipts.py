"""Signed receipts: which commits are kept, and which of their bodies are not."""

from collections.abc import Sequence
from dataclasses import dataclass

from mvl_central.service import Service
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.objects import ENTRIES_MAX, VERSION, Receipt


@dataclass(frozen=True, slots=True)
class Taken:
    """A commit that is kept, and the hashes of its bodies that are not here."""

    id: bytes
    absent: Sequence[bytes]


def receipts(service: Service, espace: bytes, taken: Sequence[Taken], checkpoint: bytes) -> list[bytes]:
    """Sign receipts for these commits: one, or several when too many bodies are absent for one."""
    groups: list[tuple[list[bytes], list[bytes]]] = []
    for commit in taken:
        if not groups or len(groups[-1][1]) + len(commit.absent) > ENTRIES_MAX:
            groups.append(([], []))
        groups[-1][0].append(commit.id)
        groups[-1][1].extend(commit.absent)
    return [
        service.key.sign("receipt", encode(Receipt(VERSION, espace, None, None, ids, without, checkpoint)))
        for ids, without in groups
    ]
