"""The mutants, and the list of those that are known to survive."""

import ast
import os
import signal

import pytest

from mutation.forks import DIES, TIME, forked
from mutation.mutants import mutants
from mutation.reach import told_apart
from mutation.run import ROOT, SCOPE, SOURCES, SUITE, explained, in_scope
from mutation.swap import OnImportError, swap


def changes(source):
    return [(each.before, each.after) for each in mutants(source, "a.py")]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a < b\n", [("a < b", "a <= b")]),
        ("a + b * c\n", [("a + b * c", "a - b * c"), ("b * c", "b / c")]),
        ("x = 1e-9\n", [("1e-09", "1e-06"), ("1e-09", "1e-12")]),
        ("x = 3\n", [("3", "4")]),
        ("x = 400\n", [("400", "1600"), ("400", "100")]),
        ("np.maximum(a, -b)\n", [("np.maximum(a, -b)", "np.minimum(a, -b)"), ("-b", "b")]),
        ("x += y\n", [("x += y", "x -= y"), ("x += y", "pass")]),
        ("raise A\n", [("raise A", "pass")]),
        ("def f(a: int | None) -> int | str:\n    '''1 < 2'''\n", []),
        ("if TYPE_CHECKING:\n    x = 1\n", []),
        ("x = 'a' + b\n", []),
        ("zip(a, b, strict=True)\n", []),
    ],
)
def test_faults(source, found):
    assert changes(source) == found


def test_a_mutant_differs_in_its_place_alone():
    source = 'é = "ü"\ndef f(a):\n    return a - (a < 3)\n'
    for mutant in mutants(source, "a.py"):
        ast.parse(mutant.source)
        assert mutant.source.splitlines()[:2] == source.splitlines()[:2]
        assert mutant.line == "return a - (a < 3)"
        assert mutant.diff(source).count("\n+") == 2  # the heading and the line


def test_a_mutant_knows_the_lines_of_its_statement():
    source = "if (a <\n    b):\n    x = f(\n        c - d)\n"
    assert [[*each.lines] for each in mutants(source, "a.py")] == [[1, 2], [3, 4]]


def test_what_is_in_scope_and_its_tests_are_there():
    assert all((ROOT / path).exists() for path in SUITE)
    for patterns in SCOPE.values():
        assert all(list((ROOT / SOURCES).glob(pattern)) for pattern in patterns)


def test_parts_come_in_the_order_in_which_they_are_asked_for():
    found = in_scope(["solve/loops.py", "analysis/room.py", "analysis/falls.py:47"])
    paths = [each.path for each in found]
    assert [*dict.fromkeys(paths)] == ["solve/loops.py", "analysis/room.py"]
    assert in_scope(["analysis"])


SWAPPED = """
LIMIT = 3
class A:
    def f(self, x):
        return [x + y for y in range(LIMIT)]
def g(x):
    return (lambda y: x * y)(2)
"""


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [("x + y", "x - y", ([5, 4, 3], 10)), ("x * y", "x / y", ([5, 6, 7], 2.5))],
)
def test_a_fault_is_put_into_functions_that_are_loaded(before, after, found):
    loaded = {}
    exec(compile(SWAPPED, "a.py", "exec"), loaded)
    functions = [loaded["A"].f, loaded["g"], test_faults]
    swap("a.py", SWAPPED, SWAPPED.replace(before, after), functions)
    assert (loaded["A"]().f(5), loaded["g"](5)) == found


@pytest.mark.parametrize("after", ["LIMIT = 4", "LIMIT = 3\nB = 1"])
def test_what_runs_on_import_cannot_be_put_in_later(after):
    with pytest.raises(OnImportError):
        swap("a.py", SWAPPED, SWAPPED.replace("LIMIT = 3", after), [])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no forks")
def test_a_fork_answers_or_is_ended():
    def endless():
        while True:
            pass

    assert forked(lambda: [1, "a"]) == [1, "a"]
    assert forked(endless, 0) == TIME
    assert forked(lambda: os.kill(os.getpid(), signal.SIGTERM)) == DIES


def test_lines_that_say_the_same_are_told_apart():
    assert told_apart("a\n  a\nb\n") == ["a #0", "a #1", "b #0"]


def test_every_explanation_is_of_a_mutant_that_is_there():
    keys = {mutant.key for mutant in in_scope([])}
    assert len(keys) > 2000
    for key, reason in explained().items():
        assert key in keys, f"the code has changed: {key}"
        assert reason
