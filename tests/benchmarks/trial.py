"""The trial that decided how commits are made: one signature for hundreds of bodies, each under its record's key.

No compression, no registry, no re-reading of what was decoded but the header: the least that the design costs.
"""

import hashlib
import hmac
import os
import random
from dataclasses import dataclass, field

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.benchmarks.timing import Took

A_COMMIT = 256
PADDING = 256


class Rev(msgspec.Struct, forbid_unknown_fields=True):
    n: int
    kind: str
    parents: list[tuple[bytes, int]]
    hlc: int
    changes: dict[str, int | bool | str | list[str] | None]


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    rec: bytes
    ge: int
    kc: bytes
    blen: int
    bhash: bytes


class Head(msgspec.Struct, forbid_unknown_fields=True):
    v: int
    espace: bytes
    device: bytes
    seq: int
    prev: bytes
    entries: list[Entry]


_encode = msgspec.msgpack.Encoder().encode
_read_rev = msgspec.msgpack.Decoder(Rev).decode
_read_head = msgspec.msgpack.Decoder(Head).decode


@dataclass
class Trial:
    """Two sides of it: what seals, and what checks or opens."""

    espace: bytes = field(default_factory=lambda: os.urandom(16))
    device: bytes = field(default_factory=lambda: os.urandom(16))
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    epoch: AESGCM = field(default_factory=lambda: AESGCM(os.urandom(32)))

    def seal(self, revisions: list[Rev]) -> tuple[list[tuple[bytes, bytes, list[bytes]]], list[tuple[bytes, ...]]]:
        made: list[tuple[bytes, bytes, list[bytes]]] = []
        slots: list[tuple[bytes, ...]] = []
        prev = bytes(32)
        for seq, start in enumerate(range(0, len(revisions), A_COMMIT)):
            entries, bodies = [], []
            for index, revision in enumerate(revisions[start : start + A_COMMIT]):
                rec, key, nonce = os.urandom(16), os.urandom(32), os.urandom(12)
                kc = _commitment(key, rec)
                slots.append((kc, nonce, self.epoch.encrypt(nonce, key, rec + kc), rec))
                clear = _encode(revision)
                padded = clear + b"\x80" + bytes(-(len(clear) + 1) % PADDING)
                nonce = os.urandom(12)
                body = nonce + AESGCM(key).encrypt(nonce, padded, self._context(rec, seq, index, kc))
                entries.append(Entry(rec, 1, kc, len(body), hashlib.sha256(body).digest()))
                bodies.append(body)
            head = _encode(Head(1, self.espace, self.device, seq, prev, entries))
            prev = _hash(b"commit", head)
            made.append((head, self.key.sign(b"commit\0" + head), bodies))
        return made, slots

    def check(self, made: list[tuple[bytes, bytes, list[bytes]]]) -> None:
        public, prev = self.key.public_key(), bytes(32)
        for data, signature, bodies in made:
            head = _read_head(data)
            public.verify(signature, b"commit\0" + data)
            if _encode(head) != data or head.prev != prev:
                raise ValueError(head.seq)
            prev = _hash(b"commit", data)
            for entry, body in zip(head.entries, bodies, strict=True):
                if entry.blen != len(body) or hashlib.sha256(body).digest() != entry.bhash:
                    raise ValueError(head.seq)

    def open(self, made: list[tuple[bytes, bytes, list[bytes]]], slots: list[tuple[bytes, ...]]) -> int:
        keys = {kc: self.epoch.decrypt(nonce, ct, rec + kc) for kc, nonce, ct, rec in slots}
        public, count = self.key.public_key(), 0
        for data, signature, bodies in made:
            head = _read_head(data)
            public.verify(signature, b"commit\0" + data)
            for index, (entry, body) in enumerate(zip(head.entries, bodies, strict=True)):
                key = keys[entry.kc]
                if hashlib.sha256(body).digest() != entry.bhash or _commitment(key, entry.rec) != entry.kc:
                    raise ValueError(head.seq)
                context = self._context(entry.rec, head.seq, index, entry.kc)
                clear = AESGCM(key).decrypt(body[:12], body[12:], context).rstrip(b"\0")[:-1]
                count += _encode(_read_rev(clear)) == clear
        return count

    def _context(self, rec: bytes, seq: int, index: int, kc: bytes) -> bytes:
        return _hash(b"body", self.espace, rec, self.device, seq.to_bytes(8, "big"), index.to_bytes(2, "big"), kc)


def turn(count: int) -> dict[str, Took]:
    """Seal, check and open `count` revisions once."""
    revisions, trial = _revisions(count), Trial()
    with Took() as seal:
        made, slots = trial.seal(revisions)
    with Took() as check:
        trial.check(made)
    with Took() as opening:
        opened = trial.open(made, slots)
    if opened != count:
        raise ValueError(opened)
    return {"seal": seal, "check": check, "open": opening}


def _revisions(count: int) -> list[Rev]:
    chance = random.Random(1)  # noqa: S311 - nothing here is secret
    words = [f"mot{number:05d}" for number in range(5000)]

    def text(size: int) -> str:
        return " ".join(chance.choices(words, k=size))

    codes = {"canal": "courrier", "departement": "75", "recu_le": "2026-11-21", "niveau": "a_risque"}
    return [
        Rev(n, "signalement", [], n, {"objet": text(6), "resume": text(70), "natures": ["x", "y"], **codes})
        for n in range(count)
    ]


def _commitment(key: bytes, rec: bytes) -> bytes:
    return hmac.digest(key, b"kc" + rec, "sha256")


def _hash(label: bytes, *parts: bytes) -> bytes:
    framed = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hashlib.sha256(label + b"\0" + framed).digest()
