"""Small faults, one at a time: what a test that means something would notice.

Numbers change by what is a fault for them: a tolerance by a factor of a thousand, a count by one.
Texts, annotations and what is only for type checkers stay as they are.
"""

import ast
import copy
import difflib
from dataclasses import dataclass

_COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COMPUTED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
}
_NAMED = {
    "max": "min",
    "min": "max",
    "maximum": "minimum",
    "minimum": "maximum",
    "any": "all",
    "all": "any",
    "argmax": "argmin",
    "argmin": "argmax",
    "zeros": "ones",
    "ones": "zeros",
}
_TINY = 0.01
"""Below, a number is a tolerance."""
_MANY = 50
"""From here on, a whole number is a limit."""


@dataclass(frozen=True)
class Mutant:
    """One fault: where, what stood there, what stands there now, and the whole file with it."""

    path: str
    number: int
    line: str
    before: str
    after: str
    source: str
    lines: range
    """Of its statement, or of the head of a compound one."""

    @property
    def key(self):
        """What tells it apart, wherever its line moves."""
        return self.path, self.line, self.before, self.after

    def diff(self, original):
        """As `diff -u` shows it."""
        lines = (original.splitlines(), self.source.splitlines())
        return "\n".join(difflib.unified_diff(*lines, self.path, self.path, lineterm="", n=1))


def mutants(source, path):
    """Every mutant of a file, in the order of its lines."""
    return sorted(_Walk(source, path).found(), key=lambda each: each.number)


class _Walk:
    """Over the expressions and statements of one file."""

    def __init__(self, source, path):
        self.source, self.path = source.encode(), path
        self.starts = [0]
        for line in self.source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def found(self):
        yield from self._below(ast.parse(self.source), range(0))

    def _below(self, node, lines):
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "type_params"):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not _idle(child):
                    at = _head(child) if isinstance(child, ast.stmt) else lines
                    for other in _others(child):
                        yield self._mutant(child, other, at)
                    yield from self._below(child, at)

    def _mutant(self, node, other, lines):
        start = self.starts[node.lineno - 1] + node.col_offset
        end = self.starts[node.end_lineno - 1] + node.end_col_offset
        after = ast.unparse(other)
        put = after if isinstance(node, ast.stmt) else f"({after})"
        mutated = self.source[:start] + put.encode() + self.source[end:]
        line = self.source.splitlines()[node.lineno - 1].decode().strip()
        before = ast.unparse(node)
        return Mutant(self.path, node.lineno, line, before, after, mutated.decode(), lines)


def _head(statement):
    """Its lines, without those of the statements in it."""
    inside = getattr(statement, "body", None)
    end = inside[0].lineno if inside else statement.end_lineno + 1
    return range(statement.lineno, max(end, statement.lineno + 1))


def _idle(node):
    """What does nothing when it runs: texts that explain, and what is for type checkers."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    if isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return True  # that two are of one length is a remark, where the code sees to it
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _others(node):
    """What could wrongly stand in the place of a node."""
    kind = type(node).__name__
    return _KINDS[kind](node) if kind in _KINDS else []


def _with(node, **changes):
    other = copy.deepcopy(node)
    for name, value in changes.items():
        setattr(other, name, value)
    return other


def _compare(node):
    for at, operator in enumerate(node.ops):
        ops = [*node.ops]
        ops[at] = _COMPARED[type(operator)]()
        yield _with(node, ops=ops)


def _binary(node):
    if type(node.op) in _COMPUTED and not _of_text(node):
        yield _with(node, op=_COMPUTED[type(node.op)]())


def _of_text(node):
    """Whether a side is a text, or a type: such a sum has no other operator."""
    sides = (node.left, node.right)
    return any(
        isinstance(side, ast.JoinedStr)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str | None))
        for side in sides
    )


def _assigned(node):
    if type(node.op) in _COMPUTED:
        yield _with(node, op=_COMPUTED[type(node.op)]())
    yield ast.Pass()


def _boolean(node):
    yield _with(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())


def _unary(node):
    if isinstance(node.op, ast.Not | ast.Invert | ast.USub):
        yield node.operand


def _call(node):
    name = node.func
    if isinstance(name, ast.Attribute) and name.attr in _NAMED:
        yield _with(node, func=_with(name, attr=_NAMED[name.attr]))
    elif isinstance(name, ast.Name) and name.id in _NAMED:
        yield _with(node, func=ast.Name(_NAMED[name.id]))


def _constant(node):
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield from map(ast.Constant, (value * 4, value // 4) if value >= _MANY else (value + 1,))
    elif isinstance(value, float) and value:
        factors = (1000, 0.001) if 0 < value < _TINY else (1.5, 0.5)
        yield from (ast.Constant(float(f"{value * factor:.6g}")) for factor in factors)
    elif isinstance(value, float):
        yield ast.Constant(1.0)


def _choice(node):
    """An `if` without its condition, either way."""
    yield from (_with(node, test=ast.Constant(value)) for value in (True, False))


def _nothing(node):
    del node
    yield ast.Pass()


_KINDS = {
    "Compare": _compare,
    "BinOp": _binary,
    "AugAssign": _assigned,
    "BoolOp": _boolean,
    "UnaryOp": _unary,
    "Call": _call,
    "Constant": _constant,
    "IfExp": _choice,
    "Raise": _nothing,
    "Break": lambda _: [ast.Continue()],
    "Continue": lambda _: [ast.Break()],
}
