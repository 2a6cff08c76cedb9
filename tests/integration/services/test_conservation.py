"""Conservation: what keeps a record, what erases it, and that two people sign where two may."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from mvl_desktop.protocol.objects import Erase
from mvl_desktop.services.anonymising import blobs_of
from mvl_desktop.services.conservation_orders import Paper, give_order, list_orders, sign_order
from mvl_desktop.services.erasure import erase_record, erase_revisions, foresee
from mvl_desktop.services.history import history_of
from mvl_desktop.services.holds import held_records, hold_record
from mvl_desktop.services.pieces import join_piece
from mvl_desktop.services.records import add_record, modify_record, search_records, show_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office, two_offices


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Office, Office]:
    """Two people who may both order: an administrator and an operator."""
    first, second = open_office(tmp_path, "Alix"), open_office(tmp_path, "Camille")
    first.found()
    first.admit(second, "Délégation fictive", role="operator")
    return first, second


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(RefusError) as said:
        act()
    assert said.value.code == code


def hand_round(*offices: Office) -> None:
    for giving, taking in pairwise(offices):
        giving.clock.at += 1000
        giving.give(taking)


def test_e05_alone_a_hold_is_set_at_once_and_stops_every_erasure_until_it_is_lifted(office: Office) -> None:
    ports = office.ports
    rec = add_record(ports, "signalement", {"objet": "Retenu"})
    modify_record(ports, rec, {"objet": "Retenu encore"})
    (done,) = hold_record(ports, rec, motif="requisition", precision="Réquisition du 2 mars")
    assert done.state == "in_force"
    assert held_records(ports) == {rec: "signalement"}
    refused("conservation_bloquee", lambda: erase_record(ports, rec, motif="opposition"))
    first_revision = str(history_of(ports, rec)[0]["revision"])
    refused("conservation_bloquee", lambda: erase_revisions(ports, rec, [first_revision]))
    refused("deja_bloque", lambda: hold_record(ports, rec, motif="enquete"))
    # It hides nothing: the record is read, changed and found as before.
    assert show_record(ports, rec).titre == "Retenu encore"
    modify_record(ports, rec, {"objet": "Retenu toujours"})
    assert search_records(ports, "toujours")[0] == 1
    assert hold_record(ports, rec, motif="fin_de_procedure", on=False)[0].state == "in_force"
    assert held_records(ports) == {}
    refused("non_bloque", lambda: hold_record(ports, rec, motif="fin_de_procedure", on=False))
    assert erase_record(ports, rec, motif="opposition")[0].state == "in_force"
    refused("fiche_inconnue", lambda: show_record(ports, rec))
    said = {order.nature: (order.motif, order.precision, order.state) for order in list_orders(ports)}
    assert said["blocage"] == ("requisition", "Réquisition du 2 mars", "en_vigueur")
    assert said["levee"][2] == said["effacement"][2] == "en_vigueur"


def test_e05_a_hold_needs_a_second_signature_and_then_binds_both_posts(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = add_record(first.ports, "signalement", {"objet": "Retenu à deux"})
    (asked,) = hold_record(first.ports, rec, motif="enquete", second="Camille")
    assert asked.state == "needs_second"
    assert held_records(first.ports) == {}
    refused("ordre_deja_signe", lambda: sign_order(first.ports, asked.id, first.nomenclatures))
    hand_round(first, second)
    (order,) = list_orders(second.ports)
    assert (order.state, order.may_sign, order.recs, order.second) == ("attend", True, (rec,), "Camille")
    sign_order(second.ports, order.id, second.nomenclatures)
    hand_round(second, first, second)
    for post in pair:
        assert held_records(post.ports) == {rec: "signalement"}, post.name
        refused("conservation_bloquee", partial(erase_record, post.ports, rec, motif="opposition"))
    refused("ordre_execute", lambda: sign_order(first.ports, asked.id, first.nomenclatures))


def test_the_same_command_by_the_second_person_gives_the_second_signature(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = add_record(first.ports, "signalement", {"objet": "Effacé à deux"})
    assert erase_record(first.ports, rec, motif="opposition")[0].state == "needs_second"
    hand_round(first, second)
    assert show_record(second.ports, rec).titre == "Effacé à deux"
    erase_record(second.ports, rec, motif="opposition")
    hand_round(second, first, second)
    for post in pair:
        refused("fiche_inconnue", partial(show_record, post.ports, rec))


def test_an_order_signed_before_the_registry_moved_is_drawn_up_anew_and_waits_for_the_first(
    pair: tuple[Office, Office],
) -> None:
    first, second = pair
    rec, other = (add_record(first.ports, "signalement", {"objet": name}) for name in ("Un", "Deux"))
    (asked,) = hold_record(first.ports, rec, motif="enquete")
    hand_round(first, second)
    # Meanwhile the first person’s other order enters the registry.
    hold_record(first.ports, other, motif="enquete")
    hand_round(first, second)
    hold_record(second.ports, other, motif="enquete")
    hand_round(second, first, second)
    assert held_records(first.ports) == {other: "signalement"}
    (stale,) = [order for order in list_orders(second.ports) if order.id == asked.id]
    assert (stale.state, stale.may_sign) == ("a_resigner", True)
    assert sign_order(second.ports, asked.id, second.nomenclatures).state == "needs_second"
    hand_round(second, first)
    sign_order(first.ports, asked.id, first.nomenclatures)
    assert set(held_records(first.ports)) == {rec, other}


def test_what_was_typed_by_mistake_is_erased_everywhere_and_its_place_says_so(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = add_record(first.ports, "signalement", {"objet": "Juste"})
    modify_record(first.ports, rec, {"resume": "Le nom Malencontre n’avait rien à faire ici."})
    modify_record(first.ports, rec, {"resume": "Corrigé."})
    wrong = str(history_of(first.ports, rec)[1]["revision"])
    seen = foresee(first.ports, rec, [wrong])
    assert (seen.revisions, seen.retour) == ((wrong,), ())
    assert erase_revisions(first.ports, rec, [wrong]).state == "needs_second"
    hand_round(first, second)
    assert erase_revisions(second.ports, rec, [wrong]).state in ("in_force", "proposed")
    hand_round(second, first, second)
    for post in pair:
        assert show_record(post.ports, rec).champs["resume"] == "Corrigé."
        told = history_of(post.ports, rec)
        assert [line["efface"] for line in told] == [False, True, False]
        assert "Malencontre" not in str(told)
        assert search_records(post.ports, "Malencontre")[0] == 0


def test_erasing_a_revision_says_first_what_would_come_back(office: Office) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Ancien Objet"})
    modify_record(office.ports, rec, {"objet": "Nouveau"})
    last = str(history_of(office.ports, rec)[-1]["revision"])
    assert foresee(office.ports, rec, [last]).retour == ("Objet",)
    refused("revision_inconnue", lambda: foresee(office.ports, rec, ["00" * 16 + "-9"]))


def test_who_may_not_order_is_refused(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    rec = add_record(first.ports, "signalement", {"objet": "À garder"})
    hand_round(first, second)
    refused("role_insuffisant", lambda: hold_record(second.ports, rec, motif="enquete"))
    refused("role_insuffisant", lambda: erase_record(second.ports, rec, motif="opposition"))
    refused("motif_inconnu", lambda: hold_record(first.ports, rec, motif="parce_que"))


def _ordered(post: Office, rec: str, paper: Paper, blobs: list[bytes]) -> str:
    """Sign an erasure by hand, as a client that lies about it would."""
    fields = {"rec": bytes.fromhex(rec), "bodies": None, "blobs": blobs, "legal_ref_code": "opposition"}
    with post.ports.store.work() as uow:
        (espace,) = [each.id for each in uow.espaces.all() if each.compartment_of is None]
        done = give_order(uow, post.ports, espace, Erase, [fields], paper)
        uow.commit()
    return done.id


@pytest.mark.parametrize("lie", ["nature", "blobs"])
def test_e05_who_signs_second_is_not_made_to_sign_something_else(pair: tuple[Office, Office], lie: str) -> None:
    first, second = pair
    rec = add_record(first.ports, "signalement", {"objet": "Visé"})
    other = add_record(first.ports, "signalement", {"objet": "Avec une pièce"})
    join_piece(first.ports, other, "piece.txt", 4, [b"mots"])
    with first.ports.store.read() as uow:
        view = uow.records.get(bytes.fromhex(other))
        assert view is not None
        theirs = blobs_of(view)
    assert theirs
    if lie == "nature":
        order = _ordered(first, rec, Paper("blocage", "enquete", second="Camille"), [])
    else:
        order = _ordered(first, rec, Paper("effacement", "opposition", second="Camille"), theirs)
    hand_round(first, second)
    refused("ordre_suspect", lambda: sign_order(second.ports, order, second.nomenclatures))
    assert show_record(second.ports, rec).titre == "Visé"


def test_the_second_signature_is_that_of_another_person_not_of_another_computer(tmp_path: Path) -> None:
    first, twin = open_office(tmp_path / "bureau", "Alix Exemple"), open_office(tmp_path / "portable", "alix  exemple")
    third = open_office(tmp_path / "autre", "Camille")
    first.found()
    for other in (twin, third):
        first.admit(other, "Délégation fictive", role="operator")
    rec = add_record(first.ports, "signalement", {"objet": "À effacer"})
    assert erase_record(first.ports, rec, motif="opposition")[0].state == "needs_second"
    hand_round(first, twin, third)
    [order] = list_orders(twin.ports)
    refused("ordre_meme_personne", lambda: sign_order(twin.ports, order.id, twin.nomenclatures))
    refused("ordre_meme_personne", lambda: erase_record(twin.ports, rec, motif="opposition"))
    assert sign_order(third.ports, order.id, third.nomenclatures).state in ("in_force", "proposed")
