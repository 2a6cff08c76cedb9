"""The command `mvl-central`: serve, and what the host does beside."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from mvl_central import backup as backups
from mvl_central import copies, events, upkeep
from mvl_central.database import Database
from mvl_central.errors import HostError
from mvl_central.french import FrenchGroup, path
from mvl_central.server import data_folder, make_service, open_database
from mvl_central.server import serve as run
from mvl_central.service import system_ms
from mvl_central.settings import Limits, Settings

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])
FILE = path("fichier", dir_okay=False)


def where(command: F) -> F:
    """Add the two options that say where the data is."""
    data = click.option("--data", type=path("dossier", file_okay=False), help="Dossier des données (SQLite).")
    database = click.option("--database", metavar="URL", help="Base PostgreSQL.")
    return data(database(command))


def on_database(data: Path | None, database: str | None, work: Callable[[Database], T], *, current: bool = True) -> T:
    """Do something on the database, and close it; a refusal of the host's making ends the program with its sentence."""
    try:
        opened = open_database(Settings(data=data_folder(data, database), database=database))
        try:
            if current:
                upkeep.require_current(opened)
            return work(opened)
        finally:
            opened.close()
    except HostError as error:
        stop(error)


def stop(error: HostError) -> NoReturn:
    """Write the sentence and leave with the code."""
    click.echo(error.sentence, err=True)
    sys.exit(error.exit_code)


@click.group(
    cls=FrenchGroup,
    help="Service central de MVL\u00a0: il garde et transmet ce qu’il ne peut pas lire.",
    context_settings={"help_option_names": ["--aide", "--help"]},
)
def main() -> None:
    """Run the command line."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    events.setup()


@main.command(help="Servir jusqu’à l’arrêt du programme.")
@where
@click.option("--listen", default="127.0.0.1:8443", metavar="HÔTE:PORT", show_default=True)
@click.option("--public-url", metavar="URL", help="Adresse vue des postes, derrière un mandataire.")
@click.option("--open", "is_open", is_flag=True, help="Publier sans jeton (sur cette machine seulement).")
@click.option("--tls-cert", type=FILE)
@click.option("--tls-key", type=FILE)
def serve(
    data: Path | None,
    database: str | None,
    listen: str,
    public_url: str | None,
    is_open: bool,
    tls_cert: Path | None,
    tls_key: Path | None,
) -> None:
    """Serve until told to stop."""
    host, separator, port = listen.rpartition(":")
    if not separator or not port.isdigit() or int(port) > 65535:
        raise click.UsageError("--listen attend HÔTE:PORT")
    settings = Settings(
        data=data_folder(data, database),
        database=database,
        host=host.strip("[]"),
        port=int(port),
        public_url=public_url,
        is_open=is_open,
        tls_cert=tls_cert,
        tls_key=tls_key,
    )
    try:
        sys.exit(run(settings))
    except HostError as error:
        stop(error)


@main.command(help="Préparer une base vide.")
@where
@click.option("--partitions", type=click.IntRange(0, 1024), default=0, help="PostgreSQL\u00a0: répartir par espace.")
def init(data: Path | None, database: str | None, partitions: int) -> None:
    """Make the tables and the service's key."""

    def make(opened: Database) -> bool:
        if partitions and not opened.is_postgresql:
            raise HostError("Seule une base PostgreSQL se répartit.", 2)
        made = upkeep.create(opened, partitions)
        make_service(Settings(), opened)
        return made

    made = on_database(data, database, make, current=False)
    click.echo("base prête" if made else "base déjà prête")


@main.command(help="Relire tout ce qui est gardé et signaler ce qui ne va pas.")
@where
def check(data: Path | None, database: str | None) -> None:
    """Verify what is kept."""
    problems = on_database(data, database, lambda opened: list(upkeep.check(opened)))
    for problem in problems:
        click.echo(problem)
    if problems:
        sys.exit(4)
    click.echo("tout est en ordre")


@main.command(help="Mettre la base à la version de ce programme.")
@where
def upgrade(data: Path | None, database: str | None) -> None:
    """Bring the tables to this version."""
    made = on_database(data, database, upkeep.upgrade, current=False)
    on_database(data, database, upkeep.require_current, current=False)
    click.echo("base créée" if made else "base à jour")


@main.command(help="Effacer ce qui a expiré.")
@where
def purge(data: Path | None, database: str | None) -> None:
    """Delete what has expired."""
    removed = on_database(data, database, lambda opened: upkeep.purge(opened, Limits(), system_ms()))
    for name, count in removed.items():
        click.echo(f"{name} {count}")


@main.command(help="Sauvegarder tout le service dans un fichier.")
@where
@click.option("--to", "target", type=FILE, required=True)
def backup(data: Path | None, database: str | None, target: Path) -> None:
    """Write a backup."""
    on_database(data, database, lambda opened: backups.back_up(opened, target))
    click.echo(str(target))


@main.command(help="Remplir une base vide depuis une sauvegarde\u00a0; les effacements sont rejoués.")
@where
@click.argument("source", type=FILE)
def restore(data: Path | None, database: str | None, source: Path) -> None:
    """Fill an empty database from a backup."""

    def fill(opened: Database) -> None:
        upkeep.create(opened)
        backups.restore(opened, source)

    on_database(data, database, fill, current=False)
    click.echo("restauré\u00a0: chaque espace rouvre à la première synchronisation d’un opérateur")


@main.command(help="Lister les espaces publiés ici.")
@where
def espaces(data: Path | None, database: str | None) -> None:
    """List the espaces."""
    for row in on_database(data, database, upkeep.list_espaces):
        click.echo(f"{row.espace.hex()} registre {row.regn} numéros {row.k} octets {row.bytes}")


@main.command(help="Copier un espace, sous scellés, pour les gardiens qui le rouvriront.")
@where
@click.argument("espace")
@click.option("--to", "target", type=FILE, required=True)
def copy(data: Path | None, database: str | None, espace: str, target: Path) -> None:
    """Write a copy of an espace."""
    size = on_database(data, database, lambda opened: copies.copy_espace(opened, espace, target))
    click.echo(f"{target} octets {size}")


@main.command(help="Écrire un jeton qui permet de publier un espace ici.")
@where
@click.option("--token", "file", type=FILE, required=True)
def authorize(data: Path | None, database: str | None, file: Path) -> None:
    """Write a token."""

    def write(opened: Database) -> None:
        upkeep.create(opened)
        upkeep.require_current(opened)
        upkeep.authorize(opened, file, system_ms())

    on_database(data, database, write, current=False)
    click.echo(str(file))


if __name__ == "__main__":
    main()
