"""Tests of `questions.simulate` and `sampling.tasks`: drawing and diagnosing, here or elsewhere; what the draws say."""

import json
import pickle
import random
import re
import sys
import tracemalloc
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

import valuechain as vc
from chains import EXAMPLES, random_chain
from helpers.simulated import answered, made
from valuechain.sampling import ensemble
from valuechain.sampling.ensemble import LINKS, random_of, solved
from valuechain.sampling.setup import counting_of, ensemble_of

# What is said of the draws.


def test_intervals_are_quantiles_of_the_draws():
    rng = random.Random(5)
    chain = answered(random_chain(rng, parties=8, services=18, scores=1.0), rng)
    diagnosis = vc.diagnose(chain)
    drawn = ensemble_of(diagnosis.solution)
    found = vc.simulate(chain, draws=4000, seed=9)
    candidates = counting_of(drawn, 9, 0.95).candidates
    blocks = []
    for number, first in enumerate(range(0, 4000, drawn.chunk), 1):
        stream = random_of(9, number)
        size = min(drawn.chunk, 4000 - first)
        blocks += [
            solved(drawn, stream, min(drawn.block, size - at), candidates)
            for at in range(0, size, drawn.block)
        ]
    numbers = [
        np.concatenate([block.numbers[kind] for block in blocks], axis=1) for kind in range(4)
    ]
    outcome = np.concatenate([block.outcome for block in blocks])
    assert len(outcome) == 4000
    assert np.allclose(found.outcome, np.quantile(outcome, [0.025, 0.975]))
    at = dict(zip(chain.services, diagnosis.solution.solved_at, strict=True))
    root = np.concatenate([block.root for block in blocks], axis=1)
    for row in found:
        i = at[row.id]
        for kind, name in enumerate(("satisfaction", "own_shortfall", "contribution")):
            wanted = np.quantile(numbers[kind][i], [0.025, 0.975], method="inverted_cdf")
            near = max(
                0.004, 1.5 / (chain.parties[row.id.split("->")[1].split("#")[0]].people or 1000)
            )
            assert np.abs(np.array(getattr(row, name)) - wanted).max() < near, (row.id, name)
        assert row.rank == tuple(np.quantile(numbers[3][i], [0.025, 0.975], method="inverted_cdf"))
        assert row.p_root_cause == root[i].mean()
    assert found.p_no_root_cause == (~root.any(axis=0)).mean()
    wins = np.concatenate([block.numbers[LINKS] for block in blocks], axis=1)
    names = diagnosis.links.groups.names
    for step in found.steps:
        link = names.index((step.provider, step.customer))
        assert step.expected_gain == pytest.approx(wins[link].mean(), abs=1e-12)
        assert all(found[service].p_first == step.p_first for service in step.services)
        wanted = np.quantile(wins[link], [0.025, 0.975], method="inverted_cdf")
        assert np.abs(np.array(step.gain) - wanted).max() < 0.004
    assert sum(step.p_first for step in found.steps) + found.p_nothing == pytest.approx(1)
    gains = [step.expected_gain for step in found.steps]
    assert gains == sorted(gains, reverse=True)


@pytest.mark.parametrize("seed", range(20))
def test_what_likely_links_win_is_what_they_win_in_each_draw(seed):
    """Nothing is drawn here, so each interval is what the diagnosis says."""
    rng = random.Random(seed)
    rule = rng.choice(["weakest", "mean"])
    chain = random_chain(rng, parties=5, services=8, scores=1.0, critical=0.6, rule=rule)
    found = vc.simulate(chain, draws=40)
    known = {step.id: step.gain for step in found.diagnosis.steps}
    assert len(known) <= 8
    for step in found.steps:
        assert step.gain == pytest.approx((known[step.id], known[step.id]), abs=1e-8)
        assert step.expected_gain == pytest.approx(known[step.id], abs=1e-9)


def test_a_shortfall_of_nothing_stays_nothing():
    found = vc.simulate(made(("a", "b", "50% (40 responses)"), ("b", "x", "80% (40 responses)")))
    assert found["b->x"].own_shortfall[0] == 0
    assert found["b->x"].contribution[0] == 0


def test_levels_reach_into_the_tails():
    chain = made(("a", "b", "50% (40 responses)"), ("b", "x", "80% (40 responses)"))
    narrow, wide = (
        vc.simulate(chain, 20_000, level=level)["b->x"].own_shortfall[1] for level in (0.9, 0.999)
    )
    assert narrow < 0.03
    assert 0.09 < wide < 0.14


def test_ranks_are_never_beyond_the_services():
    services = [(f"a{i}", "x", f"{30 + 40 * i / 299:.4f}% (100000 responses)") for i in range(299)]
    found = vc.simulate(made(*services, ("b", "x", "50% (1 response)")), draws=1500)
    assert found["b->x"].rank == (1, 300)


