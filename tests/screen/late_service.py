"""The service with a wrong clock: `python late_service.py DAYS serve …`, so many days late, or early."""

import sys

from mvl_central import main as commands
from mvl_central import server
from mvl_central.database import Database
from mvl_central.service import Service, system_ms
from mvl_central.settings import Settings

_DAY_MS = 86_400_000


def main(days: int) -> None:
    """Run the command line of the service, its clock shifted."""
    made = server.make_service

    def late(settings: Settings, database: Database) -> Service:
        service = made(settings, database)
        service.clock = lambda: system_ms() + days * _DAY_MS
        return service

    server.make_service = late
    commands.main(prog_name="mvl-central")


if __name__ == "__main__":
    shift = int(sys.argv.pop(1))
    main(shift)
