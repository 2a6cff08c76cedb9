"""The page of posts: who is in one's espaces; invite, accept with the code heard, revoke, found, host, enter."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QTableWidgetItem,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import N_, _
from ui.access_values import RoleChoice
from ui.icons import icon
from ui.messages import sentence
from ui.plain import ask, button, label
from ui.text import EMPTY, count, moment, opening, visible
from ui.timing import Now
from ui.values import Member
from ui.view_models.access import AccessDesk
from ui.view_models.posts import MOTIFS, STEWARDS, PostsList
from ui.views.dialogs import Form
from ui.views.enrolment import AcceptForm, CodeDialog
from ui.views.posts_side import KeysPanel, QuarantinePanel
from ui.views.role_form import ChangeRoleForm, InviteForm
from ui.widgets.flow import FlowLayout
from ui.widgets.focus import follow_layout
from ui.widgets.panels import Notice, empty_state, page, row, scrolled
from ui.widgets.tables import small_table

_INVITATION, _REQUEST, _ANSWER, _ANY = (
    N_("Invitation (*.invitation)"),
    N_("Demande (*.demande)"),
    N_("Réponse (*.reponse)"),
    N_("Tous les fichiers (*)"),
)
_ESPACE = 3
COMPARTMENTS_WHY = N_(
    "L’identité de qui signale et les pièces médicales sont rangées à part : seules les personnes que vous y invitez "
    "peuvent les lire, les autres voient « réservé »."
)
_LINES_KEPT = 4


class PostsView(QWidget):
    """Posts and espaces."""

    def __init__(self, posts: PostsList, access: AccessDesk, now: Now) -> None:
        super().__init__()
        self.posts, self.access, self._now = posts, access, now
        body, column = page()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))
        self._listed: tuple[Member, ...] = ()
        """Whom the lines of the table are of."""
        self.total = label("", tone="discret")
        self.invite = button(_("Inviter &un poste…"), "premier")
        self.accept = button(_("&Accepter une demande…"))
        self.more = QToolButton()
        self.more.setText(_("Espaces"))
        self.more.setProperty("menu", "true")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu())
        column.addLayout(row(label(_("Postes"), "titre"), self.total, None, gap=12))
        self.bar = QWidget()
        flow = FlowLayout(self.bar, gap=8)
        for each in (self.invite, self.accept, self.more):
            flow.addWidget(each)
        column.addWidget(self.bar)
        self.notice = Notice()
        column.addWidget(self.notice)
        self._top = column
        self.pages = QStackedWidget()
        self.first = button(_("Fonder un espace…"), "premier")
        self.enter = button(_("Rejoindre par invitation…"))
        text = _("Un espace réunit les postes d’une délégation : fondez le vôtre, ou rejoignez celui d’un collègue.")
        self.pages.addWidget(empty_state("users", _("Ce poste n’est dans aucun espace"), text, self.first, self.enter))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Postes, clés, quarantaine"))
        self.tabs.tabBar().setAccessibleName(_("Postes, clés, quarantaine"))
        self.keys, self.quarantine = KeysPanel(access), QuarantinePanel(access)
        for title, widget in ((_("Personnes"), self._list()), (_("Clés"), self.keys)):
            self.tabs.addTab(widget, title)
        self.tabs.addTab(self.quarantine, _("Quarantaine"))
        self.pages.addWidget(self.tabs)
        column.addWidget(self.pages, 1)
        self._connect()

    def show_on_top(self, widget: QWidget) -> None:
        """Show something between the buttons and the list."""
        self._top.insertWidget(self._top.indexOf(self.pages), widget)
        follow_layout(self.more, widget)

    def refresh(self) -> None:
        """Ask who is there, and what must be looked after."""
        self.posts.refresh()
        self.access.refresh()

    def ask_found(self) -> None:
        """Ask for a name and found an espace, with its compartments in one press."""
        form = Form(self, _("Fonder un espace"), _("Fonder"))
        name = QLineEdit()
        name.setMaxLength(120)
        form.add(_("&Nom de l’espace"), name, _("Par exemple : Délégation de l’Ain. Il sera lu par tous ses postes."))
        apart = QCheckBox(_("Avec ses compartiments : signalants et pièces médicales"))
        apart.setChecked(True)
        form.add(_("&Compartiments"), apart, _(COMPARTMENTS_WHY))
        if form.ask() and name.text().strip():
            self.posts.found(" ".join(name.text().split()), compartments=apart.isChecked())
        form.deleteLater()

    def ask_compartments(self) -> None:
        """Found the compartments of the espaces that have none."""
        for espace in self.posts.without_compartments:
            which = _("Compartiments de « {nom} »").format(nom=visible(espace.nom))
            title, text = _("Fonder les compartiments"), f"{which}\n\n{_(COMPARTMENTS_WHY)}"
            if ask(self, title, text, _("Fonder les compartiments"), _("Plus tard")):
                self.posts.found_compartments(espace)

    def ask_invite(self) -> None:
        """Ask what somebody new may be invited for; the form opens when it is known."""
        self.access.look_roles(None, [each.id for each in self.posts.delegations[:1]])

    def ask_role(self) -> None:
        """Ask what the member chosen may do; the form opens when it is known."""
        member = self._chosen()
        if member is not None:
            self.access.look_roles(member, ())

    def _on_roles(self, member: Member | None, choices: Sequence[RoleChoice]) -> None:
        if member is None:
            self._invite(choices)
        else:
            self._change(member, choices)

    def _invite(self, choices: Sequence[RoleChoice]) -> None:
        form = InviteForm(self, choices, self.posts.delegations)
        if form.ask() and form.espaces:
            name, _chosen = QFileDialog.getSaveFileName(
                self, _("Enregistrer l’invitation"), "poste.invitation", _(_INVITATION)
            )
            if name:
                self.posts.invite(form.espaces, form.roles.code, Path(name))
        form.deleteLater()

    def _change(self, member: Member, choices: Sequence[RoleChoice]) -> None:
        form = ChangeRoleForm(self, choices, member)
        if form.ask() and form.roles.code:
            self.access.change_role(member, form.roles.code)
        form.deleteLater()

    def ask_accept(self) -> None:
        """Look at the service for who waits, where there is one; else ask for the file of a request."""
        if self.posts.hosted:
            self.posts.look_waiting()
        else:
            self.ask_accept_file()

    def ask_accept_file(self) -> None:
        """Ask for the request and the whole code as heard, then write the answer."""
        name, _chosen = QFileDialog.getOpenFileName(
            self, _("Ouvrir la demande du nouveau poste"), "", f"{_(_REQUEST)};;{_(_ANY)}"
        )
        if not name:
            return
        form = AcceptForm(self)
        if form.ask():
            proposed = str(Path(name).with_suffix(".reponse"))
            answer, _chosen = QFileDialog.getSaveFileName(self, _("Enregistrer la réponse"), proposed, _(_ANSWER))
            if answer:
                self.posts.accept(Path(name), form.code.text(), Path(answer))
        form.deleteLater()

    def ask_join(self) -> None:
        """Answer an invitation, or enter with the answer to one."""
        name, _chosen = QFileDialog.getOpenFileName(
            self,
            _("Ouvrir une invitation ou une réponse"),
            "",
            _("Invitation ou réponse (*.invitation *.reponse)") + ";;" + _(_ANY),
        )
        if not name:
            return
        if Path(name).suffix == ".reponse":
            self.posts.join(Path(name))
        else:
            self.posts.answer_invitation(Path(name))

    def _ask_request_file(self, invitation: Path) -> None:
        proposed = str(invitation.with_suffix(".demande"))
        request, _chosen = QFileDialog.getSaveFileName(self, _("Enregistrer la demande"), proposed, _(_REQUEST))
        if request:
            self.posts.request(invitation, Path(request))

    def _on_waiting(self) -> None:
        form = AcceptForm(self, self.posts.waiting)
        answered = form.ask()
        request, by_file = form.request, form.by_file
        code = form.code.text()
        form.deleteLater()
        if by_file:
            self.ask_accept_file()
        elif answered and request is not None:
            self.posts.accept_online(request, code)

    def ask_publish(self) -> None:
        """Ask for an address and let a service host an espace."""
        form = Form(
            self, _("Héberger un espace"), _("Héberger"), _("Le service garde et transmet ; il ne peut rien lire.")
        )
        box = QComboBox()
        together = self.posts.to_host
        if len(together) > 1:
            said = _("Tous, compartiments compris ({n})").format(n=len(together))
            box.addItem(said, [espace.id for espace in together])
        for espace in self.posts.espaces:
            box.addItem(visible(espace.nom), [espace.id])
        address = QLineEdit("https://")
        form.add(_("&Espace"), box)
        form.add(_("&Adresse du service"), address, _("Donnée par l’administrateur du service."))
        if form.ask() and address.text().strip() not in ("", "https://"):
            title = _("Jetons d’autorisation remis par le service, un par espace")
            names, _chosen = QFileDialog.getOpenFileNames(self, title, "")
            self.posts.publish(box.currentData(), address.text().strip(), [Path(name) for name in names])
        form.deleteLater()

    def ask_revoke(self) -> None:
        """Ask why, and revoke the post chosen."""
        member = self._chosen()
        if member is None:
            return
        text = _("{nom} ne recevra plus rien et ne pourra plus rien envoyer. Les clés seront renouvelées.").format(
            nom=visible(member.nom)
        )
        form = Form(self, _("Révoquer un poste"), _("Révoquer"), text)
        motif = QComboBox()
        for code, said in MOTIFS:
            motif.addItem(_(said), code)
        form.add(_("&Motif"), motif)
        if form.ask() and ask(self, _("Révoquer"), _("La révocation ne s’annule pas."), _("Révoquer"), danger=True):
            self.posts.revoke(member, str(motif.currentData()))
        form.deleteLater()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self.found_action = menu.addAction(icon("plus"), _("Fonder un espace…"), self.ask_found)
        self.join_action = menu.addAction(icon("user-plus"), _("Rejoindre par invitation…"), self.ask_join)
        self.look_action = menu.addAction(
            icon("arrows-clockwise"), _("Voir si ma demande est acceptée"), self.posts.look_for_answer
        )
        self.apart_action = menu.addAction(icon("lock-key"), _("Fonder les compartiments…"), self.ask_compartments)
        self.publish_action = menu.addAction(icon("cloud-check"), _("Héberger sur un service…"), self.ask_publish)
        return menu

    def _list(self) -> QWidget:
        titles = (_("Nom"), _("Code"), _("Rôle"), _("Espace"), _("Nouvelles"), _("État"))
        self.table = small_table(_("Postes des espaces"), titles)
        self.change = button(_("Changer le rôl&e…"))
        self.revoke = button(_("Révo&quer ce poste…"), "danger")
        self.why_not = label("", tone="discret", wrap=True)
        self.table.itemSelectionChanged.connect(self._show_buttons)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * _LINES_KEPT)
        self.table.stand_in(column)
        buttons = row(self.change, self.revoke, gap=8)
        buttons.addWidget(self.why_not, 1)
        column.addLayout(buttons)
        column.addStretch(1)
        return holder

    def _connect(self) -> None:
        self.invite.clicked.connect(self.ask_invite)
        self.accept.clicked.connect(self.ask_accept)
        self.revoke.clicked.connect(self.ask_revoke)
        self.change.clicked.connect(self.ask_role)
        self.access.roles_seen.connect(self._on_roles)
        self.access.done.connect(self._on_done)
        self.access.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self.access.changed.connect(self._show_tabs)
        self.first.clicked.connect(self.ask_found)
        self.enter.clicked.connect(self.ask_join)
        self.posts.changed.connect(self._show)
        self.posts.done.connect(lambda said: self.notice.say(said, "succes"))
        self.posts.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self.posts.code.connect(self._on_code)
        self.posts.by_files.connect(self._ask_request_file)
        self.posts.waiting_seen.connect(self._on_waiting)
        self._show()

    def show_keys(self) -> None:
        """Show the keys and their age."""
        self.tabs.setCurrentWidget(self.keys)

    def show_quarantine(self) -> None:
        """Show what lies in quarantine."""
        self.tabs.setCurrentWidget(self.quarantine)

    def _on_done(self, said: str) -> None:
        self.notice.say(said, "succes")
        self.posts.refresh()

    def _show_tabs(self) -> None:
        late, waiting = len(self.access.late), len(self.access.quarantine)
        keys, quarantine = _("Clés"), _("Quarantaine")
        self.tabs.setTabText(1, f"{keys} ({late})" if late else keys)
        self.tabs.setTabText(2, f"{quarantine} ({waiting})" if waiting else quarantine)

    def _show(self) -> None:
        chosen = self._chosen()
        members, espaces = self.posts.shown, self.posts.espaces
        self._listed = members
        self.pages.setCurrentIndex(1 if espaces else 0)
        many = (
            count(len({each.id for each in members}), _("poste"), _("postes")),
            count(len(espaces), _("espace"), _("espaces")),
        )
        self.total.setText(", ".join(many) if espaces else "")
        self.bar.setVisible(bool(espaces))
        for each in (self.invite, self.accept):
            each.setEnabled(not self.posts.busy)
        self.publish_action.setEnabled(bool(espaces))
        self.apart_action.setVisible(bool(self.posts.without_compartments))
        self.table.setColumnHidden(_ESPACE, len({each.espace_id for each in members}) < 2)
        self.table.setRowCount(len(members))
        for line, member in enumerate(members):
            state = _("Ce poste") if member.ici else _("Actif") if member.etat == "actif" else _("Révoqué")
            heard = moment(member.entendu, self._now().date()) if member.entendu else ""
            texts = (visible(member.nom), member.code, member.fait, visible(member.espace), opening(heard), state)
            for place, text in enumerate(texts):
                cell = QTableWidgetItem(text)
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, text or _(EMPTY))
                self.table.setItem(line, place, cell)
        if chosen is not None and (self._chosen() or chosen).id != chosen.id:
            self.table.clearSelection()  # lines moved under the one that was chosen
            same = (
                line for line, each in enumerate(members) if (each.id, each.espace_id) == (chosen.id, chosen.espace_id)
            )
            for line in same:
                self.table.selectRow(line)
        self._show_buttons()

    def _show_buttons(self) -> None:
        member = self._chosen()
        alive = member is not None and member.etat == "actif" and not self.posts.busy
        role, why = self.posts.standing_over(member)
        self.why_not.setText(why)
        self.revoke.setEnabled(alive and role in STEWARDS and member is not None and not member.ici)
        self.change.setEnabled(alive and role == "admin" and member is not None and not member.compartiment)

    def _chosen(self) -> Member | None:
        rows = {index.row() for index in self.table.selectedIndexes()}
        line = rows.pop() if len(rows) == 1 else -1
        return self._listed[line] if 0 <= line < len(self._listed) else None

    def _on_code(self, code: str) -> None:
        dialog = CodeDialog(self, code, online=self.posts.hoping)
        dialog.wants_look.connect(self.posts.look_for_answer)
        self.posts.joined.connect(dialog.accept)
        dialog.exec()
        dialog.deleteLater()
