"""One suite, played on SQLite and on a real PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from mvl_central.settings import Settings
from tests.fixtures import postgres
from tests.fixtures.central import Central, Client, on_postgresql, on_sqlite, running
from tests.fixtures.identities import Community, Peer

Connect = Callable[[Community, Peer], Client]


@pytest.fixture(scope="session")
def postgres_sockets() -> Iterator[Path]:
    with postgres.cluster() as sockets:
        yield sockets


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    if request.param == "sqlite":
        yield on_sqlite(tmp_path / "central")
        return
    with postgres.database(request.getfixturevalue("postgres_sockets")) as url:
        yield on_postgresql(url)


@pytest.fixture
def central(settings: Settings) -> Iterator[Central]:
    with running(settings) as started:
        yield started


@pytest.fixture
def http() -> Iterator[httpx2.Client]:
    with httpx2.Client(timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture
def connect(central: Central, http: httpx2.Client) -> Connect:
    return lambda community, peer: Client(http, central, peer, community.espace)


class Team:
    """A published espace: its founder, an operator and a member, each with its client."""

    def __init__(self, connect: Connect) -> None:
        self.community = Community()
        self.founder = connect(self.community, self.community.founder)
        self.operator = connect(self.community, self.community.add("operator"))
        self.member = connect(self.community, self.community.add())
        self.connect = connect
        self.founder.publish(self.community)

    def post(self) -> None:
        """Send the registry entries that the service lacks."""
        regn = self.founder.sync(self.community).regn
        assert self.founder.post_registry(self.community, regn + 1).status == 200


@pytest.fixture
def team(connect: Connect) -> Team:
    return Team(connect)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened
