"""A day on the command line: asked for and refused in the words of people."""

from datetime import datetime

import click
import pytest
from click.testing import CliRunner

from mvl_desktop.cli.days import DAY


@click.command()
@click.option("--du", type=DAY)
def said(du: datetime | None) -> None:
    click.echo(du)


def test_a_day_is_read_and_its_help_says_how_to_write_it() -> None:
    assert CliRunner().invoke(said, ["--du", "2026-01-31"]).output.startswith("2026-01-31")
    assert "--du AAAA-MM-JJ" in CliRunner().invoke(said, ["--help"]).output


@pytest.mark.parametrize("typed", ["2026-31-01", "31/01/2026", "hier", ""])
def test_what_is_no_day_is_refused_without_a_word_of_the_program(typed: str) -> None:
    refused = CliRunner().invoke(said, ["--du", typed])
    assert refused.exit_code == 2
    assert f"«\u00a0{typed}\u00a0» n’est pas un jour écrit comme 2026-01-31." in refused.output
    assert "%" not in refused.output
