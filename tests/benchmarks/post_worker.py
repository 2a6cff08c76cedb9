"""A real post in its own process: real encrypted store, real suite, real HTTP. Obeys `exchange`."""

import cProfile
import sys
import time
from pathlib import Path
from typing import Any

from mvl_desktop.bootstrap import SystemClock, ThreadExecutor
from mvl_desktop.crypto.suite1 import load_suite1
from mvl_desktop.exchange.carriers.client import make_client
from mvl_desktop.exchange.carriers.http import HttpCarrier, Signer
from mvl_desktop.exchange.engine import synchronise
from mvl_desktop.exchange.publishing import publish
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.records import add_record, modify_record
from mvl_desktop.store.profile import open_store
from tests.benchmarks.corpus import signalements
from tests.benchmarks.stage import PHRASE
from tests.benchmarks.workers import ROOT, serve
from tests.fakes.quiet import QuietJournal


def open_ports(folder: Path) -> Ports:
    """Open a profile as the application does, without its window."""
    suite = load_suite1(ROOT / "resources")
    opened = open_store(folder, PHRASE, crypto=suite, clock=SystemClock())
    return Ports(opened.store, suite, SystemClock(), QuietJournal(), ThreadExecutor())


class BenchPost:
    """What a post is asked to do."""

    def __init__(self, folder: str, address: str) -> None:
        self.ports = open_ports(Path(folder))
        with self.ports.store.read() as uow:
            device = uow.identity.device()
            self.espace = uow.espaces.all()[0].id
        crypto, clock = self.ports.crypto, self.ports.clock
        signer = Signer(device.id, lambda base: crypto.sign_http(device.auth, base), crypto.random, clock.ms)
        self.carrier = HttpCarrier(address, signer, make_client(address), timer=time.monotonic)
        self.recs: list[str] = []

    def publish(self) -> None:
        publish(self.ports, self.carrier, self.espace)

    def sync(self) -> dict[str, Any]:
        report = synchronise(self.ports, self.carrier, [self.espace])
        return {**report.as_dict(), "stopped": report.stopped}

    def profile(self, to: str) -> dict[str, Any]:
        """Synchronise under the profiler: for whoever looks for what is slow."""
        with cProfile.Profile() as profiler:
            said = self.sync()
        profiler.dump_stats(to)
        return said

    def edit(self, number: int) -> None:
        if not self.recs:
            with self.ports.store.read() as uow:
                self.recs = [rec.hex() for rec in uow.records.find("signalement")]
        modify_record(self.ports, self.recs[number], {"titulaire": f"suivi {number}"})

    def add(self, number: int) -> None:
        for record in signalements(1, 1_000_000 + number):
            add_record(self.ports, "signalement", record)

    def count(self) -> dict[str, Any]:
        with self.ports.store.read() as uow:
            return {"records": len(uow.records.find("signalement")), "found": uow.records.search("ka")[0]}

    def close(self) -> None:
        self.carrier.close()
        self.ports.store.close()


def main(folder: str, address: str) -> None:
    post = BenchPost(folder, address)
    serve({name: getattr(post, name) for name in ("publish", "sync", "profile", "edit", "add", "count")})
    post.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
