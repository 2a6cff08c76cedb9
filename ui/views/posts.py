"""The page of posts: who is in one's espaces; invite, accept with the code heard, revoke, found, host, enter."""

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
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.domain.roles import ROLES, role_label
from ui.icons import icon
from ui.messages import sentence
from ui.plain import ask, button, label
from ui.text import EMPTY, count, visible
from ui.values import Member
from ui.view_models.posts import MOTIFS, PostsList
from ui.views.dialogs import Form
from ui.views.enrolment import CodeDialog, CodeLine
from ui.widgets.flow import FlowLayout
from ui.widgets.panels import Notice, empty_state, page, row
from ui.widgets.tables import small_table

_INVITATION, _REQUEST, _ANSWER = "Invitation (*.invitation)", "Demande (*.demande)", "Réponse (*.reponse)"


class PostsView(QWidget):
    """Posts and espaces."""

    def __init__(self, posts: PostsList) -> None:
        super().__init__()
        self.posts = posts
        body, column = page()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(body)
        self.total = label("", tone="discret")
        self.invite = button("Inviter &un poste…", "premier")
        self.accept = button("&Accepter une demande…")
        self.more = QToolButton()
        self.more.setText("Espaces")
        self.more.setProperty("menu", "true")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu())
        column.addLayout(row(label("Postes", "titre"), self.total, None, gap=12))
        self.bar = QWidget()
        flow = FlowLayout(self.bar, gap=8)
        for each in (self.invite, self.accept, self.more):
            flow.addWidget(each)
        column.addWidget(self.bar)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.pages = QStackedWidget()
        self.first = button("Fonder un espace…", "premier")
        self.enter = button("Rejoindre par invitation…")
        text = "Un espace réunit les postes d’une délégation : fondez le vôtre, ou rejoignez celui d’un collègue."
        self.pages.addWidget(empty_state("users", "Ce poste n’est dans aucun espace", text, self.first, self.enter))
        self.pages.addWidget(self._list())
        column.addWidget(self.pages, 1)
        self._connect()

    def refresh(self) -> None:
        """Ask who is there."""
        self.posts.refresh()

    def ask_found(self) -> None:
        """Ask for a name and found an espace."""
        form = Form(self, "Fonder un espace", "Fonder")
        name = QLineEdit()
        name.setMaxLength(120)
        form.add("&Nom de l’espace", name, "Par exemple : Délégation de l’Ain. Il sera lu par tous ses postes.")
        if form.ask() and name.text().strip():
            self.posts.found(name.text().strip())
        form.deleteLater()

    def ask_invite(self) -> None:
        """Ask for espaces and a role, then where, and write an invitation."""
        text = "L’invitation sert une seule fois, pendant sept jours. Remettez-la en main propre."
        form = Form(self, "Inviter un poste", "Choisir le fichier…", text)
        boxes = {}
        for espace in self.posts.espaces:
            boxes[espace.id] = QCheckBox(visible(espace.nom).replace("&", "&&"))
            boxes[espace.id].setChecked(not espace.compartiment)
            form.add("Compartiment" if espace.compartiment else "Espace", boxes[espace.id])
            boxes[espace.id].setAccessibleName(visible(espace.nom))
        role = QComboBox()
        for code, said in ROLES.items():
            role.addItem(said, code)
        role.setCurrentIndex(role.findData("agent"))
        form.add(
            "&Rôle", role, "Un agent saisit ; un opérateur fusionne et arbitre ; un administrateur gère les postes."
        )
        if form.ask():
            chosen = [id_ for id_, box in boxes.items() if box.isChecked()]
            name, _ = QFileDialog.getSaveFileName(self, "Enregistrer l’invitation", "poste.invitation", _INVITATION)
            if name and chosen:
                self.posts.invite(chosen, str(role.currentData()), Path(name))
        form.deleteLater()

    def ask_accept(self) -> None:
        """Ask for the request and the whole code as heard, then write the answer."""
        name, _ = QFileDialog.getOpenFileName(self, "Ouvrir la demande du nouveau poste", "", _REQUEST + _ANY)
        if not name:
            return
        text = "Demandez au collègue de vous lire son code de sûreté, de vive voix, et tapez-le en entier."
        form = Form(self, "Accepter un poste", "Accepter", text)
        code = CodeLine()
        form.add("&Code de sûreté entendu", code, "30 chiffres, en 6 groupes. S’il diffère, la demande est refusée.")
        form.go_on.setEnabled(False)
        code.textChanged.connect(lambda _text: form.go_on.setEnabled(code.complete))
        if form.ask():
            proposed = str(Path(name).with_suffix(".reponse"))
            answer, _ = QFileDialog.getSaveFileName(self, "Enregistrer la réponse", proposed, _ANSWER)
            if answer:
                self.posts.accept(Path(name), code.text(), Path(answer))
        form.deleteLater()

    def ask_join(self) -> None:
        """Answer an invitation, or enter with the answer to one."""
        name, _ = QFileDialog.getOpenFileName(
            self, "Ouvrir une invitation ou une réponse", "", "Invitation ou réponse (*.invitation *.reponse)" + _ANY
        )
        if not name:
            return
        if Path(name).suffix == ".reponse":
            self.posts.join(Path(name))
            return
        proposed = str(Path(name).with_suffix(".demande"))
        request, _ = QFileDialog.getSaveFileName(self, "Enregistrer la demande", proposed, _REQUEST)
        if request:
            self.posts.request(Path(name), Path(request))

    def ask_publish(self) -> None:
        """Ask for an address and let a service host an espace."""
        form = Form(self, "Héberger un espace", "Héberger", "Le service garde et transmet ; il ne peut rien lire.")
        box = QComboBox()
        for espace in self.posts.espaces:
            box.addItem(visible(espace.nom), espace.id)
        address = QLineEdit("https://")
        form.add("&Espace", box)
        form.add("&Adresse du service", address, "Donnée par l’administrateur du service.")
        if form.ask() and address.text().strip() not in ("", "https://"):
            token, _ = QFileDialog.getOpenFileName(self, "Jeton d’autorisation remis par le service", "")
            self.posts.publish(str(box.currentData()), address.text().strip(), Path(token) if token else None)
        form.deleteLater()

    def ask_revoke(self) -> None:
        """Ask why, and revoke the post chosen."""
        member = self._chosen()
        if member is None:
            return
        text = (
            f"{visible(member.nom)} ne recevra plus rien et ne pourra plus rien envoyer. Les clés seront renouvelées."
        )
        form = Form(self, "Révoquer un poste", "Révoquer", text)
        motif = QComboBox()
        for code, said in MOTIFS:
            motif.addItem(said, code)
        form.add("&Motif", motif)
        if form.ask() and ask(self, "Révoquer", "La révocation ne s’annule pas.", "Révoquer", danger=True):
            self.posts.revoke(member, str(motif.currentData()))
        form.deleteLater()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self.found_action = menu.addAction(icon("plus"), "Fonder un espace…", self.ask_found)
        self.join_action = menu.addAction(icon("user-plus"), "Rejoindre par invitation…", self.ask_join)
        self.publish_action = menu.addAction(icon("cloud-check"), "Héberger sur un service…", self.ask_publish)
        return menu

    def _list(self) -> QWidget:
        self.table = small_table("Postes des espaces", ("Nom", "Code", "Rôle", "Espace", "État"))
        self.revoke = button("Révo&quer ce poste…", "danger")
        self.table.itemSelectionChanged.connect(self._show_buttons)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addLayout(row(self.revoke, None))
        return holder

    def _connect(self) -> None:
        self.invite.clicked.connect(self.ask_invite)
        self.accept.clicked.connect(self.ask_accept)
        self.revoke.clicked.connect(self.ask_revoke)
        self.first.clicked.connect(self.ask_found)
        self.enter.clicked.connect(self.ask_join)
        self.posts.changed.connect(self._show)
        self.posts.done.connect(lambda said: self.notice.say(said, "succes"))
        self.posts.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self.posts.code.connect(self._on_code)
        self._show()

    def _show(self) -> None:
        members, espaces = self.posts.members, self.posts.espaces
        self.pages.setCurrentIndex(1 if espaces else 0)
        self.total.setText(f"{count(len(members), 'poste')}, {count(len(espaces), 'espace')}" if espaces else "")
        self.bar.setVisible(bool(espaces))
        for each in (self.invite, self.accept):
            each.setEnabled(not self.posts.busy)
        self.publish_action.setEnabled(bool(espaces))
        self.table.setRowCount(len(members))
        for line, member in enumerate(members):
            state = "Ce poste" if member.ici else "Actif" if member.etat == "actif" else "Révoqué"
            role = role_label(member.role)
            for place, text in enumerate((visible(member.nom), member.code, role, visible(member.espace), state)):
                cell = QTableWidgetItem(text)
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, text or EMPTY)
                self.table.setItem(line, place, cell)
        self._show_buttons()

    def _show_buttons(self) -> None:
        member = self._chosen()
        self.revoke.setEnabled(member is not None and not member.ici and member.etat == "actif" and not self.posts.busy)

    def _chosen(self) -> Member | None:
        rows = {index.row() for index in self.table.selectedIndexes()}
        line = rows.pop() if len(rows) == 1 else -1
        return self.posts.members[line] if 0 <= line < len(self.posts.members) else None

    def _on_code(self, code: str) -> None:
        dialog = CodeDialog(self, code)
        dialog.exec()
        dialog.deleteLater()


_ANY = ";;Tous les fichiers (*)"
