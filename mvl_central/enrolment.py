"""The letter box of enrolment: a new device leaves its request, an operator its answer. Single use, bounded, 7 days.

Whoever holds an invitation may write or read, unsigned: the request carries its own proof, the answer is sealed.
"""

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from mvl_central import schema
from mvl_central.auth import Gate
from mvl_central.errors import RequestRefusedError
from mvl_central.service import Answer, Call, Service, answer_object, espace_row
from mvl_central.settings import DAY_MS
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.objects import ENROL_LIMIT, EnrolAnswer, EnrolRequest
from mvl_desktop.protocol.wire import Done, EnrolPending, EnrolWaiting

REQUEST_BYTES = 8192


def put_request(service: Service, gate: Gate, call: Call) -> Answer:
    """Leave a request; the same again is welcome, another under the same invitation is refused."""
    espace, iid = call.id("espace", 16), call.id("iid", 16)
    _read(call.body, EnrolRequest, REQUEST_BYTES)

    def keep(connection: Connection) -> int:
        espace_row(connection, espace, lock=True)
        _forget_old(connection, service, espace, call.now)
        known = connection.execute(select(table).where(_here(espace, iid))).first()
        if known is not None:
            if known.request != call.body:
                raise RequestRefusedError(409, "enrol_used")
            return 0
        count = connection.execute(select(func.count()).where(table.c.espace == espace)).scalar_one()
        if count >= service.limits.enrol_pending:
            raise RequestRefusedError(429, "enrol_full")
        connection.execute(table.insert().values(espace=espace, iid=iid, request=call.body, answer=None, at=call.now))
        return 1

    return answer_object(Done(service.database.write(keep)))


def get_requests(service: Service, gate: Gate, call: Call) -> Answer:
    """Give an operator the requests that are waiting."""
    espace = call.id("espace", 16)
    gate.admit(call, espace, stewards=True)
    query = select(table).where(table.c.espace == espace).order_by(table.c.at)
    found = service.database.read(lambda connection: connection.execute(query).all())
    return answer_object(
        EnrolWaiting([EnrolPending(bytes(r.iid), bytes(r.request), r.at, r.answer is not None) for r in found])
    )


def put_answer(service: Service, gate: Gate, call: Call) -> Answer:
    """Leave an operator's answer to a request; it is given once."""
    espace, iid = call.id("espace", 16), call.id("iid", 16)
    gate.admit(call, espace, stewards=True)
    _read(call.body, EnrolAnswer, ENROL_LIMIT)

    def keep(connection: Connection) -> int:
        espace_row(connection, espace, lock=True)
        known = connection.execute(select(table).where(_here(espace, iid))).first()
        if known is None:
            raise RequestRefusedError(404, "unknown")
        if known.answer is not None:
            if known.answer != call.body:
                raise RequestRefusedError(409, "enrol_used")
            return 0
        connection.execute(update(table).where(_here(espace, iid)).values(answer=call.body))
        return 1

    return answer_object(Done(service.database.write(keep)))


def get_answer(service: Service, gate: Gate, call: Call) -> Answer:
    """Give the answer to whoever holds the invitation."""
    espace, iid = call.id("espace", 16), call.id("iid", 16)
    query = select(table.c.answer).where(_here(espace, iid))
    answer = service.database.read(lambda connection: connection.execute(query).scalar())
    if answer is None:
        raise RequestRefusedError(404, "unknown")
    return Answer(bytes(answer))


table = schema.enrolments


def _here(espace: bytes, iid: bytes) -> ColumnElement[bool]:
    return (table.c.espace == espace) & (table.c.iid == iid)


def _forget_old(connection: Connection, service: Service, espace: bytes, now: int) -> int:
    limit = now - service.limits.enrol_days * DAY_MS
    return connection.execute(delete(table).where(table.c.espace == espace, table.c.at < limit)).rowcount


def _read(body: bytes, type_: type, limit: int) -> None:
    try:
        decode(body, type_, limit)
    except ProtocolError as error:
        raise RequestRefusedError(400, "malformed") from error
