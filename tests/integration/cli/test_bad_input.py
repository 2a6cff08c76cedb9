"""Everything that goes wrong ends in a French sentence that says what to do, with the exit code of the contract."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.integration.cli.places import Place, central, enrol

OK = {"objet": "Rien de réel"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("faits") / "alix").made()
    place("espace", "fonder", "Fictif")
    place("signalement", "ajouter", "--de", "-", given=OK)
    return place


@pytest.fixture
def post(made: Place, tmp_path: Path) -> Place:
    """A copy that a test may damage."""
    shutil.copytree(made.folder, tmp_path / "alix")
    return Place(tmp_path / "alix")


def store_of(place: Place) -> Path:
    return next(path for path in place.folder.iterdir() if path.suffix == ".db")


def header_of(place: Place) -> Path:
    return next(path for path in place.folder.iterdir() if path.suffix == ".entete")


def test_wrong_passphrase(post: Place) -> None:
    post.phrase.write_text("autre phrase de passe\n", encoding="utf-8")
    assert post.refused(3, "signalement", "lister")["erreur"] == "phrase_refusee"


def test_no_post_there(tmp_path: Path) -> None:
    assert Place(tmp_path / "personne").refused(1, "signalement", "lister")["erreur"] == "magasin_absent"
    assert not (tmp_path / "personne").exists()


def test_missing_store(post: Place) -> None:
    store_of(post).unlink()
    post.refused(4, "signalement", "lister")
    assert not list(post.folder.glob("*.db"))


def test_empty_store(post: Place) -> None:
    store_of(post).write_bytes(b"")
    post.refused(4, "signalement", "lister")
    assert store_of(post).read_bytes() == b""


def test_foreign_store(post: Place) -> None:
    store_of(post).write_bytes(b"SQLite format 3\0" + bytes(8176))
    post.refused(4, "signalement", "lister")


def test_truncated_store(post: Place) -> None:
    whole = store_of(post).read_bytes()
    store_of(post).write_bytes(whole[: len(whole) // 2 // 4096 * 4096])
    post.refused(4, "verifier")


def test_tampered_store(post: Place) -> None:
    raw = bytearray(store_of(post).read_bytes())
    for page in range(0, len(raw), 4096):
        raw[page + 100] ^= 1
    store_of(post).write_bytes(raw)
    post.refused(4, "signalement", "lister")


def test_damaged_header(post: Place) -> None:
    raw = bytearray(header_of(post).read_bytes())
    raw[20] ^= 1
    header_of(post).write_bytes(raw)
    assert post.refused(4, "signalement", "lister")["erreur"] == "entete_endommage"


def test_init_never_overwrites(post: Place) -> None:
    before = store_of(post).read_bytes()
    assert post.refused(1, "init", "--nom", "x")["erreur"] == "magasin_existant"
    assert store_of(post).read_bytes() == before


BAD_DOCUMENTS = [
    ("pas du JSON", "json_invalide"),
    ("[1, 2]", "json_invalide"),
    ('{"objet": NaN}', "json_invalide"),
    ("[" * 100_000, "json_invalide"),
    ('{"inventé": "x"}', "champ_inconnu"),
    ('{"recu_le": "20/11/2026"}', "date_invalide"),
    ('{"niveau": "coupable"}', "code_inconnu"),
    ('{"objet": ["liste"]}', "type_invalide"),
    ('{"objet": "demi \\ud800 caractère"}', "texte_invalide"),
    ("{}", "rien_a_enregistrer"),
    (json.dumps({"resume": "é" * 5_000_000}, ensure_ascii=False), "texte_trop_long"),
]


def test_a_record_is_named_by_the_reference_said_on_the_phone_wherever_an_id_is_taken(
    post: Place, tmp_path: Path
) -> None:
    source = tmp_path / "change.json"
    source.write_text('{"titulaire": "Camille"}', encoding="utf-8")
    attached = tmp_path / "note.txt"
    attached.write_text("rien", encoding="utf-8")
    id_ = post("signalement", "ajouter", "--de", "-", given={"objet": "Cité", "departement": "93"})["id"]
    reference = post("signalement", "montrer", id_)["champs"]["reference"]
    said = reference.replace("-", " ").lower()
    lines = [
        f"signalement montrer {reference}",
        f"signalement montrer '{said}' --historique",
        f"signalement modifier {reference} --de {source}",
        f"piece joindre {reference} {attached}",
        f"signalement imprimer {reference} --vers {tmp_path / 'fiche.pdf'}",
        f"effacer {reference} --motif erreur_de_saisie",
        f"signalement montrer {reference}",
        "signalement montrer 93-2026-ZZ-9999",
    ]
    done = post.run("enchainer", "-", given="\n".join(lines))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer.get("erreur") for answer in answers] == [None] * 6 + ["fiche_inconnue"] * 2
    assert answers[0]["id"] == answers[1]["id"] == id_
    assert (tmp_path / "fiche.pdf").stat().st_size > 0


def test_bad_documents_and_unknown_things(made: Place, tmp_path: Path) -> None:
    """One process for all of them: each line is refused with its code and a sentence, and the next one is heard."""
    nowhere, known = "0" * 32, made("signalement", "lister")["elements"][0]["id"]
    lines, codes = [], []
    for number, (text, code) in enumerate(BAD_DOCUMENTS):
        source = tmp_path / f"{number}.json"
        source.write_text(text, encoding="utf-8")
        lines.append(f"signalement ajouter --de {source}")
        codes.append(code)
    for line, code in (
        (f"signalement montrer {nowhere}", "fiche_inconnue"),
        ("signalement montrer ../../etc", "fiche_inconnue"),
        (f"signalement ajouter --espace Ailleurs --de {tmp_path / '0.json'}", "json_invalide"),
        ("signalement lister --filtre inventé=1", "champ_inconnu"),
        ("signalement lister --filtre objet", "filtre_invalide"),
        ("chercher x --kind inventé", "kind_inconnu"),
        (f"conflits resoudre {nowhere} objet --valeur 1 --motif m", "fiche_inconnue"),
        ("poste revoquer personne", "poste_inconnu"),
        (f"signalement ajouter --de {tmp_path / 'rien.json'}", "fichier_introuvable"),
        (f"effacer {nowhere} --motif erreur_de_saisie", "fiche_inconnue"),
        (f"effacer {known} --motif lubie", "motif_inconnu"),
        ("signalement inventer", "usage"),
        ("« guillemet jamais 'fermé", "ligne_illisible"),
    ):
        lines.append(line)
        codes.append(code)
    done = made.run("enchainer", "-", given="\n".join([*lines, "signalement lister"]))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["erreur"] for answer in answers[:-1]] == codes
    assert all(answer["message"].strip().endswith((".", "…", ")")) for answer in answers[:-2]), answers
    assert answers[-1]["total"] == 1
    assert "Traceback" not in done.stderr


def test_exit_codes_of_the_contract(made: Place) -> None:
    made.refused(4, "signalement", "ajouter", "--de", "-", given="pas du JSON")
    made.refused(1, "signalement", "ajouter", "--de", "-", given='{"inventé": "x"}')


def test_usage(made: Place) -> None:
    assert made.refused(2, "signalement", "inventer")["erreur"] == "usage"
    assert made.refused(2, "lot", "exporter")["erreur"] == "usage"


def test_files_that_are_no_lots(made: Place, tmp_path: Path) -> None:
    contents = [b"", b"PK\x03\x04", b"MVL-LOT\x01", b"MVL-LOT\x01\xff\xff\xff\xff" + bytes(64), bytes(10_000)]
    lines = []
    for number, content in enumerate(contents):
        path = tmp_path / f"{number}.lot"
        path.write_bytes(content)
        lines.append(f"lot fusionner {path}")
    done = made.run("enchainer", "-", given="\n".join([*lines, "signalement lister"]))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(answer["erreur"].startswith("lot_") for answer in answers[:-1]), answers
    assert answers[-1]["total"] == 1
    made.refused(4, "lot", "fusionner", str(tmp_path / "1.lot"))


def test_a_lot_cut_or_changed(post: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "camille").made()
    enrol(post, other, tmp_path)
    for number in range(30):
        post("signalement", "ajouter", "--de", "-", given={"objet": f"Affaire {number}"})
    lot = tmp_path / "entier.lot"
    post("lot", "exporter", "--vers", str(lot))
    raw = bytearray(lot.read_bytes())
    raw[len(raw) // 2] ^= 1
    (tmp_path / "altere.lot").write_bytes(raw)
    done = other.run("lot", "fusionner", str(tmp_path / "altere.lot"))
    assert done.returncode in (0, 4)
    document = json.loads(done.stdout)
    assert document.get("message") or document["lots"][0]["motif"]
    other("lot", "fusionner", str(lot))
    assert other("signalement", "lister")["total"] == 31


def test_the_beginning_of_a_lot_that_was_cut_is_taken_when_somebody_asks_for_it(post: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "camille").made()
    enrol(post, other, tmp_path)
    lines = []
    for number in range(30):
        source = tmp_path / f"{number}.json"
        text = "".join(chr(0x4E00 + (i * 7919 + number * 104_729) % 20_000) for i in range(60_000))
        source.write_text(json.dumps({"objet": f"Affaire {number}", "resume": text}), encoding="utf-8")
        lines.append(f"signalement ajouter --de {source}")
    post.run("enchainer", "-", given="\n".join(lines))
    lot, cut = tmp_path / "entier.lot", tmp_path / "coupe.lot"
    post("lot", "exporter", "--vers", str(lot))
    raw = lot.read_bytes()
    cut.write_bytes(raw[: len(raw) // 2])
    assert other.refused(4, "lot", "fusionner", str(cut))["erreur"] == "lot_incomplet"
    assert other("signalement", "lister")["total"] == 0
    [taken] = other("lot", "fusionner", str(cut), "--recuperer")["lots"]
    assert taken["motif"] == "lot_incomplet"
    assert 0 < taken["recuperation"]["lus"] < taken["recuperation"]["annonces"]
    assert 0 < taken["nouveaux"] == other("signalement", "lister")["total"] < 31
    base = [word for word in other.base if word != "--json"]
    said = subprocess.run(
        [*base, "lot", "fusionner", str(cut), "--recuperer"], capture_output=True, text=True, check=True
    ).stdout
    assert "tout le reste manque" in said
    assert f"Lu\u00a0: {taken['recuperation']['lus']} objets sur les {taken['recuperation']['annonces']}" in said
    [rest] = other("lot", "fusionner", str(lot), "--recuperer")["lots"]
    assert rest["motif"] == ""
    assert "recuperation" not in rest
    assert other("signalement", "lister")["total"] == 31


def test_service_down(post: Place) -> None:
    refusal = post.refused(5, "synchroniser", "--central", "http://127.0.0.1:9")
    assert refusal["erreur"] == "service_injoignable"
    assert post("signalement", "lister")["elements"][0]["etat_envoi"] == "a_envoyer"


def test_service_that_answers_something_else(post: Place, tmp_path: Path) -> None:
    from tests.integration.cli.liars import babbling

    with babbling(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<html></html") as url:
        assert post.refused(5, "synchroniser", "--central", url)["erreur"] == "reponse_etrangere"
    with babbling(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n") as url:
        post.refused(5, "synchroniser", "--central", url)
    with babbling(b"") as url:
        post.refused(5, "synchroniser", "--central", url)


def test_plain_http_elsewhere_is_refused(post: Place) -> None:
    assert post.refused(2, "synchroniser", "--central", "http://192.0.2.1:80")["erreur"] == "adresse_refusee"


def test_one_process_per_store(post: Place) -> None:
    first = subprocess.Popen(
        [*post.base, "enchainer", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert first.stdin is not None
    assert first.stdout is not None
    first.stdin.write("espace lister\n")
    first.stdin.flush()
    assert first.stdout.readline()
    assert post.refused(1, "signalement", "lister")["erreur"] == "magasin_deja_ouvert"
    first.stdin.close()
    assert first.wait(timeout=30) == 0
    first.stdout.close()


def test_a_wrong_code_lets_nobody_in(post: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "camille").made()
    invitation, request = str(tmp_path / "i"), str(tmp_path / "d")
    post("poste", "inviter", "--role", "agent", "--vers", invitation)
    code = other("poste", "demander", "--invitation", invitation, "--vers", request)["code"]
    wrong = "".join("0" if digit != "0" else "1" for digit in code if digit.isdigit())
    for said in (wrong, code[:-6], ""):
        refusal = post.refused(1, "poste", "accepter", request, "--code", said, "--vers", str(tmp_path / "r"))
        assert refusal["erreur"] == "code_surete_different"
    post("poste", "accepter", request, "--code", code, "--vers", str(tmp_path / "r"))
    refusal = post.refused(1, "poste", "accepter", request, "--code", code, "--vers", str(tmp_path / "r2"))
    assert refusal["erreur"] == "invitation_deja_utilisee"


def test_service_restarted_in_between(post: Place, tmp_path: Path) -> None:
    with central(tmp_path / "service") as url:
        post("synchroniser", "--central", url)
    post("signalement", "ajouter", "--de", "-", given=OK)
    with central(tmp_path / "service") as url:
        assert post("synchroniser", "--central", url)["envoyes"] == 1
