"""Tests of `analysis.sweep` and `verdict_spans`: where do verdicts change on the way to full dependence?"""

import random
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from valuechain.analysis import sweep as module
from valuechain.analysis import verdict_spans
from valuechain.analysis.sweep import Sweep, at_once, joined
from valuechain.analysis.verdict import VERDICTS
from valuechain.analysis.verdict_spans import VerdictSpans


def moved(chain, x):
    """The chain with every dependence at x."""

    def at(dependence):
        return x * dependence if x <= 1 else dependence + (x - 1) * (1 - dependence)

    services = {
        name: replace(each, dependence=at(each.dependence)) for name, each in chain.services.items()
    }
    return replace(chain, services=services)


def drawn(seed, count, rule=None):
    """Diagnoses of chains, with loops and without, and the last x at which a file may have them."""
    rng = random.Random(seed)
    for _ in range(count):
        chain = random_chain(rng, rng.randint(3, 7), rng.randint(3, 12), rule=rule, scores=0.8)
        found = vc.diagnose(chain)
        most = 1.0 if chain.rule == "fdna" else 1.9 if found.loops else 2.0
        yield found, most


def verdicts_at(sweep, x):
    """By service as the file has it, its verdict."""
    services = np.arange(len(sweep.network.services))
    found = sweep.codes(services, sweep.signs(np.array([x]))[:, 0])
    ids = list(sweep.solution.chain.services)
    return {ids[sweep.network.services[i]]: VERDICTS[code] for i, code in enumerate(found)}


def test_verdicts_on_the_way_are_those_of_the_chain_with_these_dependences():
    for found, most in drawn(1, 40):
        sweep = Sweep.of(found.solution)
        for x in (0.0, 0.35, 1.0, most):
            other = vc.diagnose(moved(found.chain, x))
            assert verdicts_at(sweep, x) == {row.id: row.verdict for row in other.services}


def test_what_no_dependence_changes_is_known_without_solving():
    """Whatever reaches the provider was observed, and it is in no loop."""
    x = np.array([0.0, 0.2, 0.7, 1.0, 1.3, 1.8])
    seen = np.zeros(2, dtype=int)
    for found, _ in drawn(2, 40):
        sweep = Sweep.of(found.solution)
        lacks = [swept.received for swept in sweep.both(x)]
        same = np.all([np.ptp(each, axis=1) == 0 for each in lacks], axis=0)
        expected = same[sweep.network.provider] & ~sweep.network.looped
        assert sweep.still.tolist() == expected.tolist()
        seen += np.bincount(expected, minlength=2)
        every, at = (each.ravel() for each in np.indices((len(expected), len(x))))
        solved = VerdictSpans(sweep)._signs(every, x[at])
        assert solved.tolist() == sweep.signs(x).ravel().tolist()
        services = np.flatnonzero(expected)
        told = sweep.signs(x)[services]
        for at, value in enumerate(x):
            signs = sweep.signs_of_still(services, np.full(len(services), value))
            assert signs.tolist() == told[:, at].tolist()
    assert seen.min() > 100


@pytest.mark.parametrize("width", [40, 10**6])
def test_between_two_ends_there_is_one_verdict_and_beyond_an_end_another(width, monkeypatch):
    """However many values of x are solved at once."""
    monkeypatch.setattr(verdict_spans, "at_once", lambda _: width)
    ends, some = {True: 0, False: 0}, {True: 5, False: 6}
    for found, _ in drawn(3, 60):
        looped = bool(found.loops)
        some[looped] -= 1
        if some[looped] < 0:
            continue
        sweep = Sweep.of(found.solution)
        spans = VerdictSpans(sweep).by_service()
        points = {
            end for pieces in spans.values() for low, high, _ in pieces for end in (low, high)
        }
        for x in sorted(points - {0.0, 2.0} | {0.1, 0.5, 0.9, 1.4}):
            for near in (x - 2e-7, x + 2e-7):
                told = verdicts_at(sweep, near)
                for name, pieces in spans.items():
                    assert told[name] == next(what for low, high, what in pieces if near < high)
        for pieces in spans.values():
            assert (pieces[0][0], pieces[-1][1]) == (0.0, 2.0)
            assert all(
                before[1] == after[0] and before[2] != after[2]
                for before, after in pairwise(pieces)
            )
            ends[looped] += len(pieces) - 1
    assert ends[True] > 20 and ends[False] > 2


@pytest.mark.parametrize("rule", ["mean", "weakest"])
@pytest.mark.parametrize("work", [0, 2**12])
def test_what_is_drawn_as_curves_is_as_exact_as_what_is_solved(work, rule, monkeypatch):
    """To a hundred-thousandth from pieces of a 64th, unless what decides changes within one."""
    apart, ends = 0, 0
    for found, _ in drawn(7, 60, rule):
        sweep = Sweep.of(found.solution)
        monkeypatch.setattr(verdict_spans, "_WORK", 2**25)
        solved = VerdictSpans(sweep).by_service()
        monkeypatch.setattr(verdict_spans, "_WORK", work)
        curved = VerdictSpans(sweep).by_service()
        for name, pieces in solved.items():
            other = curved[name]
            ends += len(pieces)
            if [what for *_, what in pieces] != [what for *_, what in other]:
                apart += 1
                continue
            apart += sum(abs(a[1] - b[1]) > 1e-5 for a, b in zip(pieces, other, strict=True))
    assert ends > 100
    assert apart <= ends // 50


