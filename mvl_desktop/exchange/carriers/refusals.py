"""What the service's refusals and the network's failures mean for a person: one class of error each."""

import re
import ssl
from typing import NoReturn

import httpx2

from mvl_desktop.exchange.motives import refused
from mvl_desktop.ports.carrier import (
    CarrierError,
    CertificateRefusedError,
    ClockSkewError,
    NotThereError,
    QuotaError,
    RegistryMovedError,
    RevokedError,
    ServiceFailsError,
    ServiceLiesError,
    ServiceRefusesError,
    ServiceSlowError,
    ServiceTooOldError,
    ServiceUnreachableError,
    TokenRefusedError,
    UnknownEspaceError,
)
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.wire import MESSAGE_LIMIT, Refusal

FOREIGN, CUT = "reponse_etrangere", "liaison_coupee"
"""What a person reads of an answer that is nobody's lie: the page of a public network, a train in a tunnel."""
_BY_CODE: dict[str, type[CarrierError]] = {
    "clock": ClockSkewError,
    "token": TokenRefusedError,
    "unknown": UnknownEspaceError,
    "not_member": UnknownEspaceError,
    "version": ServiceTooOldError,
}
_BY_STATUS: dict[int, type[CarrierError]] = {
    404: NotThereError,
    408: ServiceSlowError,
    413: QuotaError,
    429: QuotaError,
    507: QuotaError,
}


def read_refusal(status: int, body: bytes) -> Refusal:
    """Read a refusal. Something else than ours answers with a status only: a proxy, or a service of another age."""
    try:
        return decode(body, Refusal, MESSAGE_LIMIT)
    except ProtocolError as error:
        if status in (404, 405, 426, 501):
            raise ServiceTooOldError from error
        if status >= 500:
            raise ServiceFailsError from error
        raise ServiceLiesError().saying(FOREIGN) from error


def raise_refusal(refusal: Refusal, status: int, path: str) -> NoReturn:
    """Raise what a refusal means."""
    if refusal.code == "revoked":
        raise RevokedError(_espace(path), refusal.entries)
    if refusal.code == "registry":
        raise RegistryMovedError(refusal.expect)
    if status in (404, 410) and re.search("/(blobs|enrol)/", path):
        raise NotThereError
    if refusal.code in _BY_CODE:
        raise _BY_CODE[refusal.code]
    said = refused(refusal.code)
    if status in _BY_STATUS:
        raise _BY_STATUS[status]().saying(said)
    if status >= 500:
        raise ServiceFailsError().saying(said)
    raise ServiceRefusesError(refusal.code).saying(said)


def translate(error: httpx2.HTTPError) -> CarrierError:
    """Return what a failure of the network means."""
    if _is_certificate(error):
        return CertificateRefusedError()
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout | httpx2.NetworkError):
        return ServiceUnreachableError()
    if isinstance(error, httpx2.TimeoutException):
        return ServiceSlowError()
    if isinstance(error, httpx2.RemoteProtocolError):
        return ServiceLiesError().saying(CUT)
    if isinstance(error, httpx2.ProtocolError | httpx2.DecodingError):
        return ServiceLiesError().saying(FOREIGN)
    return ServiceUnreachableError()


def _is_certificate(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _espace(path: str) -> bytes | None:
    found = re.match(r"/v1/espaces/([0-9a-f]{32})/", path)
    return bytes.fromhex(found[1]) if found else None
