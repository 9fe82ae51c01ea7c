"""The mutants, and the list of those that are known to survive."""

import ast

import pytest

from mutation.mutants import mutants
from mutation.run import ROOT, SCOPE, SOURCES, TESTS, explained, in_scope


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


def test_what_is_in_scope_has_tests():
    assert set(SCOPE) == set(TESTS)
    for near_and_wide in TESTS.values():
        assert all((ROOT / path).exists() for tests in near_and_wide for path in tests)
    for patterns in SCOPE.values():
        assert all(list((ROOT / SOURCES).glob(pattern)) for pattern in patterns)


def test_every_explanation_is_of_a_mutant_that_is_there():
    keys = {mutant.key for mutant in in_scope([])}
    assert len(keys) > 2000
    for key, reason in explained().items():
        assert key in keys, f"the code has changed: {key}"
        assert reason
