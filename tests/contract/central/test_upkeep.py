"""What the host does: check, purge, back up, restore (E04), share one database between instances, spread it."""

import os
import threading
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Connection, TextClause, select, text, update

from mvl_central import backup, schema, server, upkeep
from mvl_central.errors import HostError
from mvl_central.settings import DAY_MS, Limits, Settings
from mvl_desktop.protocol.objects import Erase
from mvl_desktop.protocol.wire import FrameType
from tests.contract.central.conftest import Team, connecting
from tests.contract.central.test_letters import leave
from tests.fixtures import postgres
from tests.fixtures.central import Client, on_postgresql, on_sqlite, pushed, running
from tests.fixtures.identities import Peer


def erase(team: Team, rec: bytes) -> None:
    signers = (team.founder.peer, team.operator.peer)
    team.community.act(Erase, *signers, rec=rec, bodies=None, blobs=[], legal_ref_code="art17")


def test_e04_a_restored_service_erases_again_before_it_serves(
    settings: Settings, http: httpx2.Client, tmp_path: Path
) -> None:
    early, late = os.urandom(16), os.urandom(16)
    file = tmp_path / "backup"
    with running(settings) as central:
        team = Team(connecting(central, http))
        sealed = team.community.seal(team.member.peer, recs=[early, late, os.urandom(16)])
        team.member.push(sealed)
        erase(team, early)
        team.post()
        backup.back_up(central.database, file)
        erase(team, late)
        team.post()

    with running(on_sqlite(tmp_path / "restored")) as central:
        backup.restore(central.database, file)
        founder, operator, member = (
            Client(http, central, one.peer, team.community.espace) for one in (team.founder, team.operator, team.member)
        )
        # Nobody is served before an operator has shown that it holds no later order.
        assert member.sync(team.community, regn=0, regh=team.community.registry.head_at(0)).state == "restored"
        for path in ("/feed", "/slots", f"/blobs/{'00' * 32}/0"):
            assert member.get(path).refusal == "restored"
        assert member.push_raw(*pushed(team.community.seal(team.member.peer, keep=False))).refusal == "restored"
        assert member.send("PUT", f"{member.base}/blobs/{'00' * 32}/0?size=9", b"123456789").refusal == "restored"
        state = founder.sync(team.community)
        assert (state.state, state.regn) == ("restored", team.community.registry.n - 1)
        assert operator.post_registry(team.community, state.regn + 1).status == 200
        # An operator who knows less than the service cannot say that nothing is missing.
        assert operator.sync(team.community, regn=0, regh=team.community.registry.head_at(0)).state == "restored"
        assert operator.sync(team.community).state == "open"
        assert member.feed()[0].bodies == sealed.bodies[2:]
        assert member.get("/slots").payloads(FrameType.KEYSLOT) == sealed.slots[2:]


def test_what_a_restored_service_signed_of_its_backup_is_kept_for_members_and_for_the_next_backup(
    settings: Settings, http: httpx2.Client, tmp_path: Path
) -> None:
    file, again = tmp_path / "backup", tmp_path / "again"
    with running(settings) as central:
        team = Team(connecting(central, http))
        assert team.member.get("/restorations").payloads(FrameType.CHECKPOINT) == []
        answer = team.member.push(team.community.seal(team.member.peer))
        word = team.member.receipt(answer.receipts[0]).checkpoint
        assert word is not None
        before = team.member.checkpoint(word)
        backup.back_up(central.database, file)
        team.member.push(team.community.seal(team.member.peer))
    place = on_sqlite(tmp_path / "restored")
    with running(place) as central:
        backup.restore(central.database, file, lambda: before.ts + 1)
        backup.back_up(central.database, again)
    with running(on_sqlite(tmp_path / "twice")) as central:
        backup.restore(central.database, again, lambda: before.ts + 2)
    with running(on_sqlite(tmp_path / "twice")) as central:
        member = Client(http, central, team.member.peer, team.community.espace)
        told = [member.checkpoint(data) for data in member.get("/restorations").payloads(FrameType.CHECKPOINT)]
        assert [(each.n, each.root, each.ts) for each in told] == [
            (before.n, before.root, before.ts + 1),
            (before.n, before.root, before.ts + 2),
        ]
        stranger = Client(http, central, Peer(), team.community.espace)
        assert stranger.get("/restorations").refusal == "signature"


