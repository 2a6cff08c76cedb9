"""Secours MVL : rouvre seul la copie d’un espace, avec les fiches de deux gardiens, et l’écrit en clair.

Ce programme ne demande rien à MVL : Python 3.11, cryptography, msgspec, zstandard et mnemonic suffisent. Il vérifie le
registre depuis l’empreinte du fondateur, chaque signature, chaque empreinte et chaque clé sur lesquelles il s’appuie,
et il dit ce qui manque. Les formats sont ceux de docs/protocol.md ; le dictionnaire, suite1.zdict, est avec
les ressources de MVL.
"""

import argparse
import getpass
import hashlib
import hmac
import json
import os
import re
import struct
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import zstandard
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from mnemonic import Mnemonic

MAGIC, ZERO, SUITE = b"MVL-ESPACE\x01", bytes(32), (1).to_bytes(2, "big")
REGISTRY, SLOT, COMMIT, BODY, PART, PAGE, ESCROW = 1, 3, 4, 5, 6, 15, 16
DICTIONARY = "8b7882411498c5f2fa4d449424b6c172f95de1433904dccbc987b000730ff822"
STEWARDS, SEALERS = {"operator", "admin"}, {"agent", "referent", "operator", "admin"}
OF_STEWARDS = {"device.add", "device.revoke", "epoch", "erase", "hold", "reinstate"}
KEYLESS = {"auditor", "outside"}
TINY = {0, 1, 2**255 - 20} | {
    int.from_bytes(bytes.fromhex(y), "little")
    for y in (
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    )
}
"""Les points d’ordre petit, sous lesquels n’importe qui signe."""
BAD = (ValueError, KeyError, TypeError, IndexError, struct.error, msgspec.MsgspecError)
"""Ce que lèvent des octets qui ne sont pas ce qu’ils devraient être."""


class RefusError(Exception):
    """Ce qui empêche de continuer, en une phrase."""


def digest(label: str, *parts: bytes) -> bytes:
    """L’empreinte d’un objet, sous son étiquette."""
    said = b"".join(struct.pack(">Q", len(part)) + part for part in parts)
    return hashlib.sha256(b"mvl1/" + label.encode() + b"\0" + said).digest()


def info(label: str, *parts: bytes) -> bytes:
    """Le contexte d’une dérivation ou d’un scellé."""
    return b"mvl1/" + label.encode() + b"\0" + SUITE + b"".join(parts)


def expand(key: bytes, context: bytes) -> bytes:
    """HKDF-Expand, un bloc."""
    return hmac.digest(key, context + b"\x01", "sha256")


def be64(number: int) -> bytes:
    """Un nombre sur huit octets."""
    return struct.pack(">Q", number)


