"""One example of every object of the protocol, valid, and the ways in which each must be refused."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec.msgpack import Ext

from mvl_desktop.crypto.devices import device_of
from mvl_desktop.protocol import objects as o
from mvl_desktop.protocol.encoding import Object, ProtocolError, decode, encode
from mvl_desktop.protocol.hashes import ZERO

TS = 1_790_000_000_000
ROOMY = 8 << 20


def some(label: str, size: int = 32) -> bytes:
    """Return bytes that depend on the label only."""
    return hashlib.sha256(b"mvl vectors/" + label.encode()).digest()[:size]


DEVICE = device_of(some("sig"), some("auth"), some("kem"))
OTHER = device_of(some("sig 2"), some("auth 2"), some("kem 2"))
ESPACE, REC, LID = some("espace", 16), some("rec", 16), some("lid", 16)
POLICY = o.Policy(two_signatures=["erase", "hold"], write_v=1, quotas={"bytes": 1 << 30}, retention={"default": 3650})
ACT = (o.VERSION, o.SUITE, ESPACE, 7, some("prev"), TS)
CHANGES: dict[str, o.Value] = {
    "canal": "courrier",
    "champ_inconnu": ["a", "b"],
    "faits/0011223344556677": None,
    "faits/8899aabbccddeeff/recit": "Récit d’exemple.\nÀ la ligne.",
    "natures/emprise_sectaire": True,
    "objet": "Exemple fictif",
    "rang": 3,
}
BLOB = o.BlobRef(some("blob"), some("blob key"), 12345, "image/png", "photo « 1 ».png")
REVISION = o.Revision(4, "signalement", [(OTHER.id, 2)], (TS, 1), CHANGES, [BLOB])
ENTRY = o.Entry(REC, 4, 2, some("kc"), 284, some("bhash"), [some("blob")])
HEADER = o.Header(
    o.VERSION, o.SUITE, ESPACE, DEVICE.id, 1, ZERO, 7, some("regh"), [ENTRY], {OTHER.id: 5}, None, o.VERSION
)
SLOT = o.Slot(some("slot", 16), "pass", o.Kdf(some("salt", 16), 65536, 2, 4), some("ct", 32) + some("ct2", 28))
RECIPIENTS: list[o.LotForDevice | o.LotForEpoch] = [
    o.LotForDevice(OTHER.id, some("wrapped")),
    o.LotForEpoch(ESPACE, 2, some("wrap") + some("wrap 2", 28)),
]

VALID: dict[str, Object] = {
    "DeviceCert": decode(DEVICE.cert, o.DeviceCert, 4096),
    "BlobRef": BLOB,
    "Revision": REVISION,
    "Revision with nothing in it": o.Revision(1, "poste", [], (0, 0), {}, []),
    "Entry": ENTRY,
    "Header": HEADER,
    "Header that only says what was seen": msgspec.structs.replace(HEADER, entries=[], seq=2, seen={}),
    "Header with a checkpoint": msgspec.structs.replace(HEADER, seen=None, checkpoint=some("checkpoint")),
    "Commit": o.Commit(encode(HEADER), some("s") + some("s2")),
    "KeySlot": o.KeySlot(1, 1, ESPACE, REC, 2, 3, some("kc"), some("ct") + some("ct2", 28)),
    "Signature": o.Signature(DEVICE.id, some("s") + some("s2")),
    "RegistryEntry": o.RegistryEntry(some("act"), [o.Signature(DEVICE.id, some("s") + some("s2"))]),
    "Policy": POLICY,
    "Genesis": o.Genesis(o.VERSION, o.SUITE, ESPACE, 0, ZERO, TS, DEVICE.cert, POLICY),
    "DeviceAdd": o.DeviceAdd(*ACT, OTHER.cert, "agent", some("poste", 16), 2, some("grant")),
    "DeviceAdd of an auditor": o.DeviceAdd(*ACT, OTHER.cert, "auditor", some("poste", 16), 2, None),
    "RoleSet": o.RoleSet(*ACT, OTHER.id, "referent", None),
    "RoleSet of who ceases to seal": o.RoleSet(*ACT, OTHER.id, "outside", 12),
    "DeviceRevoke": o.DeviceRevoke(*ACT, OTHER.id, 12, "lost"),
    "DeviceSucceed": o.DeviceSucceed(*ACT, DEVICE.id, 12, OTHER.cert, 2, some("grant")),
    "DeviceSucceed of an auditor": o.DeviceSucceed(*ACT, DEVICE.id, 0, OTHER.cert, 2, None),
    "EpochAct": o.EpochAct(*ACT, 3, sorted([DEVICE.id, OTHER.id]), some("kcommit"), [some("g1"), some("g2")], None),
    "EpochAct with an escrow": o.EpochAct(
        *ACT, 3, [DEVICE.id], some("kcommit"), [some("g1")], [some("e1"), some("e2"), some("e3")]
    ),
    "CustodiansSet": o.CustodiansSet(*ACT, [decode(OTHER.cert, o.DeviceCert, 4096).kem] * 3),
    "AuditorsSet": o.AuditorsSet(*ACT, [OTHER.id]),
    "ServiceKey": o.ServiceKey(*ACT, some("service")),
    "ServiceKey of no service any more": o.ServiceKey(*ACT, None),
    "SuiteMin": o.SuiteMin(*ACT, 1),
    "PolicySet": o.PolicySet(*ACT, POLICY),
    "Hold": o.Hold(*ACT, REC, True),
    "Reinstate": o.Reinstate(*ACT, [some("commit")], "reviewed"),
    "ErasedBody": o.ErasedBody(DEVICE.id, 4, some("bhash"), [(OTHER.id, 2)]),
    "Erase": o.Erase(*ACT, REC, None, [some("blob")], "rgpd-17"),
    "Erase of single bodies": o.Erase(
        *ACT, REC, [o.ErasedBody(DEVICE.id, 4, some("bhash"), [(OTHER.id, 2)])], [], "rgpd-16"
    ),
    "Signed": o.Signed(some("o"), None, some("s") + some("s2")),
    "Checkpoint": o.Checkpoint(1, ESPACE, 40, some("root"), 7, some("regh"), TS),
    "Receipt": o.Receipt(1, ESPACE, None, None, [some("commit")], [], some("checkpoint")),
    "Receipt of a lot": o.Receipt(1, ESPACE, DEVICE.id, LID, [some("commit")], [some("bhash")], None),
    "EraseAck": o.EraseAck("erase", 1, ESPACE, DEVICE.id, some("order"), TS),
    "EpochDestroyed": o.EpochDestroyed("epoch", 1, ESPACE, DEVICE.id, 2, TS),
    "JournalEntry": o.JournalEntry(1, DEVICE.id, 9, some("prev"), TS, "record.open", REC, {"pages": 2}),
    "SealedTo": o.SealedTo(OTHER.id, some("wrapped")),
    "JournalSegment": o.JournalSegment(
        1, 1, DEVICE.id, 20717, 1, 9, ZERO, [o.SealedTo(OTHER.id, some("wrapped"))], some("ct")
    ),
    "LotForDevice": RECIPIENTS[0],
    "LotForEpoch": RECIPIENTS[1],
    "LotHeader": o.LotHeader(1, 1, LID, RECIPIENTS),
    "EspaceHead": o.EspaceHead(ESPACE, 7, some("regh")),
    "LotManifest": o.LotManifest(
        1, LID, DEVICE.id, 12, some("prev"), 3, 999, some("digest"), [o.EspaceHead(ESPACE, 7, some("regh"))], TS
    ),
    "Kdf": o.Kdf(some("salt", 16), 262144, 3, 4),
    "Slot": SLOT,
    "LocalHeader": o.LocalHeader(1, 1, some("store", 16), 3, [SLOT], some("mac")),
    "InvitedEspace": o.InvitedEspace(ESPACE, some("founder"), 7, some("regh"), "agent", "Délégation fictive", None),
    "Invitation": o.Invitation(
        1,
        some("iid", 16),
        DEVICE.id,
        some("secret"),
        [o.InvitedEspace(ESPACE, some("founder"), 7, some("regh"), "agent", "Compartiment", some("parent", 16))],
        "https://service.example",
        TS,
    ),
    "EnrolBody": o.EnrolBody(1, some("iid", 16), OTHER.cert, some("nonce")),
    "EnrolRequest": o.EnrolRequest(some("body"), some("mac"), some("s") + some("s2")),
    "GrantFor": o.GrantFor(ESPACE, 2, OTHER.id, some("grant")),
    "EscrowFor": o.EscrowFor(ESPACE, 2, 1, some("escrow") * 72),
    "EnrolAnswer": o.EnrolAnswer(
        1, some("iid", 16), [[some("entry 0"), some("entry 1")]], [o.GrantFor(ESPACE, 2, OTHER.id, some("grant"))], None
    ),
}


def object_name(case: str) -> str:
    """Return the object that a case is about: its first word."""
    return case.split()[0]


def read(name: str, data: bytes) -> Any:
    """Read an object as the products do; ProtocolError."""
    special: dict[str, Callable[[bytes], Any]] = {"Revision": o.read_revision, "Header": o.read_header}
    type_ = getattr(o, name)
    if issubclass(type_, o.Act):
        act = o.read_act(data)
        if type(act) is not type_:
            raise ProtocolError
        return act
    if name in special:
        return special[name](data)
    return decode(data, type_, ROOMY)


def meaning(value: object) -> Any:
    """Return a value as JSON: an object by field name, bytes in hex."""
    if isinstance(value, msgspec.Struct):
        fields = {name: meaning(getattr(value, name)) for name in value.__struct_fields__}
        tag = value.__struct_config__.tag
        return fields if tag is None else {str(value.__struct_config__.tag_field): tag} | fields
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {meaning(key): meaning(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [meaning(each) for each in value]
    return value


def invalid() -> Iterator[tuple[str, str, bytes]]:
    """Give (object, why it is refused, bytes)."""
    for case, value in VALID.items():
        if case == object_name(case):
            yield from _spoilt(case, encode(value))
    yield from _bad_revisions()
    yield from _bad_headers()
    yield from _bad_others()


def _spoilt(name: str, good: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Spoil the spelling of any object."""
    plain: list[Any] = msgspec.msgpack.decode(good)
    yield name, "a byte follows the object", good + b"\x00"
    yield name, "the last byte is missing", good[:-1]
    yield name, "one field too many", encode([*plain, None])
    yield name, "one field too few", encode(plain[:-1])
    yield name, "a map instead of an array", encode({str(at): each for at, each in enumerate(plain)})
    for at, each in enumerate(plain):
        if isinstance(each, bytes) and len(each) in (16, 32, 64, 1216) and not _is_free(name, at):
            yield name, f"field {at} has one byte too few", encode([*plain[:at], each[:-1], *plain[at + 1 :]])
        if isinstance(each, int) and not isinstance(each, bool):
            yield name, f"field {at} is negative", encode([*plain[:at], -1, *plain[at + 1 :]])
            yield name, f"field {at} is a float", encode([*plain[:at], 1.0, *plain[at + 1 :]])
            yield name, f"field {at} is 2^53", encode([*plain[:at], 2**53, *plain[at + 1 :]])
            return