def test_the_first_verdict_is_that_of_hardly_any_dependence():
    """Also where it ends within the first piece."""
    early = 0
    for found, _ in drawn(9, 150):
        sweep = Sweep.of(found.solution)
        spans = VerdictSpans(sweep).by_service()
        told = verdicts_at(sweep, 1e-5)
        for name, pieces in spans.items():
            early += 1e-5 < pieces[0][1] < 1 / 64
            assert told[name] == next(what for _, high, what in pieces if high > 1e-5)
    assert early


def test_through_loops_less_is_solved_because_it_costs_more(monkeypatch):
    monkeypatch.setattr(verdict_spans, "_WORK", 2400)
    chains = [found for found, _ in drawn(7, 30)]
    for found in chains:
        most = VerdictSpans(Sweep.of(found.solution))._work
        size = len(found.chain.services)
        assert most == pytest.approx(2400 / size / (8 if found.loops else 1))
    assert {bool(found.loops) for found in chains} == {True, False}


def test_curves_are_the_same_however_many_are_solved_at_once(monkeypatch):
    monkeypatch.setattr(verdict_spans, "_WORK", 0)
    for found, _ in drawn(7, 12):
        spans = VerdictSpans(Sweep.of(found.solution))
        whole = spans.by_service()
        with monkeypatch.context() as few:
            few.setattr(verdict_spans, "at_once", lambda _: 2)
            assert spans.by_service() == whole


def test_less_is_solved_where_that_is_much_work(monkeypatch):
    found = next(found for found, _ in drawn(7, 60) if found.loops)
    sweep, asked = Sweep.of(found.solution), []
    both = Sweep.both

    def counted(self, x):
        asked.append(len(x))
        return both(self, x)

    monkeypatch.setattr(Sweep, "both", counted)
    count = {}
    for work in (0, 2**25):
        asked.clear()
        monkeypatch.setattr(verdict_spans, "_WORK", work)
        VerdictSpans(sweep).by_service()
        count[work] = sum(asked)
    assert count[0] < count[2**25]


RING = (
    "{{valuechain: 1, rule: {0}, teams: {{a: {{serves: {{b: {{quality: 90%, {1}}}, z: }}}},"
    " b: {{serves: {{a: {{quality: 80%, {1}}}}}}}}}, customers: {{z: }}}}"
)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("{valuechain: 1, teams: {a: {serves: {z: {quality: 50%}}}}, customers: {z: }}", 0.0),
        (RING.format("mean", "dependence: 0.5"), 1e-6),
        (RING.format("fdna", "criticality: 1%"), 1e-3),
    ],
)
def test_the_way_ends_just_before_a_loop_has_no_solution(text, short):
    sweep = Sweep.of(vc.diagnose(vc.loads(text)).solution)
    assert 2.0 - short <= sweep.top <= 2.0 - short / 2
    assert np.isfinite(sweep.at(np.array([sweep.top])).received).all()


def test_as_many_are_solved_at_once_as_the_memory_is_for():
    assert at_once(0) == at_once(1) == module._NUMBERS
    assert at_once(3) == module._NUMBERS // 3
    assert at_once(module._NUMBERS) == at_once(module._NUMBERS + 1) == at_once(10**12) == 1


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        ([(0.0, 2.0, "a")], [(0.0, 2.0, "a")]),
        ([(1.0, 2.0, "b"), (0.0, 1.0, "a")], [(0.0, 1.0, "a"), (1.0, 2.0, "b")]),
        ([(0.0, 0.5, "a"), (0.5, 1.0, "a"), (1.0, 2.0, "b")], [(0.0, 1.0, "a"), (1.0, 2.0, "b")]),
        ([(0.0, 0.5, "a"), (0.7, 2.0, "b")], [(0.0, 0.6, "a"), (0.6, 2.0, "b")]),
        ([(0.1, 0.5, "a"), (0.5, 1.5, "b")], [(0.0, 0.5, "a"), (0.5, 1.5, "b")]),
        ([(0.0, 1.0, "a"), (1.0, 1.0 + 0.9e-6, "b"), (1.0 + 0.9e-6, 2.0, "a")], [(0.0, 2.0, "a")]),
        (
            [(0.0, 1.0, "a"), (1.0, 1.0 + 1.1e-6, "b"), (1.0 + 1.1e-6, 2.0, "a")],
            [(0.0, 1.0, "a"), (1.0, 1.0 + 1.1e-6, "b"), (1.0 + 1.1e-6, 2.0, "a")],
        ),
        ([(0.0, 2 - 0.9e-6, "a")], [(0.0, 2.0, "a")]),
        ([(0.0, 2 - 1.1e-6, "a")], [(0.0, 2 - 1.1e-6, "a")]),
    ],
)
def test_pieces_are_joined_and_gaps_shared(pieces, found):
    told = joined(pieces, 2.0)
    assert [what for *_, what in told] == [what for *_, what in found]
    for (low, high, _), (begin, end, _) in zip(told, found, strict=True):
        assert (low, high) == pytest.approx((begin, end), abs=1e-12)
