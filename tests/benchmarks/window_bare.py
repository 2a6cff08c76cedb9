"""Widgets of the same weight with nothing behind them: menus, a toolbar, a tree, a table, a form."""

import sys
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDockWidget,
    QFormLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from tests.benchmarks.first_paint import tell

Index = QModelIndex | QPersistentModelIndex


class Rows(QAbstractTableModel):
    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - the name is Qt's
        return 1000

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - the name is Qt's
        return 8

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return f"r{index.row()} c{index.column()}" if role == Qt.ItemDataRole.DisplayRole else None


class Watch(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, tell)
        return super().eventFilter(watched, event)


def build() -> QMainWindow:
    window = QMainWindow()
    for name in ("Fichier", "Édition", "Affichage", "Fiche", "Aide"):
        menu = window.menuBar().addMenu(name)
        for number in range(10):
            menu.addAction(QAction(f"{name} {number}", window))
    bar = window.addToolBar("outils")
    for number in range(10):
        bar.addAction(f"action {number}")
    tree = QTreeWidget()
    for number in range(50):
        tree.addTopLevelItem(QTreeWidgetItem([f"nœud {number}"]))
    dock = QDockWidget("arbre")
    dock.setWidget(tree)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    table, form = QTableView(), QWidget()
    table.setModel(Rows(table))
    fields = QFormLayout(form)
    for number in range(30):
        fields.addRow(f"Champ {number}", QLineEdit() if number % 3 else QComboBox())
    fields.addRow("Note", QPlainTextEdit())
    fields.addRow(QPushButton("Enregistrer"))
    tabs = QTabWidget()
    tabs.addTab(table, "Liste")
    tabs.addTab(form, "Fiche")
    window.setCentralWidget(tabs)
    window.statusBar().showMessage("prêt")
    window.resize(1200, 800)
    return window


if __name__ == "__main__":
    app = QApplication(sys.argv)
    watch, shown = Watch(), build()
    shown.installEventFilter(watch)
    shown.show()
    sys.exit(app.exec())