def test_what_the_data_cannot_tell_is_said():
    found = vc.simulate(
        made(
            ("a", "x", "70% (6 responses)"),
            ("b", "x", "20% (200 responses)"),
            ("c", "x", "95% (300 responses)"),
        )
    )
    assert [found[i].verdict for i in ("a->x", "b->x", "c->x")] == [
        "too few answers",
        "root cause",
        "sound",
    ]
    assert [row.id for row in found.too_few] == ["a->x"]
    assert found["b->x"].p_weak == 1
    assert 0.3 < found["a->x"].p_weak < 0.95
    assert found.candidates[0].id == "b->x"


def test_what_is_not_drawn_is_listed():
    found = vc.simulate(
        made(
            ("a", "x", "70%"),
            ("b", "x", "3.4/5 (6 responses)"),
            ("c", "x", "{scale: 1-5, value: 3, responses: 5, sd: 1}"),
            ("d", "x"),
        )
    )
    assert found.exact == ("a->x",)
    assert found.spread_unknown == ("b->x",)
    assert found["d->x"].verdict == "unmeasured"
    assert found["a->x"].satisfaction == (0.7, 0.7)


def test_without_any_score_nothing_is_known():
    found = vc.simulate(made(("a", "x")), draws=100)
    assert found.outcome is None
    assert found.external_customers == {"x": None}
    assert found.candidates == ()
    assert "Nothing is known" in str(found)


@pytest.fixture(scope="module")
def shop():
    return vc.load(EXAMPLES[[path.stem for path in EXAMPLES].index("professional_firm")])