def _is_free(name: str, at: int) -> bool:
    """Whether a field holds bytes of any length, whatever the example says."""
    fields = getattr(o, name).__struct_fields__
    tagged = getattr(o, name).__struct_config__.tag is not None
    return at - tagged >= 0 and fields[at - tagged] in ("e", "o", "ct", "body", "h", "cert", "checkpoint")


def _revision(changes: object = None, parents: object = None) -> bytes:
    """Write a revision with anything in it."""
    return encode([4, "signalement", [] if parents is None else parents, [TS, 1], changes or {}, []])


def _bad_revisions() -> Iterator[tuple[str, str, bytes]]:
    """Spoil what stands inside a revision, its free-form map above all."""
    pair = encode("a") + encode("x")
    one = _revision({"a": "x"})
    at = one.index(b"\x81" + pair)
    twice = one[:at] + b"\x82" + pair + pair + one[at + 1 + len(pair) :]
    many: list[object] = [[some(f"parent {n:02d}", 16), 1] for n in range(17)]
    two = sorted([[some("a", 16), 1], [some("b", 16), 1]])
    bad: dict[str, bytes] = {
        "the same key twice": twice,
        "keys in descending order": _revision({"b": "x", "a": "x"}),
        "a float value": _revision({"a": 1.5}),
        "not a number": _revision({"a": float("nan")}),
        "an extension type": _revision({"a": Ext(5, b"x")}),
        "a negative integer": _revision({"a": -1}),
        "an integer of 2^53": _revision({"a": 2**53}),
        "an integer of 2^63": _revision({"a": 2**63}),
        "a map as a value": _revision({"a": {"b": "c"}}),
        "bytes as a value": _revision({"a": b"x"}),
        "a list of numbers": _revision({"a": [1]}),
        "an empty part in a key": _revision({"faits//recit": "x"}),
        "four parts in a key": _revision({"a/b/c/d": "x"}),
        "a key of 201 bytes": _revision({"a" * 201: "x"}),
        "an empty key": _revision({"": "x"}),
        "text that is not UTF-8": one.replace(b"\xa1x", b"\xa1\xff"),
        "text in a long form": one.replace(b"\xa1x", b"\xd9\x01x"),
        "17 parents": _revision(parents=sorted(many, key=str)),
        "parents in descending order": _revision(parents=two[::-1]),
        "the same parent twice": _revision(parents=[two[0], two[0]]),
        "a nest of ten thousand lists": _revision({"a": "y"}).replace(b"\xa1y", b"\x91" * 10_000 + b"\xc0"),
        "a list that claims four billion elements": _revision({"a": "y"}).replace(b"\xa1y", b"\xdd\xff\xff\xff\xff"),
        "an hlc counter of 2^16": encode([4, "signalement", [], [TS, 2**16], {}, []]),
        "an upper-case kind": encode([4, "Signalement", [], [TS, 1], {}, []]),
    }
    yield from (("Revision", why, data) for why, data in bad.items())


