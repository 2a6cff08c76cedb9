"""Pages in states that the demonstration does not come to: their view-models are given what they would have found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow, QWidget

from mvl_desktop.services.alarms import ACTIONS, GRAVE, LABELS
from ui.access_values import AlarmLine
from ui.background import Progress
from ui.captures.studio import Studio
from ui.conservation_values import Conserved, DueLine, HeldLine, OrderLine, ProofLine
from ui.journal_values import Accesses, AccessLine, RegisterLine
from ui.messages import sentence
from ui.timing import local_now
from ui.values import Change, Home, Lost, Todo
from ui.views.alarms import AlarmsPanel
from ui.views.revoked import RevokedView
from ui.views.tour import STOPS, Tour
from ui.widgets.panels import Notice

if TYPE_CHECKING:
    from ui.main import Workplace

_REFUSED = "service_injoignable"
"""A sentence as long as most."""


class _Endless:
    """A long work that only stands for one under way."""

    def cancel(self) -> None:
        """Nothing runs."""


def states(studio: Studio, place: "Workplace") -> None:
    """Take them all; what was really found is shown again after each."""
    _home(studio, place)
    _tour(studio, place)
    _exchanges(studio, place)
    _conservation(studio, place)
    _journal(studio, place)
    _empty_fiches(studio, place)
    _revoked(studio, place)
    _refusals(studio, place)


def _home(studio: Studio, place: "Workplace") -> None:
    page = place.home_view.page
    place.window.show_page(place.home_view)
    studio.until(lambda: page.home is not None)
    kept, at = page.home or Home("Camille"), local_now()
    news = tuple(
        Todo(
            f"{number:032x}", "signalement", f"Appel n° {number} sur un stage", "01-2026-K7-0012", "Modifié par Claude"
        )
        for number in range(4)
    )
    words = Change("Résumé des faits", "", "La personne rappelle\u00a0: elle a repris ses soins.")
    lost = Lost("signalement", "Délégation de l’Ain", at + timedelta(days=30), (words,))

    def show(home: Home) -> None:
        """Show it again: what is asked of the post may have been answered meanwhile."""
        page.home = home
        page.changed.emit()

    told = replace(kept, recents=news, perdus=(lost,), derniere=at)
    studio.shoot(place.window, "11-accueil-nouvelles", partial(show, told))
    new = Home("Camille Exemple", espaces=1, fiches=kept.fiches)
    studio.shoot(place.window, "12-accueil-premiers-pas", partial(show, new))
    show(kept)


def _tour(studio: Studio, place: "Workplace") -> None:
    if not studio.wants("13-visite"):
        return
    tour = Tour(place.window)
    tour.show()
    studio.shoot(tour, "13-visite")
    tour.go(len(STOPS) // 2)
    studio.shoot(place.window, "13b-visite-cadre", partial(tour.go, 0))
    tour.reject()


def _exchanges(studio: Studio, place: "Workplace") -> None:
    exchange = place.exchange
    place.window.show_page(place.exchange_view)
    pages = place.exchange_view.pages
    listed = pages.currentIndex()
    exchange.show("atteste")
    studio.until(lambda: pages.currentIndex() != listed)
    studio.shoot(place.window, "60c-rien-dans-cet-etat")
    exchange.show("")
    studio.until(lambda: pages.currentIndex() == listed)
    exchange._task, exchange.progress = _Endless(), Progress(3, 8, "Envoi des pièces jointes, 3 sur 8")
    exchange.changed.emit()
    studio.shoot(place.window, "60d-echange-en-cours")
    exchange._task = exchange.progress = None
    for _turn in range(5):
        studio.settle()  # what is under way comes before the rest is put away
    kept = exchange._known

    def nothing() -> None:
        exchange._known = replace(kept, unsent=())
        exchange.changed.emit()

    studio.shoot(place.window, "60f-rien-n-attend", nothing)
    exchange._known = kept
    exchange.changed.emit()
    _alarms(studio, place)


def _alarms(studio: Studio, place: "Workplace") -> None:
    """Let alarms of every kind stand at once: exchanges stopped, a danger, a warning, one that is only to be read."""
    access, at = place.access, local_now()
    kept = access.alarms
    codes = ("historique_divergent", "poste_clone", "lot_manquant", "horodatage_en_avance")
    told = tuple(
        AlarmLine(
            number,
            sentence(code),
            "Poste de Claude Essai · Délégation de l’Ain",
            at - timedelta(hours=number),
            ACTIONS[code],
            LABELS[ACTIONS[code]],
            code in GRAVE,
        )
        for number, code in enumerate(codes, 1)
    )

    def tell() -> None:
        """Again each time: a refresh that was under way would put them away."""
        access.alarms = told
        access.changed.emit()

    studio.shoot(place.window, "60e-alarmes", tell)
    tell()
    panel = place.exchange_view.findChild(AlarmsPanel)
    if isinstance(panel, AlarmsPanel):
        studio.dialog(partial(panel.act, told[0]), "60g-reprendre-les-echanges")
    access.alarms = kept
    access.changed.emit()


def _conservation(studio: Studio, place: "Workplace") -> None:
    view = place.conservation_view
    place.window.show_page(view)
    studio.settle()
    for number in range(4):
        studio.shoot(place.window, f"79k-conservation-vide-{number + 1}", partial(view.tabs.setCurrentIndex, number))
    why = "Deux ans après le dernier acte, sans suite connue"
    titles = ("Démarchage d’un établissement", "Demande d’information sur une méthode", "Stage de jeûne")
    day = date(2026, 11, 1)
    due = tuple(
        DueLine(
            f"{n:032x}", f"01-2026-K7-{n:04d}", title, "Situation à risque", "anonymiser", day, why, True, False, True
        )
        for n, title in enumerate(titles)
    )
    orders = (
        OrderLine(
            "1", "anonymisation", "fin_de_conservation", "", 2, "Claude Essai", "2026-11-20", "attend", True, True
        ),
        OrderLine(
            "2", "elimination", "fin_de_conservation", "", 1, "Camille Exemple", "2026-11-18", "propose", False, True
        ),
    )
    rest = ("Le poste de Claude Essai n’a pas confirmé.", "Une copie reste dans la sauvegarde du 2 novembre 2026.")
    proofs = (ProofLine("1", "effacement", "opposition", 1, local_now(), 1, 2, ("Claude Essai",), rest),)
    warning = "Durées proposées, à valider par le délégué à la protection des données."
    conserved = Conserved(True, warning, due, orders, proofs, (HeldLine("1", titles[0]),))

    def pose(place_of_tab: int) -> None:
        """Show it again: what is asked of the post may have been answered meanwhile."""
        view.conservation.kept = conserved
        view.conservation.changed.emit()
        view.tabs.setCurrentIndex(place_of_tab)
        (view.due, view.orders, view.proofs, view.held)[place_of_tab].selectRow(0)

    def ask(place_of_tab: int, question: Callable[[], object]) -> None:
        pose(place_of_tab)
        question()

    for number in range(4):
        studio.shoot(place.window, f"79c-conservation-{number + 1}", partial(pose, number))
    studio.dialog(partial(ask, 0, partial(view.ask_purge, "detruire")), "79d-detruire")
    studio.dialog(partial(ask, 0, view.ask_hold), "79e-proteger")
    studio.dialog(partial(ask, 1, view.ask_sign), "79f-signer")
    view.conservation.kept = Conserved()
    view.conservation.changed.emit()
    studio.shoot(place.window, "79g-conservation-reservee")
    view.refresh()


def _journal(studio: Studio, place: "Workplace") -> None:
    view = place.journal_view
    place.window.show_page(view)
    studio.settle()
    kept = view.journal.accesses
    at, day = local_now(), date(2026, 11, 20)
    lines = tuple(
        AccessLine(at - timedelta(minutes=7 * n), action, "Arrêt d’un traitement conseillé", "12 lignes")
        for n, action in enumerate(("consultation", "liste", "impression", "export", "alarme", "recherche"))
    )
    names = ("Camille Exemple", "Claude Essai")
    registers = tuple(
        RegisterLine(
            "01", f"{n:032x}", name, "Délégation de l’Ain", 212, day, day, (("lignes_manquantes", 4, 9),) * n, bool(n)
        )
        for n, name in enumerate(names)
    )

    def show(accesses: Accesses) -> None:
        view.journal.accesses = accesses
        view.journal.choose(None)

    audited = Accesses(lines, registers, auditeur=True, designe=True)
    studio.shoot(place.window, "79h-registres", partial(show, audited))
    studio.shoot(place.window, "79i-rien-de-note", partial(show, Accesses()))
    show(kept)


def _empty_fiches(studio: Studio, place: "Workplace") -> None:
    view = place.fiches_view
    place.window.show_page(view)
    studio.settle()
    kept = view.page.lines
    view.page.lines = ()
    view.page.changed.emit()
    studio.shoot(place.window, "40b-aucune-fiche")
    view.page.lines = kept
    view.page.changed.emit()
    view.search.setText("introuvable")
    studio.until(lambda: not view.page.lines)
    studio.shoot(place.window, "40c-fiches-aucun-resultat")
    view.search.clear()
    studio.until(lambda: bool(view.page.lines))


def _revoked(studio: Studio, place: "Workplace") -> None:
    window = QMainWindow()
    window.setMinimumSize(1024, 640)
    view = RevokedView(place.exchange)
    window.setCentralWidget(view)
    window.show()
    studio.shoot(window, "70b-poste-revoque")
    refuse(studio, window, view, "95-refus-poste-revoque")
    window.close()
    window.deleteLater()


def _refusals(studio: Studio, place: "Workplace") -> None:
    """Let every page say that something was refused: a long sentence pushes everything else."""
    signalements = place.pages["signalement"]
    pages: tuple[tuple[str, QWidget], ...] = (
        ("accueil", place.home_view),
        ("liste", signalements),
        ("fiches", place.fiches_view),
        ("conflits", place.conflicts_view),
        ("echanges", place.exchange_view),
        ("postes", place.posts_view),
        ("conservation", place.conservation_view),
        ("acces", place.journal_view),
    )
    for name, page in pages:
        place.window.show_page(page)
        studio.settle()
        refuse(studio, place.window, page, f"95-refus-{name}")


def refuse(studio: Studio, window: QWidget, view: QWidget, name: str) -> None:
    """Take a view while its notice says that something was refused."""
    notice = getattr(view, "notice", None)
    if isinstance(notice, Notice):
        studio.shoot(window, name, lambda: notice.say(sentence(_REFUSED), "danger"))
        notice.say("")