def test_e04_orders_that_a_backup_knows_are_executed_at_its_restoration(
    settings: Settings, http: httpx2.Client, tmp_path: Path
) -> None:
    rec, file = os.urandom(16), tmp_path / "backup"
    with running(settings) as central:
        team = Team(connecting(central, http))
        team.member.push(team.community.seal(team.member.peer, recs=[rec]))
        kept = central.database.read(lambda c: c.execute(select(schema.commits)).one())
        slots = central.database.read(lambda c: c.execute(select(schema.slots)).one())
        erase(team, rec)
        team.post()

        def undo(connection: Connection) -> None:
            connection.execute(update(schema.commits).values(bodies=kept.bodies, absent=b""))
            connection.execute(schema.slots.insert().values(**slots._mapping))

        central.database.write(undo)
        backup.back_up(central.database, file)
    with running(on_sqlite(tmp_path / "restored")) as central:
        backup.restore(central.database, file)
        assert central.database.read(lambda c: c.execute(select(schema.commits.c.bodies)).scalar()) == b""
        assert central.database.read(lambda c: c.execute(select(schema.slots)).all()) == []


def test_a_backup_restores_into_the_other_kind_of_database(
    settings: Settings, http: httpx2.Client, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file = tmp_path / "backup"
    with running(settings) as central:
        team = Team(connecting(central, http))
        sealed = [team.community.seal(team.member.peer, 3) for _ in range(3)]
        team.member.push(*sealed)
        key = central.service.key.public
        backup.back_up(central.database, file)
    assert file.stat().st_mode & 0o077 == 0
    with postgres.database(request.getfixturevalue("postgres_sockets")) as url:
        other = on_sqlite(tmp_path / "other") if settings.database else on_postgresql(url)
        database = server.open_database(other)
        upkeep.create(database)
        backup.restore(database, file)
        assert list(upkeep.check(database)) == []
        database.close()
        with running(other) as central:
            operator = Client(http, central, team.operator.peer, team.community.espace)
            assert operator.sync(team.community).state == "open"
            assert [one.bodies for one in operator.feed()] == [one.bodies for one in sealed]
            assert central.service.key.public == key


@pytest.mark.parametrize("damage", ["cut", "flip", "longer", "empty", "other"])
def test_a_damaged_backup_changes_nothing(settings: Settings, tmp_path: Path, damage: str) -> None:
    database = server.open_database(settings)
    upkeep.create(database)
    file = tmp_path / "backup"
    backup.back_up(database, file)
    data = file.read_bytes()
    file.write_bytes(
        {
            "cut": data[:-1],
            "flip": data[:30] + bytes([data[30] ^ 1]) + data[31:],
            "longer": data + b"x",
            "empty": b"",
            "other": b"x" * 200,
        }[damage]
    )
    with pytest.raises(HostError) as caught:
        backup.restore(database, file)
    assert caught.value.exit_code == 4
    database.close()


def test_a_service_that_has_espaces_is_not_restored_over(
    settings: Settings, http: httpx2.Client, tmp_path: Path
) -> None:
    with running(settings) as central:
        Team(connecting(central, http))
        backup.back_up(central.database, tmp_path / "backup")
        with pytest.raises(HostError):
            backup.restore(central.database, tmp_path / "backup")


def test_check_sees_what_was_altered(settings: Settings, http: httpx2.Client) -> None:
    with running(settings) as central:
        team = Team(connecting(central, http))
        team.member.push(*(team.community.seal(team.member.peer) for _ in range(2)))
        assert list(upkeep.check(central.database)) == []
        commits = schema.commits
        bodies = central.database.read(lambda c: c.execute(select(commits.c.bodies)).first())
        assert bodies is not None
        broken = bodies[0][:-1] + bytes([bodies[0][-1] ^ 1])
        central.database.write(lambda c: c.execute(update(commits).where(commits.c.k == 1).values(bodies=broken)))
        assert len(list(upkeep.check(central.database))) == 1
        central.database.write(lambda c: c.execute(commits.delete().where(commits.c.k == 2)))
        assert len(list(upkeep.check(central.database))) == 2


def test_purging_forgets_what_has_expired(settings: Settings, http: httpx2.Client) -> None:
    with running(settings) as central:
        team = Team(connecting(central, http))
        leave(team.founder, os.urandom(16))
        half = f"{team.member.base}/blobs/{os.urandom(32).hex()}/0?size={2 << 20}"
        assert team.member.send("PUT", half, os.urandom(1 << 20)).status == 200
        nothing = upkeep.purge(central.database, Limits(), central.clock())
        assert (nothing["enrolments"], nothing["blobs"], nothing["nonces"]) == (0, 0, 0)
        removed = upkeep.purge(central.database, Limits(), central.clock() + 8 * DAY_MS)
        assert (removed["enrolments"], removed["blobs"], removed["counts"]) == (1, 1, 1)
        assert removed["nonces"] > 0
        assert central.database.read(lambda c: c.execute(select(schema.blob_parts)).all()) == []


def test_two_instances_share_one_database(settings: Settings, http: httpx2.Client) -> None:
    with running(settings) as one, running(settings) as two:
        assert one.service.key.public == two.service.key.public
        team = Team(connecting(one, http))
        member = Client(http, two, team.member.peer, team.community.espace)
        assert member.push_one(team.community.seal(team.member.peer)).state == "accepted"
        assert len(team.founder.feed()) == 1
        team.community.revoke(team.member.peer, 1)
        team.post()
        assert member.get("/feed").refusal == "revoked"


def test_n01_a_request_seen_by_one_instance_is_refused_by_the_other(settings: Settings, http: httpx2.Client) -> None:
    both = replace(settings, public_url="https://mvl.example", is_open=False)

    class Behind(Client):
        @property
        def signed_base(self) -> str:
            return "https://mvl.example"

    with running(settings) as direct, running(both) as one, running(both) as two:
        team = Team(connecting(direct, http))
        first, second = (Behind(http, central, team.member.peer, team.community.espace) for central in (one, two))
        nonce, path = os.urandom(16), f"{first.base}/feed"
        assert first.send("GET", path, nonce=nonce).status == 200
        assert second.send("GET", path, nonce=nonce).refusal == "replay"


def test_many_devices_push_at_once_and_every_commit_has_its_number(settings: Settings, http: httpx2.Client) -> None:
    with running(settings) as one, running(settings) as two:
        team = Team(connecting(one, http))
        peers = [team.community.add() for _ in range(6)]
        team.post()
        sealed = {peer.id: [team.community.seal(peer, 5) for _ in range(4)] for peer in peers}
        failures: list[BaseException] = []

        def push(number: int) -> None:
            try:
                with httpx2.Client(timeout=60, trust_env=False) as own:
                    client = Client(own, (one, two)[number % 2], peers[number], team.community.espace)
                    for commit in sealed[peers[number].id]:
                        assert client.push_one(commit).state == "accepted"
            except BaseException as error:  # noqa: BLE001 - a thread's failure is the test's
                failures.append(error)

        threads = [threading.Thread(target=push, args=(number,)) for number in range(len(peers))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        fed = team.founder.feed()
        assert [one.marker.k for one in fed] == list(range(1, 25))
        assert {one.marker.id for one in fed} == {c.id for commits in sealed.values() for c in commits}


def test_on_postgresql_the_tables_may_be_spread_by_espace(http: httpx2.Client, postgres_sockets: Path) -> None:
    with postgres.database(postgres_sockets) as url:
        settings = on_postgresql(url)
        database = server.open_database(settings)
        upkeep.create(database, partitions=4)
        database.close()
        with running(settings) as central:
            teams = [Team(connecting(central, http)) for _ in range(6)]
            for team in teams:
                rec = os.urandom(16)
                team.member.push(team.community.seal(team.member.peer, recs=[rec, os.urandom(16)]))
                erase(team, rec)
                team.post()
                assert len(team.founder.feed()[0].bodies) == 1
            assert list(upkeep.check(central.database)) == []
            spread = central.database.read(
                lambda c: c.execute(text("SELECT count(DISTINCT tableoid) FROM commit_kept")).scalar_one()
            )
            assert spread > 1


def test_tables_of_another_version_are_not_touched(settings: Settings) -> None:
    database = server.open_database(settings)
    with pytest.raises(HostError, match="vide"):
        upkeep.require_current(database)
    upkeep.create(database)
    upkeep.require_current(database)
    values = {"value": str(schema.VERSION + 1).encode()}
    database.write(
        lambda c: c.execute(update(schema.settings).where(schema.settings.c.name == b"schema").values(**values))
    )
    with pytest.raises(HostError, match="plus récente"):
        upkeep.require_current(database)
    database.close()


def test_tables_of_the_version_before_are_brought_up(settings: Settings) -> None:
    database = server.open_database(settings)
    upkeep.create(database)

    def as_before(connection: Connection) -> None:
        for table in (schema.journal, schema.journal_counts):
            table.drop(connection)
        connection.execute(update(schema.settings).where(schema.settings.c.name == b"schema").values(value=b"1"))

    database.write(as_before)
    with pytest.raises(HostError, match="antérieure"):
        upkeep.require_current(database)
    assert upkeep.upgrade(database) is False
    upkeep.require_current(database)
    assert database.read(lambda c: c.execute(select(schema.journal)).all()) == []
    database.close()


def test_nothing_erased_stays_in_the_files_of_the_service(http: httpx2.Client, tmp_path: Path) -> None:
    with running(on_sqlite(tmp_path / "central")) as central:
        team = Team(connecting(central, http))
        rec = os.urandom(16)
        erased = team.community.seal(team.member.peer, recs=[rec], size=20_000)
        team.member.push(erased, team.community.seal(team.member.peer, 3))
        held = b"".join(path.read_bytes() for path in (tmp_path / "central").iterdir())
        assert erased.bodies[0][9_000:9_500] in held
        erase(team, rec)
        team.post()
        held = b"".join(path.read_bytes() for path in (tmp_path / "central").iterdir())
        for piece in (erased.bodies[0][at : at + 100] for at in range(0, 19_000, 1000)):
            assert piece not in held
        assert erased.slots[0][-60:] not in held


def test_purging_measures_again_what_an_espace_keeps(settings: Settings, http: httpx2.Client) -> None:
    with running(settings) as central:
        team = Team(connecting(central, http))
        rec = os.urandom(16)
        team.member.push(team.community.seal(team.member.peer, recs=[rec], size=50_000))
        (before,) = upkeep.list_espaces(central.database)
        erase(team, rec)
        team.post()
        upkeep.purge(central.database, Limits(), central.clock())
        (after,) = upkeep.list_espaces(central.database)
        assert before.bytes > 50_000 > 5_000 > after.bytes > 0


RACE = text("DO $$ BEGIN RAISE EXCEPTION 'race' USING ERRCODE = '40001'; END $$")
LOST = text("SELECT pg_terminate_backend(pg_backend_pid())")


@pytest.mark.parametrize("trouble", [RACE, LOST])
def test_on_postgresql_a_transaction_that_lost_a_race_or_its_connection_is_run_again(
    postgres_sockets: Path, trouble: TextClause
) -> None:
    with postgres.database(postgres_sockets) as url:
        database = server.open_database(on_postgresql(url))
        upkeep.create(database)
        tries = []

        def work(connection: Connection) -> str:
            tries.append(1)
            if len(tries) < 3:
                connection.execute(trouble)
            return "done"

        assert database.write(work) == "done"
        assert len(tries) == 3
        database.close()


def test_a_service_whose_database_is_gone_says_that_it_is_not_ready(
    http: httpx2.Client, postgres_sockets: Path
) -> None:
    with postgres.database(postgres_sockets) as url, running(on_postgresql(url)) as central:
        assert http.get(f"{central.url}/readyz").status_code == 200
        central.database.write(lambda c: c.execute(text("DROP TABLE setting")))
        assert http.get(f"{central.url}/readyz").status_code == 503
        assert http.get(f"{central.url}/healthz").status_code == 200
