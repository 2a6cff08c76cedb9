"""What windows ask of a real post about transmissions, and who may write one."""

from dataclasses import replace
from pathlib import Path

import pytest

from mvl_desktop.services import transmissions
from mvl_desktop.services.pieces import join_piece
from mvl_desktop.services.records import add_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office
from ui.post_desk import PostDesk
from ui.transmission_values import LegalGround

SAID = {
    "etat": "envoyee",
    "destinataire": "crip",
    "destinataire_nom": "CRIP fictive",
    "fondements": ["Article L.226-2-1 du CASF"],
    "contenu": "Une élève absente.",
    "personne_informee": True,
    "canal_envoi": "courrier_rar",
    "envoyee_le": "2026-11-10",
}


def test_a_form_is_proposed_texts_and_a_day_then_its_sending_is_sealed(office: Office, tmp_path: Path) -> None:
    add_record(office.ports, "texte-juridique", {"code": "casf-l226-2-1", "intitule": "Article L.226-2-1 du CASF"})
    desk = PostDesk(office)
    rec = add_record(office.ports, "signalement", {"objet": "Fictif", "departement": "01"})
    piece = join_piece(office.ports, rec, "a.txt", 1, [b"a"])
    typed = desk.edit(rec)
    assert desk.legal_grounds("crip") == [LegalGround("casf-l226-2-1", "Article L.226-2-1 du CASF", usual=True)]
    assert desk.expected_return(typed, SAID) == "2027-02-10"
    assert desk.expected_return(typed, {"destinataire": "mairie"}) == ""
    [line] = desk.pin_pieces(rec, [piece])
    desk.save(replace(typed, champs={**typed.champs, "transmissions": [{**SAID, "pieces": [line]}]}))
    id_ = str(transmissions.list_transmissions(office.ports)[0].passed["id"])
    then = desk.as_sent(rec, id_)
    assert then is not None
    assert then["pieces"] == [line]
    assert desk.what_is_pending(desk.edit(rec))[0] == "1 transmission sans retour"
    desk.print_slip(rec, id_, tmp_path / "b.odt", masked=False)
    assert (tmp_path / "b.odt").stat().st_size > 0


def test_who_only_reads_prepares_and_notes_nothing(tmp_path: Path) -> None:
    alix, camille = open_office(tmp_path, "Alix"), open_office(tmp_path, "Camille")
    alix.found()
    rec = add_record(alix.ports, "signalement", {"objet": "Fictif"})
    id_ = transmissions.prepare_transmission(alix.ports, rec, SAID)
    alix.admit(camille, "Délégation fictive", role="reader")
    alix.give(camille)
    assert transmissions.show_transmission(camille.ports, rec, id_).passed["destinataire"] == "crip"
    with pytest.raises(RefusError, match="lecture_seule"):
        transmissions.prepare_transmission(camille.ports, rec, SAID)
    with pytest.raises(RefusError, match="lecture_seule"):
        transmissions.send_transmission(camille.ports, rec, id_, {"canal_envoi": "plateforme"})
    for office in (alix, camille):
        office.close()
