"""One suite, played on SQLite and on a real PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
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


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which database the test is played on."""
    return str(request.param)


@contextmanager
def new_settings(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Settings]:
    if kind == "sqlite":
        yield on_sqlite(folder / "central")
        return
    with postgres.database(request.getfixturevalue("postgres_sockets")) as url:
        yield on_postgresql(url)


@pytest.fixture(scope="session")
def central(kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    """One service for all the tests that only need an espace of their own."""
    with new_settings(kind, request, tmp_path_factory.mktemp("central")) as settings:
        limits = replace(settings.limits, open_per_minute=10_000)
        with running(replace(settings, limits=limits)) as started:
            yield started


@pytest.fixture
def settings(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An empty database for a test that bends the limits, the clock, or stops the service."""
    with new_settings(kind, request, tmp_path) as made:
        yield made


@pytest.fixture
def http() -> Iterator[httpx2.Client]:
    with httpx2.Client(timeout=30, trust_env=False) as client:
        yield client


def connecting(central: Central, http: httpx2.Client) -> Connect:
    return lambda community, peer: Client(http, central, peer, community.espace)


@pytest.fixture
def connect(central: Central, http: httpx2.Client) -> Connect:
    return connecting(central, http)


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
