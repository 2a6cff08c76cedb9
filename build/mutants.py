"""Which checks stand in a module, and its text without one of them: what `build/mutations.py` plays.

A mutant takes away one check: a guard, a `raise`, one side of an `and` or `or`, a comparison, a `not`, a comparison in
constant time, an `all` or an `any`, a call that only checks, a bound (moved by one). It is named by where it stands
and by what it changes, not by its line, so that a list of names outlives other edits.
"""

import ast
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("crypto", "protocol", "history")
_BOUNDARY: dict[type[ast.cmpop], str] = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}
_AGREED: dict[type[ast.cmpop], str] = {
    **dict.fromkeys((ast.Eq, ast.In, ast.IsNot), "True"),
    **dict.fromkeys((ast.NotEq, ast.NotIn, ast.Is), "False"),
}
_CHECKS = ("_check", "check", "_require", "_refuse", "_expect")
_ENDS = (ast.Raise, ast.Return, ast.Continue, ast.Break)
_BOUNDS = {"max_length": "+ 1", "min_length": "- 1", "lt": "+ 1", "le": "+ 1", "ge": "- 1"}


@dataclass(frozen=True)
class Mutant:
    """A module without one of its checks. `scope` names the outermost function around it, nothing for none."""

    key: str
    path: str
    line: int
    scope: str
    name: str
    before: str
    after: str
    source: str
    digest: str

    @property
    def module(self) -> str:
        """The dotted name of the module."""
        return self.path.removesuffix(".py").replace("/", ".")


@dataclass(frozen=True)
class _Edit:
    node: ast.expr | ast.stmt
    after: str


def mutants(root: Path, packages: tuple[str, ...] = PACKAGES) -> list[Mutant]:
    """Return every mutant of these packages of `mvl_desktop`, in the order of files and lines."""
    paths = (path for name in packages for path in sorted((root / "mvl_desktop" / name).glob("*.py")))
    return [each for path in paths for each in of_module(root, path.relative_to(root).as_posix())]


def of_module(root: Path, path: str) -> Iterator[Mutant]:
    """Give the mutants of one module."""
    source = (root / path).read_text(encoding="utf-8")
    tree = ast.parse(source)
    digest = hashlib.sha256(source.encode()).hexdigest()[:16]
    seen: Counter[str] = Counter()
    told: set[str] = set()
    for scope, name, edit in sorted(_edits(tree), key=lambda each: (each[2].node.lineno, each[2].node.col_offset)):
        before = " ".join(ast.unparse(edit.node).split())
        key = f"{path.removeprefix('mvl_desktop/')}:{name}: {_short(before)} → {_short(edit.after)}"
        seen[key] += 1
        if seen[key] > 1:
            key += f" ({seen[key]})"
        spoilt = _replaced(source, edit)
        if spoilt in told:
            continue
        told.add(spoilt)
        yield Mutant(key, path, edit.node.lineno, scope, name, before, edit.after, spoilt, digest)


