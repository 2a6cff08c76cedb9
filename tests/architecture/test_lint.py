"""No line of the product breaks the house's own rules (claim B05), and each rule is seen to bite."""

import ast
import re
import sys

import pytest

from tests.architecture import lint
from tests.architecture.source import PRODUCT, ROOT, imports, nodes, place, python_files, tree

# The programs' own mouths: what they print is what was asked for.
MAY_PRINT = ("mvl_desktop/cli/", "mvl_central/cli", "mvl_central/main.py", "ui/captures/")


@pytest.mark.parametrize("rule", lint.RULES, ids=lambda rule: rule.__name__)
def test_the_product_keeps_the_rule(rule: lint.Rule) -> None:
    findings = [
        f"{place(path, node)}: {instead}"
        for path in python_files(*PRODUCT)
        if not (rule is lint.prints and str(path.relative_to(ROOT)).startswith(MAY_PRINT))
        for node, instead in rule(tree(path))
    ]
    assert not findings


CAUGHT = [
    (lint.asserts, "assert ok"),
    (lint.prints, "print('x')"),
    (lint.unsafe_modules, "import random"),
    (lint.unsafe_modules, "from pickle import loads"),
    (lint.unsafe_modules, "eval(words)"),
    (lint.built_sql, "text(f'{name}')"),
    (lint.built_sql, "cursor.execute('SELECT %s' % name)"),
    (lint.built_sql, "cursor.execute('SELECT {}'.format(name))"),
    (lint.built_sql, "cursor.execute('SELECT ' + name)"),
    (lint.built_sql, "sql = f'UPDATE {table} SET x = 1'"),
    (lint.built_sql, "sql = 'DELETE FROM ' + table + ' WHERE 1'"),
    (lint.built_sql, "sql = f'SELECT {identifier(column)} FROM {table}'"),
    (lint.compared_macs, "header.mac == computed"),
    (lint.compared_macs, "if commitment(key) != slot.hc: pass"),
    (lint.compared_macs, "hmac(key) == value"),
    (lint.unfinished, "raise NotImplementedError"),
]
LET_THROUGH = [
    (lint.prints, "desk.print(rec, path)"),
    (lint.built_sql, "text('SELECT 1')"),
    (lint.built_sql, "connection.execute(select(table))"),
    (lint.built_sql, "sql = f'SELECT {identifier(column)} FROM {identifier(table)} WHERE x = ?'"),
    (lint.built_sql, "label = f'Select {thing}'"),
    (lint.compared_macs, "digest(body) == name"),
    (lint.compared_macs, "compare_digest(mac, other)"),
    (lint.unsafe_modules, "import secrets"),
    (lint.unsafe_modules, "re.compile('x')"),
]


@pytest.mark.parametrize(("rule", "code"), CAUGHT)
def test_the_rule_bites(rule: lint.Rule, code: str) -> None:
    assert list(rule(ast.parse(code)))


@pytest.mark.parametrize(("rule", "code"), LET_THROUGH)
def test_the_rule_lets_good_code_through(rule: lint.Rule, code: str) -> None:
    assert not list(rule(ast.parse(code)))


def test_threads_of_the_screens_go_through_one_door() -> None:
    """`ui/background.py` is the only file of ui that starts threads; `ui/crash.py` hears those that fail.

    `ui/captures/incidents.py` puts back what heard them before its pictures.
    """
    thread_modules = {"threading", "_thread", "multiprocessing", "concurrent"}
    found = [
        f"{place(path, node)} imports {name}"
        for path in python_files("ui")
        if path.name not in {"background.py", "crash.py", "incidents.py"}
        for node, name in imports(tree(path))
        if name.split(".")[0] in thread_modules
    ]
    found += [
        place(path, node)
        for path in python_files("ui")
        if path.name != "background.py"
        for node in nodes(tree(path))
        if isinstance(node, ast.Name | ast.Attribute | ast.alias)
        and {getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "name", "")}
        & {"Thread", "Timer", "QThread", "QThreadPool", "QRunnable", "QtConcurrent"}
    ]
    assert not found


def test_nothing_waits_for_later() -> None:
    """No mark of unfinished work in the product, its tests or its recipes."""
    marks = re.compile(r"#.*\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in python_files(*PRODUCT, "tests", "build")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if marks.search(line)
    ]
    assert not found


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_into_qt_do_not_wear_none_out() -> None:
    """PySide6 6.12.0 loses one reference to None at each void call, and an open window dies of it within a minute."""
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(10_000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 100