def signed(public: bytes, tag: str, message: bytes, signature: bytes) -> bool:
    """Si une signature est bonne, sous une clé qui n’est pas d’un point d’ordre petit."""
    y = int.from_bytes(public, "little") & (2**255 - 1)
    if y >= 2**255 - 19 or y in TINY:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, b"mvl1/" + tag.encode() + b"\0" + message)
    except (InvalidSignature, ValueError):
        return False
    return True


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Ce que scelle une clé, dans son contexte."""
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], context)


# ---------------------------------------------------------------------------------------------- les fiches des gardiens


def plain(text: str) -> str:
    """Un texte sans majuscules ni accents."""
    split = unicodedata.normalize("NFD", text.lower().replace("œ", "oe"))
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def read_sheet(text: str, place: int) -> bytes:
    """La graine que disent les 24 mots d’une fiche."""
    french = Mnemonic("french")
    listed = {plain(word): word for word in french.wordlist}
    typed = re.findall(r"[a-z]+", plain(text))
    if len(typed) != 24:
        raise RefusError(f"Fiche {place} : {len(typed)} mots ont été lus, il en faut 24.")
    for rank, word in enumerate(typed, 1):
        if word not in listed:
            raise RefusError(f"Fiche {place} : le mot n° {rank} n’est dans aucune fiche. Relisez-le sur le papier.")
    try:
        return bytes(french.to_entropy([listed[word] for word in typed]))
    except ValueError:
        said = "ces 24 mots ne vont pas ensemble. L’un d’eux a été pris pour un autre, ou deux sont échangés."
        raise RefusError(f"Fiche {place} : {said}") from None


def private(seed: bytes) -> tuple[MLKEM768X25519PrivateKey, bytes]:
    """La clé X-Wing d’une graine, et sa moitié publique."""
    long = hashlib.shake_256(seed).digest(96)
    a, b = MLKEM768PrivateKey.from_seed_bytes(long[:64]), X25519PrivateKey.from_private_bytes(long[64:])
    raw = (Encoding.Raw, PublicFormat.Raw)
    return MLKEM768X25519PrivateKey(a, b), a.public_key().public_bytes(*raw) + b.public_key().public_bytes(*raw)


def open_epoch(espace: "Espace", escrow: dict[tuple[int, int], bytes], sheets: list[str]) -> bytes:
    """La clé du moment, ouverte par deux fiches, et conforme à ce que le registre en dit."""
    if len(sheets) != 2:
        raise RefusError("Il faut les fiches de deux gardiens : ni une, ni trois.")
    if not espace.custodians or espace.epoch not in espace.escrows:
        raise RefusError("Cet espace n’avait pas de gardiens : personne ne garde sa clé.")
    keys = {}
    for place, text in enumerate(sheets, 1):
        key, public = private(read_sheet(text, place))
        if public not in espace.custodians:
            raise RefusError(f"Fiche {place} : elle n’est pas celle d’un gardien de cet espace.")
        keys[espace.custodians.index(public)] = key
    if len(keys) != 2:
        raise RefusError("C’est deux fois la même fiche. Il faut celles de deux gardiens différents.")
    outer, inner = sorted(keys)
    pair = list(combinations(range(3), 2)).index((outer, inner))
    sealed = escrow.get((espace.epoch, pair))
    if sealed is None or digest("escrow", sealed) != espace.escrows[espace.epoch][pair]:
        raise RefusError("La clé gardée pour ces deux gardiens manque à cette copie, ou elle y a été changée.")
    subject = digest("epoch-escrow", SUITE, espace.id, be64(espace.epoch))
    hpke = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    try:
        for rank in (outer, inner):
            sealed = hpke.decrypt(sealed, keys[rank], info("escrow", subject, rank.to_bytes(2, "big")))
    except (InvalidTag, ValueError):
        raise RefusError("Ces deux fiches n’ouvrent pas la clé gardée pour elles.") from None
    if expand(sealed, info("kcommit", espace.id, be64(espace.epoch))) != espace.kcommits[espace.epoch]:
        raise RefusError("La clé gardée n’est pas celle de l’espace : elle a été remplacée.")
    return sealed


# -------------------------------------------------------------------------------------------------------- le registre


class Espace:
    """Le registre, décision après décision : qui est membre, depuis quand, avec quel rôle."""

    def __init__(self) -> None:
        self.id, self.founder, self.epoch, self.due = b"", b"", 0, True
        self.heads: list[bytes] = []
        self.past: list[tuple[int, bool]] = []
        self.devices: dict[bytes, dict[str, Any]] = {}
        self.kcommits: dict[int, bytes] = {}
        self.escrows: dict[int, list[bytes]] = {}
        self.custodians: list[bytes] = []
        self.two: list[str] = []
        self.reinstated: set[bytes] = set()
        self.erased: set[bytes] = set()
        self.erased_bodies: dict[tuple[bytes, int], Any] = {}
        self.erased_hashes: set[bytes] = set()

    def add(self, data: bytes) -> None:
        """Vérifie une décision, puis l’applique ; ValueError ou KeyError quand elle n’est pas bonne."""
        e, sigs = msgspec.msgpack.decode(data)
        kind, v, suite, espace, n, prev, _ts, *own = msgspec.msgpack.decode(e)
        head = self.heads[-1] if self.heads else ZERO
        if (v, suite, n, prev) != (1, 1, len(self.heads), head) or (kind == "genesis") != (n == 0):
            raise ValueError
        if kind == "genesis":
            self.id, self.founder = espace, digest("founder", e)
            self.enter(own[0], "admin", bytes(16), 0)
        elif espace != self.id:
            raise ValueError
        self.check_signers(kind, own, sigs)
        if not all(signed(self.devices[by]["sig"], "registry", e, sig) for by, sig in sigs):
            raise ValueError
        self.heads.append(digest("registry", e))
        self.apply(kind, n, own)
        self.past.append((self.epoch, self.due))

    def check_signers(self, kind: str, own: list[Any], sigs: list[Any]) -> None:
        """Refuse une décision que n’ont pas signée ceux qui le peuvent."""
        signers = [by for by, _ in sigs]
        if kind in ("genesis", "device.succeed"):
            alone = digest("device", own[0])[:16] if kind == "genesis" else own[0]
            if signers != [alone] or self.role(alone) is None:
                raise ValueError
            return
        allowed = STEWARDS if kind in OF_STEWARDS else {"admin"}
        if len(set(signers)) != len(signers) or not all(self.role(by) in allowed for by in signers):
            raise ValueError
        if kind == "device.add" and own[1] in STEWARDS and "admin" not in map(self.role, signers):
            raise ValueError
        two = kind in ("erase", "hold") or kind in self.two
        two |= kind == "reinstate" and "admin" not in map(self.role, signers)
        able = sum(self.role(device) in allowed for device in self.devices)
        if len(signers) < (2 if two and able > 1 else 1):
            raise ValueError

    def apply(self, kind: str, n: int, own: list[Any]) -> None:
        """Applique une décision vérifiée."""
        if kind in ("genesis", "policy.set"):
            self.two = own[-1][0]
        elif kind == "device.add":
            self.enter(own[0], own[1], own[2], n)
        elif kind == "role.set":
            known = self.devices[own[0]]
            self.due |= (known["roles"][-1][1] in KEYLESS) != (own[1] in KEYLESS)
            known["roles"].append((n, own[1]))
            if len(own) > 2 and own[2] is not None:
                known["limits"].append((n, own[2]))
        elif kind in ("device.revoke", "device.succeed"):
            old = self.devices[own[0]]
            old["closed"], old["cut"] = n, own[1]
            self.due |= old["roles"][-1][1] not in KEYLESS
            if kind == "device.succeed":
                self.enter(own[2], old["roles"][-1][1], old["poste"], n)
        elif kind == "epoch":
            self.epoch, self.due, self.kcommits[own[0]] = own[0], False, own[2]
            if own[4] is not None:
                self.escrows[own[0]] = own[4]
        elif kind == "custodians.set":
            self.custodians = own[0]
        elif kind == "reinstate":
            self.reinstated |= set(own[0])
        elif kind == "erase":
            if own[1] is None:
                self.erased.add(own[0])
            for device, count, bhash, parents in own[1] or ():
                self.erased_bodies[device, count] = (own[0], parents)
                self.erased_hashes.add(bhash)

    def enter(self, cert: bytes, role: str, poste: bytes, n: int) -> None:
        """Fait entrer un poste."""
        sig = msgspec.msgpack.decode(cert)[2]
        known = {"sig": sig, "poste": poste, "since": n, "closed": None, "cut": None}
        known |= {"roles": [(n, role)], "limits": []}
        self.devices[digest("device", cert)[:16]] = known

    def role(self, device: bytes, n: int | None = None) -> str | None:
        """Le rôle d’un poste une fois appliquée la décision n (maintenant, à défaut) ; None hors de l’espace."""
        known = self.devices.get(device)
        at = len(self.heads) if n is None else n
        if known is None or known["since"] > at or (known["closed"] is not None and known["closed"] <= at):
            return None
        return str(next(role for since, role in reversed(known["roles"]) if since <= at))

    def apart(self, header: list[Any], id_: bytes) -> bool:
        """Si un envoi est venu après la fin de son poste, sans avoir été réintégré."""
        known, seq, regn = self.devices[header[3]], header[4], header[6]
        beyond = known["cut"] is not None and seq > known["cut"]
        beyond |= any(regn < n and seq > cut for n, cut in known["limits"])
        return beyond and id_ not in self.reinstated


# ---------------------------------------------------------------------------------------------------------- la copie


class Copie:
    """Les objets d’une copie, tels quels ; les pièces restent dans le fichier, on en garde la place."""

    def __init__(self, path: Path) -> None:
        self.path, self.entries, self.slots, self.commits = path, list[bytes](), list[list[Any]](), list[bytes]()
        self.escrow: dict[tuple[int, int], bytes] = {}
        self.bodies: dict[bytes, bytes] = {}
        self.parts: dict[bytes, dict[int, tuple[int, int]]] = {}
        count, ended = 0, False
        with path.open("rb") as source:
            ended = source.read(len(MAGIC)) != MAGIC
            if ended:
                raise RefusError("Ce fichier n’est pas la copie d’un espace MVL.")
            while head := source.read(5):
                length, kind = struct.unpack(">IB", head)
                at, payload = source.tell(), source.read(length)
                if len(payload) != length or ended:
                    raise ValueError
                if kind == PAGE:
                    ended = payload == be64(count) + b"\0"
                    continue
                count += 1
                self.take(kind, payload, at)
        if not ended:
            raise ValueError

    def take(self, kind: int, payload: bytes, at: int) -> None:
        """Range un objet."""
        if kind == REGISTRY:
            self.entries.append(payload)
        elif kind == ESCROW:
            _, epoch, pair, ct = msgspec.msgpack.decode(payload)
            self.escrow[epoch, pair] = ct
        elif kind == SLOT:
            self.slots.append(msgspec.msgpack.decode(payload))
        elif kind == COMMIT:
            self.commits.append(payload)
        elif kind == BODY:
            self.bodies[digest("body", payload)] = payload
        elif kind == PART:
            id_, _size, index = struct.unpack_from(">32sQI", payload)
            self.parts.setdefault(id_, {})[index] = (at + 44, len(payload) - 44)

    def blob(self, id_: bytes) -> bytes | None:
        """Une pièce, encore sous scellés, conforme à son nom."""
        places = self.parts.get(id_, {})
        with self.path.open("rb") as source:
            found = []
            for index in sorted(places):
                source.seek(places[index][0])
                found.append(source.read(places[index][1]))
        sealed = b"".join(found)
        return sealed if found and digest("blob", hashlib.sha256(sealed).digest()) == id_ else None


class Secours:
    """Ce que deux fiches ouvrent d’une copie, et ce qui manque."""

    def __init__(self, path: Path, sheets: list[str], founder: str | None, dictionary: bytes) -> None:
        if hashlib.sha256(dictionary).hexdigest() != DICTIONARY:
            raise RefusError("Ce dictionnaire n’est pas suite1.zdict, ou il a été changé.")
        shared = zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_FULLDICT)
        self.zstd = zstandard.ZstdDecompressor(dict_data=shared)
        self.missing: Counter[str] = Counter()
        self.espace = Espace()
        try:
            self.copie = Copie(path)
            for entry in self.copie.entries:
                self.espace.add(entry)
        except BAD as error:
            raise RefusError("Cette copie est coupée, changée, ou mal signée. Essayez une autre copie.") from error
        if founder is not None and (len(founder) < 32 or not self.espace.founder.hex().startswith(founder)):
            raise RefusError("Cette copie n’est pas celle de votre espace : son fondateur est un autre.")
        self.key = open_epoch(self.espace, self.copie.escrow, sheets)
        self.keys = dict(filter(None, map(self.record_key, self.copie.slots)))
        self.records: dict[bytes, list[dict[str, Any]]] = {}
        for header, id_ in self.placed():
            if self.espace.apart(header, id_):
                self.missing["modifications en quarantaine"] += len(header[8])
                continue
            for index, entry in enumerate(header[8]):
                self.open(header, index, entry)

    def record_key(self, slot: Any) -> tuple[bytes, bytes] | None:
        """La clé d’un enregistrement, si elle s’ouvre et si c’est bien elle."""
        try:
            v, suite, espace, rec, ge, epoch, kc, ct = slot
            two = [number.to_bytes(2, "big") for number in (v, suite)]
            key = unseal(self.key, ct, digest("keyslot", *two, espace, rec, be64(ge), be64(epoch), kc))
            return (kc, key) if expand(key, info("kc", rec, be64(ge))) == kc else None
        except (InvalidTag, *BAD):
            return None

    def judged(self, data: bytes) -> tuple[bytes, int, bytes, bytes, Any] | None:
        """Un envoi dont la signature et le droit sont bons : poste, rang, précédent, nom, en-tête."""
        espace = self.espace
        try:
            h, s = msgspec.msgpack.decode(data)
            header = msgspec.msgpack.decode(h)
            v, suite, of, device, seq, prev, regn, regh, entries = header[:9]
            epoch, due = espace.past[regn]
            right = (v, suite, of, regh, due) == (1, 1, espace.id, espace.heads[regn], False)
            role = espace.role(device, regn) if right else None
            right = role is not None and role not in KEYLESS and (not entries or role in SEALERS)
            right = right and all(entry[2] == epoch for entry in entries)
            if right and signed(espace.devices[device]["sig"], "commit", h, s):
                return device, seq, prev, digest("commit", h), header
        except BAD:
            pass
        self.missing["envois refusés"] += 1
        return None

    def placed(self) -> Iterator[tuple[Any, bytes]]:
        """Les envois bons, dans l’ordre de leurs chaînes ; ce qui suit un trou est compté, et laissé."""
        last: dict[bytes, tuple[int, bytes]] = {}
        found = [each for each in map(self.judged, self.copie.commits) if each is not None]
        for device, seq, prev, id_, header in sorted(found, key=lambda each: each[:2]):
            if (seq - 1, prev) != last.get(device, (0, ZERO)):
                self.missing["envois dont la suite manque"] += 1
                continue
            last[device] = (seq, id_)
            yield header, id_

    def open(self, header: list[Any], index: int, entry: list[Any]) -> None:
        """Ouvre une modification, ou compte ce qui manque."""
        rec, n, _ge, kc, blen, bhash, _blobs = entry
        device, seq, espace = header[3], header[4], self.espace
        if rec in espace.erased or bhash in espace.erased_hashes:
            return
        body, key = self.copie.bodies.get(bhash), self.keys.get(kc)
        if body is None or len(body) != blen or key is None:
            self.missing["modifications absentes" if body is None or key else "modifications sans clé"] += 1
            return
        context = digest("body-context", SUITE, espace.id, rec, device, be64(seq), index.to_bytes(2, "big"), kc)
        try:
            frame = unpad(unseal(key, body, context))
            if not 0 <= zstandard.frame_content_size(frame) <= 1 << 20:
                raise ValueError
            read = msgspec.msgpack.decode(self.zstd.decompress(frame, allow_extra_data=False))
        except (InvalidTag, ValueError, zstandard.ZstdError, msgspec.MsgspecError):
            self.missing["modifications illisibles"] += 1
            return
        said = dict(zip(("n", "kind", "parents", "hlc", "changes", "blobs"), read, strict=True))
        self.records.setdefault(rec, []).append({"name": (device, n), **said})

    # -------------------------------------------------------------------------------------------- ce qui est écrit

    def write(self, folder: Path) -> dict[str, Any]:
        """Écrit chaque enregistrement en JSON et chaque pièce ; dit combien, et ce qui manque."""
        names, files, pieces = self.names(), 0, 0
        for rec, revisions in sorted(self.records.items()):
            revisions.sort(key=lambda each: (each["hlc"], each["name"]))
            place = folder / "enregistrements" / re.sub(r"[^a-z0-9-]", "_", str(revisions[0]["kind"]))[:40]
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_new(place / f"{rec.hex()}.json", dump(self.told(rec, revisions, names)))
            files += 1
            for id_, key, size, _mime, name in {blob[0]: blob for each in revisions for blob in each["blobs"]}.values():
                content = self.attachment(id_, key, size)
                if content is None:
                    self.missing["pièces absentes ou abîmées"] += 1
                    continue
                (folder / "pieces" / rec.hex()).mkdir(parents=True, exist_ok=True, mode=0o700)
                write_new(folder / "pieces" / rec.hex() / f"{id_.hex()[:12]}-{safe(name)}", content)
                pieces += 1
        done = {"espace": self.espace.id.hex(), "fondateur": self.espace.founder.hex(), "epoque": self.espace.epoch}
        done |= {"enregistrements": files, "pieces": pieces, "manque": dict(self.missing)}
        write_new(folder / "bilan.json", dump(done))
        return done

    def told(self, rec: bytes, revisions: list[dict[str, Any]], names: dict[bytes, str]) -> dict[str, Any]:
        """Un enregistrement, tel qu’il est écrit."""
        return {
            "id": rec.hex(),
            "kind": revisions[0]["kind"],
            "valeurs": self.standing(revisions),
            "revisions": [
                {
                    "revision": named(each["name"]),
                    "auteur": names.get(each["name"][0], ""),
                    "horodatage": datetime.fromtimestamp(each["hlc"][0] / 1000, UTC).isoformat(),
                    "parents": [named(tuple(parent)) for parent in each["parents"]],
                    "champs": each["changes"],
                    "pieces": [{"id": b[0].hex(), "nom": b[4], "octets": b[2], "type": b[3]} for b in each["blobs"]],
                }
                for each in revisions
            ],
        }

    def standing(self, revisions: list[dict[str, Any]]) -> dict[str, list[Any]]:
        """Sous chaque champ, ce que personne n’a remplacé : plusieurs valeurs sont un désaccord."""
        parents = {each["name"]: {tuple(parent) for parent in each["parents"]} for each in revisions}
        for (device, n), (_rec, over) in self.espace.erased_bodies.items():
            parents.setdefault((device, n), {tuple(parent) for parent in over})
        before: dict[Any, set[Any]] = {}
        for name in parents:
            seen, waiting = set[Any](), list(parents[name])
            while waiting:
                each = waiting.pop()
                if each not in seen:
                    seen.add(each)
                    waiting += parents.get(each, ())
            before[name] = seen
        found: dict[str, list[Any]] = {}
        for key in sorted({key for each in revisions for key in each["changes"]}):
            writers = {each["name"]: each["changes"][key] for each in revisions if key in each["changes"]}
            kept = [value for name, value in writers.items() if not any(name in before[other] for other in writers)]
            found[key] = [value for place, value in enumerate(kept) if value not in kept[:place]]
        return {key: values for key, values in found.items() if values != [None]}

    def names(self) -> dict[bytes, str]:
        """Qui était à chaque poste : la fiche que le registre désigne, sinon celle que ce poste a écrite."""
        said = {}
        for rec, revisions in self.records.items():
            if revisions[0]["kind"] == "poste":
                values = self.standing(revisions).get("nom", [""])
                said[rec] = (revisions[0]["name"][0], ", ".join(map(str, values)))
        made = dict(said.values())
        return {id_: said.get(each["poste"], ("", made.get(id_, "")))[1] for id_, each in self.espace.devices.items()}

    def attachment(self, id_: bytes, key: bytes, size: int) -> bytes | None:
        """Une pièce en clair : tous ses morceaux, dans l’ordre, jusqu’au dernier."""
        sealed = self.copie.blob(id_)
        if sealed is None:
            return None
        prefix, rest, step = sealed[:7], sealed[7:], (256 << 10) + 16
        chunks = [rest[at : at + step] for at in range(0, len(rest), step)] or [b""]
        try:
            clear = b"".join(
                AESGCM(key).decrypt(prefix + struct.pack(">IB", i, i == len(chunks) - 1), chunk, info("blob"))
                for i, chunk in enumerate(chunks)
            )
            content = clear[: clear.rindex(b"\x80")]
        except (InvalidTag, ValueError):
            return None
        return content if len(content) == size and not clear[size + 1 :].strip(b"\0") else None


def unpad(padded: bytes) -> bytes:
    """Un contenu sans son remplissage."""
    end = len(padded.rstrip(b"\0")) - 1
    if end < 0 or padded[end] != 0x80:
        raise ValueError
    return padded[:end]


def named(name: Any) -> str:
    """Le nom d’une modification."""
    return f"{name[0].hex()}-{name[1]}"


def safe(name: str) -> str:
    """Un nom de pièce qui ne peut pas sortir de son dossier."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    return re.sub(r"[^\w.-]", "_", last)[-80:].lstrip(".") or "piece"