def _short(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:80]}…{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def _edits(tree: ast.Module) -> Iterator[tuple[str, str, _Edit]]:
    """Give each edit with the outermost function around it and the name of what it stands in."""
    waiting: list[tuple[ast.AST, str, str]] = [(tree, "", "")]
    while waiting:
        node, scope, name = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = f"{name}.{node.name}".removeprefix(".")
            if isinstance(node, ast.FunctionDef):
                scope = scope or name
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        for edit in _of_node(node, in_module=not name):
            yield scope, name or "module", edit
        waiting += [(child, scope, name) for child in ast.iter_child_nodes(node) if not isinstance(child, ast.arg)]


def _of_node(node: ast.AST, *, in_module: bool) -> Iterator[_Edit]:
    if isinstance(node, ast.If):
        yield from _of_guard(node)
    elif isinstance(node, ast.FunctionDef | ast.ExceptHandler) and isinstance(node.body[-1], ast.Raise):
        yield _Edit(node.body[-1], "pass")
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        if _called(node.value).startswith(_CHECKS):
            yield _Edit(node, "pass")
    elif isinstance(node, ast.BoolOp):
        yield from _without_one_side(node)
    elif isinstance(node, ast.Compare):
        yield from _of_comparison(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield _Edit(node, f"({ast.unparse(node.operand)})")
    elif isinstance(node, ast.Call):
        yield from _of_call(node)
    elif isinstance(node, ast.Assign) and in_module and _is_bound(node):
        yield _Edit(node.value, f"({ast.unparse(node.value)}) + 1")


def _of_guard(node: ast.If) -> Iterator[_Edit]:
    last = node.body[-1]
    if isinstance(last, ast.Raise) and (len(node.body) > 1 or node.orelse):
        yield _Edit(last, "pass")
    ends = isinstance(last, _ENDS) or (isinstance(last, ast.Expr) and isinstance(last.value, ast.Call))
    if ends and not node.orelse:
        yield _Edit(node.test, "False")


def _without_one_side(node: ast.BoolOp) -> Iterator[_Edit]:
    word = " and " if isinstance(node.op, ast.And) else " or "
    for gone in range(len(node.values)):
        left = [f"({ast.unparse(each)})" for place, each in enumerate(node.values) if place != gone]
        yield _Edit(node, f"({word.join(left)})")


def _of_comparison(node: ast.Compare) -> Iterator[_Edit]:
    for place, op in enumerate(node.ops):
        if type(op) in _BOUNDARY:
            sides = [ast.unparse(each) for each in (node.left, *node.comparators)]
            signs = [_BOUNDARY[type(op)] if at == place else _sign(each) for at, each in enumerate(node.ops)]
            yield _Edit(
                node, f"({sides[0]} {' '.join(f'{s} {side}' for s, side in zip(signs, sides[1:], strict=True))})"
            )
        elif len(node.ops) == 1:
            yield _Edit(node, _AGREED[type(op)])


def _sign(op: ast.cmpop) -> str:
    return ast.unparse(ast.Compare(ast.Name("a"), [op], [ast.Name("b")]))[2:-2]


def _of_call(node: ast.Call) -> Iterator[_Edit]:
    called = _called(node)
    if called in ("same", "compare_digest", "all"):
        yield _Edit(node, "True")
    elif called == "any":
        yield _Edit(node, "False")
    elif called in ("min", "max") and len(node.args) == 2 and not node.keywords:
        yield _Edit(node, f"({ast.unparse(node.args[0])})")
        yield _Edit(node, f"({ast.unparse(node.args[1])})")
    elif called == "Meta":
        for keyword in node.keywords:
            if keyword.arg in _BOUNDS:
                yield _Edit(keyword.value, f"({ast.unparse(keyword.value)}) {_BOUNDS[keyword.arg]}")
    elif called == "range":
        for bound in node.args:
            if isinstance(bound, ast.Constant | ast.BinOp) and "[" not in ast.unparse(bound):
                yield _Edit(bound, f"({ast.unparse(bound)}) + 1")


def _called(node: ast.Call) -> str:
    function = node.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _is_bound(node: ast.Assign) -> bool:
    """Whether a module gives a name in capitals to a number."""
    target, value = node.targets[0], node.value
    parts = (
        [value] if isinstance(value, ast.Constant) else list(ast.walk(value)) if isinstance(value, ast.BinOp) else []
    )
    numbers = [each.value for each in parts if isinstance(each, ast.Constant)]
    return (
        isinstance(target, ast.Name) and target.id.isupper() and bool(numbers) and all(type(n) is int for n in numbers)
    )


def _replaced(source: str, edit: _Edit) -> str:
    """Return the module with the edit made; lines after it keep their number."""
    node = edit.node
    lines = [line.encode() for line in source.splitlines(keepends=True)]
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    head, tail = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
    # Inside brackets, or at the end of a statement, the lines that were spanned may be empty.
    kept = head + edit.after.encode() + tail
    padding = [b"\n"] * (last - first)
    return b"".join([*lines[:first], kept, *padding, *lines[last + 1 :]]).decode()