def _bad_headers() -> Iterator[tuple[str, str, bytes]]:
    """Spoil what a header says."""
    twin = msgspec.structs.replace(ENTRY, n=3)
    low, high = sorted([DEVICE.id, OTHER.id])
    bad = {
        "seq is zero": msgspec.structs.replace(HEADER, seq=0),
        "reads is zero": msgspec.structs.replace(HEADER, reads=0),
        "n goes down": msgspec.structs.replace(HEADER, entries=[ENTRY, twin]),
        "n twice": msgspec.structs.replace(HEADER, entries=[ENTRY, ENTRY]),
        "seen in descending order": msgspec.structs.replace(HEADER, seen={high: 1, low: 1}),
        "513 entries": msgspec.structs.replace(
            HEADER, entries=[msgspec.structs.replace(ENTRY, n=n + 1, blobs=[]) for n in range(513)]
        ),
    }
    yield from (("Header", why, encode(value)) for why, value in bad.items())


def _bad_others() -> Iterator[tuple[str, str, bytes]]:
    """Spoil what other objects limit."""
    lot = VALID["LotHeader"]
    header = VALID["LocalHeader"]
    role = VALID["RoleSet"]
    bad: list[tuple[str, str, Object]] = [
        ("LotHeader", "no recipient", msgspec.structs.replace(lot, recipients=[])),
        ("LotHeader", "65 recipients", msgspec.structs.replace(lot, recipients=[RECIPIENTS[0]] * 65)),
        ("LocalHeader", "no slot", msgspec.structs.replace(header, slots=[])),
        ("LocalHeader", "17 slots", msgspec.structs.replace(header, slots=[SLOT] * 17)),
        ("RoleSet", "a role with a space", msgspec.structs.replace(role, role="chief of all")),
        ("RoleSet", "an empty role", msgspec.structs.replace(role, role="")),
        ("RoleSet", "a negative cut", msgspec.structs.replace(role, cut=-1)),
        ("Reinstate", "nothing named", msgspec.structs.replace(VALID["Reinstate"], ids=[])),
        ("Erase", "an empty list of bodies", msgspec.structs.replace(VALID["Erase"], bodies=[])),
        ("RegistryEntry", "no signature", msgspec.structs.replace(VALID["RegistryEntry"], sigs=[])),
        ("CustodiansSet", "two custodians", msgspec.structs.replace(VALID["CustodiansSet"], kems=[bytes(1216)] * 2)),
        ("EpochAct", "two escrows", msgspec.structs.replace(VALID["EpochAct"], escrow=[bytes(32)] * 2)),
        ("Invitation", "no espace", msgspec.structs.replace(VALID["Invitation"], espaces=[])),
    ]
    for pair in (3, 255):
        bad.append(("EscrowFor", f"pair {pair}", msgspec.structs.replace(VALID["EscrowFor"], pair=pair)))
    for size in (71 * 32, 73 * 32):
        bad.append(("EscrowFor", f"{size} bytes", msgspec.structs.replace(VALID["EscrowFor"], ct=bytes(size))))
    yield from ((name, why, encode(value)) for name, why, value in bad)
    tag = encode(role).replace(encode("role.set"), encode("role.get"))
    yield "RoleSet", "an act of an unknown type", tag
    yield "LotForDevice", "the tag of the other kind", encode(["e", OTHER.id, some("wrapped")])
