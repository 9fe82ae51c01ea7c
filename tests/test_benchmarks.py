"""What the benchmarks say of what they measured."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
MODULES = ("measure", "growth", "shown", "common", "all")


@pytest.fixture(scope="module")
def bench():
    """The modules by name, as a script in that folder finds them."""
    before = set(sys.modules)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield {name: import_module(name) for name in MODULES}
        for name in set(sys.modules) - before:
            if getattr(sys.modules[name], "__file__", None) and str(BENCHMARKS) in str(
                sys.modules[name].__file__
            ):
                del sys.modules[name]


class Watch:
    """A clock that goes on by what the work says."""

    def __init__(self):
        self.now = 0.0

    def work(self, *seconds):
        left = list(seconds)

        def done():
            self.now += left.pop(0) if len(left) > 1 else left[0]

        return done


def measured(bench, ours, peer, **kind):
    """What is told of work that takes so long; the first run of each does not count."""
    watch = Watch()
    pair = watch.work(*ours), watch.work(*peer)
    ratio = bench["measure"].Ratio("a / b", 2.0, lambda _: pair, clock=lambda: watch.now, **kind)
    return bench["measure"].measured(ratio, 0.0)


def test_a_ratio_is_that_of_medians_with_the_extremes_of_pairs(bench):
    found = measured(bench, (99, 4, 3, 9), (77, 2, 2, 1))
    assert (found.ours, found.peer, found.value) == (4, 2, 2)
    assert (found.low, found.high, found.pairs) == (1.5, 9, 3)
    assert found.met


def test_times_as_fast_is_the_other_way_round(bench):
    found = measured(bench, (9, 4), (9, 1), faster=True, times=10)
    assert (found.value, found.met) == (2.5, True)
    assert not measured(bench, (9, 4), (9, 1), faster=True).met


def test_the_exponent_is_that_of_the_power_from_1000_on(bench):
    point = bench["growth"].Point
    points = {size: point(size**1.3, 50.0) for size in (1_000, 10_000, 100_000)}
    assert bench["growth"].exponent({100: point(9e9, 1.0), **points}) == pytest.approx(1.3)
    assert bench["growth"].exponent({**points, 100_000: point(None, None)}) is None


def test_what_is_over_the_limit_is_said_and_not_met(bench):
    point = bench["growth"].Point
    curves = {"load, deep": {100: point(0.5, 60.0), 1_000: point(None, None)}}
    text = bench["shown"].page({"on": "paper"}, [], curves, {})
    assert "| load, deep | 500 ms, 60 MB | over 90 s |  | **no** |" in text


def test_a_run_says_what_changed_since_the_recorded_one(bench):
    found = measured(bench, (9, 4), (9, 1))
    before = {"ratios": {"a / b": {"value": 2.0, "low": 1.5, "high": 3.0}}, "growth": {}}
    assert "2, now worse |" in bench["shown"].page({"on": "paper"}, [found], {}, before)


def test_a_question_of_a_small_chain_is_asked_in_a_process_of_its_own(bench):
    found = bench["growth"].asked("what-if, deep", 100)
    assert 0 < found.seconds < found.megabytes


def test_no_two_measurements_share_a_name(bench):
    names = [each.name for each in bench["all"].all_ratios()] + bench["growth"].CURVES
    assert len(set(names)) == len(names) > 40
