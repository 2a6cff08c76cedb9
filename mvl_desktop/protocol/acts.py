"""What each registry act requires and does (security 4.4 and 4.8). Checks come first; nothing is applied before them.

An act is refused with RegistryRefusedError and a code that names the rule.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from mvl_desktop.protocol.ed25519_points import is_sane_key
from mvl_desktop.protocol.hashes import device_id
from mvl_desktop.protocol.members import Device, ErasedPlace, RegistryRefusedError, read_cert
from mvl_desktop.protocol.objects import (
    SUITE,
    VERSION,
    AnyAct,
    AuditorsSet,
    CustodiansSet,
    DeviceAdd,
    DeviceRevoke,
    DeviceSucceed,
    EpochAct,
    Erase,
    Genesis,
    Hold,
    Policy,
    PolicySet,
    Reinstate,
    RoleSet,
    ServiceKey,
    SuiteMin,
)
from mvl_desktop.protocol.roles import ADMIN, ALWAYS_TWO, GRANTABLE, KEYLESS, ROLES, SEALERS, SIGNERS, STEWARDS

if TYPE_CHECKING:
    from mvl_desktop.protocol.registry import Registry


def act_type(act: AnyAct) -> str:
    """Return the code of an act: `genesis`, `device.add`…"""
    return str(act.__struct_config__.tag)


def check(registry: "Registry", act: AnyAct) -> None:
    """Refuse an act that breaks one of its own rules."""
    _CHECKS[type(act)](registry, act)


def check_keys(act: AnyAct) -> None:
    """Refuse an act that brings a key under which anybody could forge. The costly check: done once, at the door."""
    keys: tuple[bytes, ...] = ()
    if isinstance(act, Genesis | DeviceAdd | DeviceSucceed):
        cert = read_cert(act.cert)
        keys = (cert.sig, cert.auth)
    elif isinstance(act, ServiceKey) and act.key is not None:
        keys = (act.key,)
    _require(all(is_sane_key(key) for key in keys), "small_order")


def check_signers(registry: "Registry", act: AnyAct, signers: Sequence[bytes]) -> None:
    """Refuse an act that the wrong devices signed, or too few of them."""
    if len(set(signers)) != len(signers):
        _refuse("two_signatures")
    if isinstance(act, Genesis | DeviceSucceed):
        alone = device_id(act.cert) if isinstance(act, Genesis) else act.old
        if list(signers) != [alone]:
            _refuse("role")
        return
    allowed = SIGNERS[act_type(act)]
    if not all(registry.role(signer) in allowed for signer in signers):
        _refuse("role")
    if isinstance(act, DeviceAdd) and not _may_grant(registry, act.role, signers):
        _refuse("role")
    if len(signers) < signatures_needed(registry, act, signers):
        _refuse("two_signatures")


def signatures_needed(registry: "Registry", act: AnyAct, signers: Sequence[bytes] = ()) -> int:
    """Return how many signatures an act needs: two where the table or the policy says so, once two may give them."""
    code = act_type(act)
    if code not in SIGNERS:
        return 1
    two = code in ALWAYS_TWO or code in registry.policy.two_signatures
    if isinstance(act, Reinstate) and not any(registry.role(signer) == ADMIN for signer in signers):
        two = True
    if not two:
        return 1
    able = sum(device.closed_at is None and device.role in SIGNERS[code] for device in registry.devices.values())
    return 2 if able > 1 else 1


def apply(registry: "Registry", act: AnyAct) -> None:
    """Apply an act that was checked."""
    effect = _EFFECTS.get(type(act))
    if effect is not None:
        effect(registry, act)


def _refuse(code: str) -> None:
    raise RegistryRefusedError(code)


def _require(holds: bool, code: str) -> None:
    if not holds:
        _refuse(code)


def _may_grant(registry: "Registry", role: str, signers: Sequence[bytes]) -> bool:
    return any(role in GRANTABLE.get(registry.role(signer) or "", frozenset()) for signer in signers)


def _check_cert(registry: "Registry", data: bytes) -> None:
    cert = read_cert(data)
    _require(cert.v == VERSION and registry.suite_min <= cert.suite <= SUITE, "cert")
    keys = {cert.sig, cert.auth, cert.kem}
    _require(len(keys) == 3 and not keys & registry.keys, "key_reuse")


def _check_policy(policy: Policy) -> None:
    _require(set(policy.two_signatures) <= SIGNERS.keys() and policy.write_v == VERSION, "policy")


def _check_active(registry: "Registry", device: bytes) -> None:
    _require(registry.is_active(device), "device")


def _check_stewards_left(registry: "Registry", without: bytes) -> None:
    left = any(d.closed_at is None and d.id != without and d.role in STEWARDS for d in registry.devices.values())
    _require(left, "last_operator")


def _check_genesis(registry: "Registry", act: Genesis) -> None:
    _check_policy(act.policy)
    _check_cert(registry, act.cert)


def _check_device_add(registry: "Registry", act: DeviceAdd) -> None:
    _require(registry.epoch > 0 and act.epoch == registry.epoch, "epoch_number")
    _check_cert(registry, act.cert)
    _check_grant(registry, act, holds_key=act.role not in KEYLESS)


def _check_grant(registry: "Registry", act: DeviceAdd | DeviceSucceed, *, holds_key: bool) -> None:
    """Refuse a key given to who may hold none, none to who must, or one already given."""
    _require((act.grant is not None) == holds_key, "grant")
    _require(act.grant is None or (act.epoch, act.grant) not in registry.grants, "grant")


def _check_role_set(registry: "Registry", act: RoleSet) -> None:
    _check_active(registry, act.device)
    _require(act.role in ROLES, "role")
    ceases = registry.role(act.device) in SEALERS and act.role not in SEALERS
    _require((act.cut is not None) == ceases, "cut")
    if act.role != ADMIN:
        others = (d for d in registry.devices.values() if d.id != act.device)
        _require(any(d.closed_at is None and d.role == ADMIN for d in others), "last_admin")


def _check_revoke(registry: "Registry", act: DeviceRevoke) -> None:
    _check_active(registry, act.device)
    _check_stewards_left(registry, act.device)


def _check_succeed(registry: "Registry", act: DeviceSucceed) -> None:
    _check_active(registry, act.old)
    _require(registry.epoch > 0 and act.epoch == registry.epoch, "epoch_number")
    _check_cert(registry, act.cert)
    _check_grant(registry, act, holds_key=registry.is_holder(act.old))


def _check_epoch(registry: "Registry", act: EpochAct) -> None:
    _require(act.epoch == registry.epoch + 1, "epoch_number")
    _require(tuple(act.members) == registry.holders(), "members")
    _require(len(act.grants) == len(act.members) and len(set(act.grants)) == len(act.grants), "grant")
    _require((act.escrow is not None) == bool(registry.custodians), "escrow")


def _check_custodians(_registry: "Registry", act: CustodiansSet) -> None:
    _require(len(set(act.kems)) == len(act.kems), "key_reuse")


def _check_auditors(registry: "Registry", act: AuditorsSet) -> None:
    _require(len(set(act.devices)) == len(act.devices), "device")
    for device in act.devices:
        _check_active(registry, device)


def _check_nothing(_registry: "Registry", _act: AnyAct) -> None:
    """Any value will do; what it means is for whoever reads it."""


def _check_suite_min(registry: "Registry", act: SuiteMin) -> None:
    _require(act.suite_min > registry.suite_min, "suite_lower")
    _require(act.suite_min <= SUITE, "version")


def _check_policy_set(_registry: "Registry", act: PolicySet) -> None:
    _check_policy(act.policy)


def _check_hold(registry: "Registry", act: Hold) -> None:
    _require((act.rec in registry.holds) != act.on, "hold")
    _require(act.rec not in registry.erased_records, "erased")


def _check_reinstate(_registry: "Registry", act: Reinstate) -> None:
    _require(len(set(act.ids)) == len(act.ids), "reinstate")


def _check_erase(registry: "Registry", act: Erase) -> None:
    _require(act.rec not in registry.holds, "hold")
    for body in act.bodies or ():
        known = registry.erased_bodies.get((body.device, body.n))
        _require(known is None or (known.rec == act.rec and known.body == body), "erased")


_CHECKS: dict[type, Callable[["Registry", Any], None]] = {
    Genesis: _check_genesis,
    DeviceAdd: _check_device_add,
    RoleSet: _check_role_set,
    DeviceRevoke: _check_revoke,
    DeviceSucceed: _check_succeed,
    EpochAct: _check_epoch,
    CustodiansSet: _check_custodians,
    AuditorsSet: _check_auditors,
    ServiceKey: _check_nothing,
    SuiteMin: _check_suite_min,
    PolicySet: _check_policy_set,
    Hold: _check_hold,
    Reinstate: _check_reinstate,
    Erase: _check_erase,
}


def _enter(registry: "Registry", cert_bytes: bytes, role: str, poste: bytes, n: int) -> bytes:
    cert, id_ = read_cert(cert_bytes), device_id(cert_bytes)
    registry.devices[id_] = Device(id_, cert, poste, n, ((n, role),))
    registry.keys |= {cert.sig, cert.auth, cert.kem}
    return id_


def _apply_genesis(registry: "Registry", act: Genesis) -> None:
    registry.espace, registry.policy = act.espace, act.policy
    _enter(registry, act.cert, ADMIN, bytes(16), act.n)


def _apply_device_add(registry: "Registry", act: DeviceAdd) -> None:
    device = _enter(registry, act.cert, act.role, act.poste, act.n)
    if act.grant is not None:
        registry.grants[act.epoch, act.grant] = device


def _apply_role_set(registry: "Registry", act: RoleSet) -> None:
    known = registry.devices[act.device]
    limits = known.limits if act.cut is None else (*known.limits, (act.n, act.cut))
    registry.change_device(act.device, roles=(*known.roles, (act.n, act.role)), limits=limits)
    if known.holds_key != registry.devices[act.device].holds_key:
        registry.rotation_due = True


def _apply_revoke(registry: "Registry", act: DeviceRevoke) -> None:
    registry.change_device(act.device, closed_at=act.n, cut=act.cut)
    registry.auditors = tuple(device for device in registry.auditors if device != act.device)
    registry.rotation_due |= registry.devices[act.device].holds_key


def _apply_succeed(registry: "Registry", act: DeviceSucceed) -> None:
    old = registry.devices[act.old]
    new = _enter(registry, act.cert, old.role, old.poste, act.n)
    if act.grant is not None:
        registry.grants[act.epoch, act.grant] = new
    registry.change_device(act.old, closed_at=act.n, cut=act.cut, successor=new)
    registry.auditors = tuple(new if device == act.old else device for device in registry.auditors)
    registry.rotation_due |= old.holds_key


def _apply_epoch(registry: "Registry", act: EpochAct) -> None:
    registry.epoch, registry.rotation_due = act.epoch, False
    registry.kcommits[act.epoch] = act.kcommit
    registry.grants.update({(act.epoch, grant): member for member, grant in zip(act.members, act.grants, strict=True)})
    if act.escrow is not None:
        registry.escrows[act.epoch] = tuple(act.escrow)


def _apply_custodians(registry: "Registry", act: CustodiansSet) -> None:
    registry.custodians = tuple(act.kems)


def _apply_auditors(registry: "Registry", act: AuditorsSet) -> None:
    registry.auditors = tuple(act.devices)


def _apply_service_key(registry: "Registry", act: ServiceKey) -> None:
    registry.service_key = act.key


def _apply_suite_min(registry: "Registry", act: SuiteMin) -> None:
    registry.suite_min = act.suite_min


def _apply_policy_set(registry: "Registry", act: PolicySet) -> None:
    registry.policy = act.policy


def _apply_hold(registry: "Registry", act: Hold) -> None:
    (registry.holds.add if act.on else registry.holds.discard)(act.rec)


def _apply_reinstate(registry: "Registry", act: Reinstate) -> None:
    registry.reinstated |= set(act.ids)


def _apply_erase(registry: "Registry", act: Erase) -> None:
    registry.erased_blobs |= set(act.blobs)
    if act.bodies is None:
        registry.erased_records.add(act.rec)
    for body in act.bodies or ():
        registry.erased_bodies[body.device, body.n] = ErasedPlace(act.rec, body)
        registry.erased_hashes.add(body.bhash)


_EFFECTS: dict[type, Callable[["Registry", Any], None]] = {
    Genesis: _apply_genesis,
    DeviceAdd: _apply_device_add,
    RoleSet: _apply_role_set,
    DeviceRevoke: _apply_revoke,
    DeviceSucceed: _apply_succeed,
    EpochAct: _apply_epoch,
    CustodiansSet: _apply_custodians,
    AuditorsSet: _apply_auditors,
    ServiceKey: _apply_service_key,
    SuiteMin: _apply_suite_min,
    PolicySet: _apply_policy_set,
    Hold: _apply_hold,
    Reinstate: _apply_reinstate,
    Erase: _apply_erase,
}