@pytest.fixture(scope="module", autouse=True)
def small_shares(shop):
    """Two chunks are one task: of all draws of a test there are several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ensemble, "_SHARE", 2 * 1024 * len(shop.services))
        yield


@pytest.fixture(scope="module")
def plain(shop):
    return vc.simulate(shop, draws=3000)


# Who computes, and how the result behaves.


def test_threads_and_processes_give_the_same_bits(shop, plain):
    with ThreadPoolExecutor(3) as threads:
        assert vc.simulate(shop, draws=3000, executor=threads) == plain
    with ProcessPoolExecutor(2) as processes:
        assert vc.simulate(shop, draws=3000, executor=processes) == plain


def test_loky_gives_the_same_bits(shop, plain):
    loky = pytest.importorskip("loky")
    with loky.get_reusable_executor(2) as executor:
        assert vc.simulate(shop, draws=3000, executor=executor) == plain


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_gives_the_same_bits(shop, plain):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert vc.simulate(shop, draws=3000, executor=client.get_executor()) == plain


def test_more_tasks_than_are_handed_out_at_once(monkeypatch):
    monkeypatch.setattr(ensemble, "_SHARE", 1)
    chain = made(("a", "x", "60% (9 responses)"))
    with ThreadPoolExecutor(2) as threads:
        assert vc.simulate(chain, draws=70_000, executor=threads) == vc.simulate(
            chain, draws=70_000
        )


def test_what_fails_elsewhere_fails_here(monkeypatch):
    monkeypatch.setattr(ensemble, "_SHARE", 1)  # others were handed out, too

    class Broken(ThreadPoolExecutor):
        def submit(self, *_, **__):
            future = Future()
            future.set_exception(RuntimeError("gone"))
            return future

    with pytest.raises(RuntimeError, match="gone"):
        vc.simulate(made(("a", "x", "60% (9 responses)")), executor=Broken())


def test_other_seeds_give_other_draws_and_the_same_seed_the_same(shop, plain):
    assert vc.simulate(shop, draws=3000) == plain
    assert vc.simulate(shop, draws=3000, seed=1) != plain
    assert hash(plain) == hash(vc.simulate(shop, draws=3000))


def test_progress_is_told(monkeypatch):
    monkeypatch.setattr(ensemble, "_SHARE", 2048)
    said = []
    vc.simulate(
        made(("a", "x", "60% (9 responses)")),
        draws=2500,
        progress=lambda done, draws: said.append((done, draws)),
    )
    assert said == [(2048, 2500), (2500, 2500)]


def test_memory_does_not_grow_with_the_draws(shop):
    def peak(draws):
        tracemalloc.start()
        vc.simulate(shop, draws=draws)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(40_000) < 1.3 * peak(4_000)


def test_more_services_are_drawn_fewer_times_at_once(shop, monkeypatch):
    drawn = ensemble_of(vc.diagnose(shop).solution)
    sizes = [10, 1_000, 30_000, 100_000, 131_072, 1_000_000, 10_000_000]
    sized = [replace(drawn, by_id=np.zeros(services, dtype=np.intp)) for services in sizes]
    assert [each.block for each in sized] == [1024, 131, 32, 32, 32, 4, 1]
    assert [each.chunk for each in sized] == [1024, 131 * 4, 256, 256, 256, 32, 3]
    assert all(each.block * len(each.by_id) <= 2**22 for each in sized[:-1])
    monkeypatch.setattr(ensemble, "_SHARE", 2**20)
    assert [each.share for each in sized] == [63, 2, 1, 1, 1, 1, 1]


def test_of_deep_chains_as_many_are_drawn_at_once_as_memory_allows(shop):
    made_ready = ensemble_of(vc.diagnose(shop).solution)
    blocks = []
    for services, levels in [(1_000, 50), (1_000, 1_000), (10_000, 10_000), (100_000, 100_000)]:
        network = replace(made_ready.network, level=np.array([0, levels - 1]))
        by_id = np.zeros(services, dtype=np.intp)
        blocks.append(replace(made_ready, network=network, by_id=by_id).block)
    assert blocks == [131, 1024, 419, 41]


def test_what_no_memory_is_granted_for_is_refused_with_what_is(shop, monkeypatch):
    numbers = ensemble_of(vc.diagnose(shop).solution).counted
    monkeypatch.setattr("valuechain.questions.simulate._ROOM", numbers * 100)
    with pytest.raises(vc.ArgumentError, match="services at most 100 draws"):
        vc.simulate(shop, draws=101)
    assert len(vc.simulate(shop, draws=100)) == len(shop.services)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"draws": 0}, "draws=0"),
        ({"draws": 2.5}, "draws=2.5"),
        ({"draws": True}, "draws=True"),
        ({"seed": -1}, "seed=-1"),
        ({"level": 0}, "level=0"),
        ({"level": "95%"}, "level='95%'"),
        ({"level": float("nan")}, "level=nan"),
        ({"executor": 4}, "has none"),
        ({"progress": 3}, "progress is called"),
    ],
)
def test_wrong_arguments_are_told(wrong, words):
    with pytest.raises(vc.ArgumentError, match=re.escape(words)):
        vc.simulate(made(("a", "x", "60%")), **wrong)


def test_only_a_chain_is_simulated():
    with pytest.raises(vc.ArgumentError, match="takes a ValueChain, not str"):
        vc.simulate("chain.yaml")


def test_a_simulation_is_a_value(plain):
    assert pickle.loads(pickle.dumps(plain)) == plain
    assert len(plain) == len(plain.services) == len(list(plain))
    assert repr(plain).startswith("<Simulation 'Professional firm': outcome 0.6")
    assert json.loads(json.dumps(plain.to_dict()))["draws"] == 3000
    with pytest.raises(vc.UnknownNameError, match="did you mean"):
        plain["partner_listed->lister"]
    with pytest.raises(vc.UnknownNameError):
        plain[["a"]]


def test_a_table_of_it(plain):
    frame = plain.to_pandas()
    row = plain.services[0]
    assert tuple(frame.loc[row.id, ["contribution_low", "contribution_high"]]) == row.contribution
    assert frame.loc[row.id, "p_first"] == row.p_first


def test_without_pandas_there_is_a_sentence(plain, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(vc.MissingExtraError, match=r"valuechain\[pandas\]"):
        plain.to_pandas()


def test_what_takes_a_chain_takes_its_diagnosis(clinic):
    diagnosis = vc.diagnose(clinic.chain)
    assert vc.diagnose(diagnosis) is diagnosis
    assert vc.simulate(diagnosis, 200) == vc.simulate(clinic.chain, 200)
    assert vc.survey_form(diagnosis) == vc.survey_form(clinic.chain)
    customer = clinic.chain.external_customers[0]
    assert vc.diagnose(diagnosis, customer=customer) == vc.diagnose(clinic.chain, customer=customer)
    better = vc.what_if(diagnosis, {next(iter(clinic.chain.services)): 0.9})
    with pytest.raises(vc.ArgumentError, match="not a what-if"):
        vc.simulate(better)


def test_numbers_of_numpy_are_numbers_everywhere(shop):
    """As in files, tables, settings and budgets."""
    draws, seed, level = np.int64(50), np.int32(3), np.float32(0.9)
    assert vc.simulate(shop, draws, seed, level) == vc.simulate(shop, 50, 3, 0.9)
    told = {"draws": draws, "seed": seed, "level": level}
    assert vc.portfolio([shop], **told) == vc.portfolio([shop], draws=50, seed=3, level=0.9)
    answer = [{"provider": "clerk", "customer": "designer", "score": 4}]
    assert vc.read_survey(answer, min_responses=np.int64(2)).min_responses == 2