def dump(document: Any) -> bytes:
    """Un document JSON."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def write_new(path: Path, data: bytes) -> None:
    """Écrit un fichier qui n’existait pas, pour son propriétaire seul."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)


def main(arguments: list[str] | None = None) -> int:
    """Lit les fiches, vérifie, demande, écrit."""
    about = "Rouvre la copie d’un espace MVL avec les fiches de deux gardiens."
    parser = argparse.ArgumentParser(description=about, add_help=False)
    given, chosen = parser.add_argument_group("à donner"), parser.add_argument_group("options")
    given.add_argument("copie", type=Path, help="fichier .mvl-espace")
    given.add_argument("dossier", type=Path, help="dossier nouveau, où tout sera écrit EN CLAIR")
    chosen.add_argument("--fondateur", help="empreinte du fondateur, telle qu’elle est sur papier")
    chosen.add_argument("--fiche", action="append", type=Path, default=[], help="fichier des 24 mots, deux fois")
    chosen.add_argument("--dictionnaire", type=Path, help="suite1.zdict, s’il n’est pas à sa place")
    chosen.add_argument("--oui", action="store_true", help="n’attend pas de confirmation")
    chosen.add_argument("--aide", "--help", action="help", help="montre cette aide")
    asked = parser.parse_args(arguments)
    beside = [Path(__file__).parent / "suite1.zdict", Path(__file__).parents[1] / "resources/dictionaries/suite1.zdict"]
    try:
        place = asked.dictionnaire or next((each for each in beside if each.is_file()), None)
        if place is None:
            raise RefusError("Le dictionnaire suite1.zdict n’est pas là : donnez-le par --dictionnaire.")
        if asked.dossier.exists() and any(asked.dossier.iterdir()):
            raise RefusError("Ce dossier n’est pas vide : donnez le nom d’un dossier nouveau.")
        sheets = [each.read_text("utf-8-sig") for each in asked.fiche]
        sheets = sheets or [getpass.getpass(f"Les 24 mots de la fiche n° {n} : ") for n in (1, 2)]
        founder = "".join(asked.fondateur.lower().split()) if asked.fondateur else None
        secours = Secours(asked.copie, sheets, founder, place.read_bytes())
        if founder is None:
            print(f"Fondateur : {secours.espace.founder.hex()}\nComparez cette empreinte à celle qui est sur papier.")
        print(f"{len(secours.records)} enregistrements vont être écrits EN CLAIR dans {asked.dossier}.")
        if not asked.oui and input("Tapez « oui » pour continuer : ").strip().lower() != "oui":
            raise RefusError("Rien n’a été écrit.")
        asked.dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
        done = secours.write(asked.dossier)
    except RefusError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except (OSError, EOFError) as error:
        print(f"Un fichier ne peut pas être lu ou écrit : {type(error).__name__}.", file=sys.stderr)
        return 1
    print(f"{done['enregistrements']} enregistrements et {done['pieces']} pièces sont écrits.")
    for what, count in done["manque"].items():
        print(f"Il manque : {what}, {count}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
