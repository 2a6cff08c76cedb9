"""Where the shipped files are: beside the code in development, beside the program when frozen."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_BASE = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))


def resource(*parts: str) -> Path:
    """Return the path of a shipped file under `resources/`."""
    return _BASE.joinpath("resources", *parts)


def default_fiches() -> Sequence[Mapping[str, object]]:
    """Return the fields of the fiches de conduite that come with the application, by their code."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(resource("fiches").glob("*.json"))]


def default_texts() -> Sequence[Mapping[str, object]]:
    """Return the fields of the legal texts that come with the application, file by file."""
    found: list[Mapping[str, object]] = []
    for path in sorted(resource("textes").glob("*.json")):
        found += json.loads(path.read_text(encoding="utf-8"))
    return found


def default_directory() -> Sequence[Mapping[str, object]]:
    """Return the fields of the entries of the annuaire that come with the application, file by file."""
    found: list[Mapping[str, object]] = []
    for path in sorted(resource("annuaire").glob("*.json")):
        found += json.loads(path.read_text(encoding="utf-8"))
    return found


def default_series() -> Sequence[Mapping[str, object]]:
    """Return the fields of the series of others that come with the application, file by file."""
    return _lists("series")


def default_studies() -> Sequence[Mapping[str, object]]:
    """Return the fields of the studies of others that come with the application, file by file."""
    return _lists("etudes")


def _lists(folder: str) -> Sequence[Mapping[str, object]]:
    """Return the records of a folder whose files hold several each."""
    files = sorted(resource(folder).glob("*.json"))
    return [each for path in files for each in json.loads(path.read_text(encoding="utf-8"))]


def default_grilles() -> Sequence[Mapping[str, object]]:
    """Return the fields of the grids that come with the application, by their file."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(resource("grilles").glob("*.json"))]


def default_templates() -> Sequence[Mapping[str, object]]:
    """Return the fields of the templates of letters that come with the application, by their code."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(resource("modeles").glob("*.json"))]


def guide_page(name: str) -> Path | None:
    """Return a page of the guide by its file name; None when there is none. A name is never a path."""
    path = _BASE / "docs" / "guide" / Path(name).name
    return path if path.suffix == ".md" and path.is_file() else None


def guide_image(name: str) -> Path | None:
    """Return a picture of the guide by its file name; None when there is none. A name is never a path."""
    path = _BASE / "docs" / "images" / Path(name).name
    return path if path.suffix == ".png" and path.is_file() else None
