"""What `mvl autotest` exercises: each native part of the program, for real, in a folder that is removed afterwards."""

import re
import ssl
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mvl_desktop.bootstrap import load_nomenclatures, prepare_post
from mvl_desktop.documents.piece_text import IsolatedTextReader
from mvl_desktop.documents.printer import DocumentPrinter
from mvl_desktop.ports.printing import Line, Section, Sheet
from mvl_desktop.services.founding import found_espace
from mvl_desktop.services.records import add_record, search_records, show_record
from mvl_desktop.settings import Settings

_PAGE, _PICTURE = re.compile(r"\]\(([\w-]+\.md)"), re.compile(r"\]\(([\w./-]+\.png)\)")
_TEXT = "Contrôle\u00a0: é, œ, «\u00a0guillemets\u00a0», ██"


def checks(settings: Settings) -> dict[str, str]:
    """Run every check; "ok", or the class of the error, by name."""
    return {
        "cryptographie": _outcome(lambda: _crypto(settings)),
        "vecteurs_wycheproof": _outcome(lambda: _vectors(settings)),
        "magasin_et_recherche": _outcome(lambda: _store(settings)),
        "pdf_et_odt": _outcome(lambda: _documents(settings)),
        "texte_des_pieces": _outcome(lambda: _texts(settings)),
        "nomenclatures": _outcome(lambda: _lists(settings)),
        "orthographe": _outcome(lambda: _spelling(settings)),
        "guide": _outcome(lambda: _guide(settings)),
        "messages": _outcome(lambda: settings.message("phrase_refusee").phrase != ""),
        "tls": _outcome(lambda: ssl.create_default_context().minimum_version is not None),
        "trousseau": _outcome(_keyring),
    }


def _outcome(check: Callable[[], object]) -> str:
    try:
        return "ok" if check() is not False else "faux"
    except Exception as error:  # noqa: BLE001 (each check is told apart; the reason is its class)
        return type(error).__name__


def _crypto(settings: Settings) -> None:
    from mvl_desktop.crypto.selftest import self_test
    from mvl_desktop.crypto.suite1 import DICTIONARY

    self_test((settings.resources / DICTIONARY).read_bytes())


def _vectors(settings: Settings) -> bool:
    from mvl_desktop.crypto.wycheproof import check_vectors

    return check_vectors(settings.resources) > 0


def _store(settings: Settings) -> bool:
    with tempfile.TemporaryDirectory(prefix="mvl-autotest-") as folder:
        post = prepare_post(settings, Path(folder) / "poste", "phrase de contrôle sans secret", "Contrôle").confirm()
        try:
            found_espace(post.ports, "Contrôle")
            id_ = add_record(post.ports, "signalement", {"objet": _TEXT})
            total, _ = search_records(post.ports, "guillem")
            kept = show_record(post.ports, id_).champs["objet"] == _TEXT
            return kept and total == 1 and not post.ports.store.check(thorough=True)
        finally:
            with suppress(OSError):
                post.close()


def _documents(settings: Settings) -> bool:
    sheet = Sheet(_TEXT, "Contrôle", (Section("Faits", (Line("Récit", _TEXT),)),), "Contrôle")
    printer = DocumentPrinter(settings.resources)
    return printer.pdf(sheet).startswith(b"%PDF-") and printer.odt(sheet).startswith(b"PK")


def _texts(settings: Settings) -> bool:
    """Whether the program that reads attachments starts, and reads what this one prints."""
    printed = DocumentPrinter(settings.resources).pdf(Sheet(_TEXT, "Contrôle", (), "Contrôle"))
    return "Contrôle" in " ".join(IsolatedTextReader().read("controle.pdf", printed).blocks)


def _lists(settings: Settings) -> bool:
    lists = load_nomenclatures(settings)
    return lists.libelle("departements", "93") != "93" and lists.knows("communes", "93066")


def _spelling(settings: Settings) -> bool:
    from hunspell import Hunspell

    speller = Hunspell("fr", hunspell_data_dir=str(settings.resources / "orthographe"))
    return bool(speller.spell("signalement")) and not speller.spell("signalemant")


def _guide(settings: Settings) -> bool:
    """Whether every page that the first one leads to is here, with its pictures."""
    folder = settings.resources.parent / "docs" / "guide"
    pages = [folder / "README.md", *(folder / name for name in _links(folder / "README.md"))]
    pictures = [page.parent / name for page in pages for name in _links(page, _PICTURE)]
    return len(pages) > 1 and all(path.is_file() for path in (*pages, *pictures))


def _links(page: Path, kind: re.Pattern[str] = _PAGE) -> list[str]:
    return kind.findall(page.read_text(encoding="utf-8"))


def _keyring() -> None:
    import keyring.backends.SecretService
    import keyring.backends.Windows  # noqa: F401
