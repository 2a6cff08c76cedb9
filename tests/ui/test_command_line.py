"""What the application says of its own command line: French, and the same exit codes as ever."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.world import ROOT
from ui.command_line import read


def test_what_is_asked_is_read() -> None:
    options = read(["--profil", "ici", "--demonstration"])
    assert (options.profil, options.demonstration) == (Path("ici"), True)
    assert (read([]).profil, read([]).demonstration) == (None, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--inconnue"], "L’option «\u00a0--inconnue\u00a0» n’existe pas."),
        (["--inconnue=secret"], "L’option «\u00a0--inconnue\u00a0» n’existe pas."),
        (["--profil"], "L’option «\u00a0--profil\u00a0» attend une valeur."),
        (["--demonstration=oui"], "L’option «\u00a0--demonstration\u00a0» ne prend pas de valeur."),
        (["ailleurs"], "Argument en trop\u00a0: ailleurs"),
        (["--=x"], "Les options ne sont pas comprises."),
    ],
)
def test_what_is_not_read_is_said_in_french(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        read(words)
    told = capsys.readouterr()
    assert (left.value.code, told.out) == (2, "")
    assert told.err.splitlines() == [
        "Emploi\u00a0: mvl-desktop [OPTIONS]",
        "«\u00a0mvl-desktop --aide\u00a0» montre l’aide.",
        "",
        f"Erreur\u00a0: {said}",
    ]


def test_the_program_itself_shows_its_help_in_french_on_a_machine_that_speaks_english(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ui.app", "--aide"],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={"PATH": "/usr/bin", "LANG": "en_US.UTF-8", "LANGUAGE": "en", "PYTHONUTF8": "1", "HOME": str(tmp_path)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Emploi\u00a0: mvl-desktop [OPTIONS]" in done.stdout
    assert "--profil DOSSIER" in done.stdout
    assert not {"usage", "options:", "show", "exit"} & set(done.stdout.split())
