"""Simulation: every draw against the plain diagnosis, what is drawn against the contract, the same under every executor."""

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
import valuechain.sampling.ensemble as module
from chains import EXAMPLES, random_chain
from valuechain.analysis.reading import passing
from valuechain.model.chain import ValueChain
from valuechain.sampling.ensemble import random_of, solved
from valuechain.sampling.histogram import BINS, rule
from valuechain.sampling.setup import ensemble_of
from valuechain.solve import loops
from valuechain.solve.adjoint import importances, importances_of_cases
from valuechain.solve.forward import shortfalls


def answered(chain, rng, people=0.3):
    """The chain with numbers of answers at most of its scores, and people at some parties."""
    counts = {
        s.id: rng.randint(1, 12) for s in chain.services.values() if s.score and rng.random() < 0.8
    }
    parties = [
        replace(p, people=rng.randint(12, 30)) if rng.random() < people else p
        for p in chain.parties.values()
    ]
    services = []
    for s in chain.services.values():
        name = "satisfaction" if s.satisfaction else "quality"
        score = s.score and vc.Score.of(s.score.value, counts.get(s.id))
        if score and score.responses and rng.random() < 0.5:
            text = f"{{scale: 0-100, value: {100 * s.score.value:.4f}, responses: {score.responses}, sd: {rng.randint(0, 30)}}}"
            score = vc.Score.parse(text)
        ends = (
            (round(rng.random() * 0.4, 3), round(0.5 + rng.random() * 0.4, 3))
            if rng.random() < 0.2
            else None
        )
        middle = {"dependence_range": ends, "dependence": (ends[0] + ends[1]) / 2} if ends else {}
        services.append(replace(s, **({name: score} if score else {}), **middle))
    return ValueChain(parties, services, chain.title, chain.target, chain.dependence, chain.rule)


@pytest.mark.parametrize("seed", range(60))
def test_every_draw_is_a_diagnosis_of_its_own(seed):
    rng = random.Random(seed)
    chain = answered(random_chain(rng, parties=rng.randint(3, 9), services=rng.randint(2, 20)), rng)
    diagnosis = vc.diagnose(chain)
    ensemble = ensemble_of(diagnosis.solution)
    at = diagnosis.solution.solved_at
    told = {}
    original = module.satisfactions

    def kept(drawn, delivered):
        if drawn.score.shape[0] == len(at):
            told["drawn"] = drawn
        return original(drawn, delivered)

    candidates = np.arange(len(at))
    module.satisfactions = kept
    try:
        block = solved(ensemble, random_of(seed, 1), 12, candidates)
    finally:
        module.satisfactions = original
    for case in range(12):
        drawn = told["drawn"]
        dependence = np.broadcast_to(drawn.dependence, drawn.score.shape)[:, case][at].tolist()
        scores = drawn.score[:, case][at].tolist()
        services = []
        for service, score, alpha in zip(chain.services.values(), scores, dependence, strict=True):
            name = "satisfaction" if service.satisfaction else "quality"
            known = {name: vc.Score.of(score)} if service.score else {}
            services.append(replace(service, **known, dependence=alpha, dependence_range=None))
        again = vc.diagnose(replace(chain, services=services))
        if again.outcome is not None:
            assert abs(block.outcome[case] - again.outcome) < 1e-10
        for rank, row in enumerate(again.services, 1):
            i = int(at[list(chain.services).index(row.id)])
            satisfaction, own, contribution, place = (kind[i, case] for kind in block.numbers[:4])
            assert abs(satisfaction - row.satisfaction) < 1e-10
            assert abs(own - row.own_shortfall) < 1e-10
            assert abs(contribution - row.contribution) < 1e-9
            assert block.root[i, case] == (row.verdict == "root cause")
            assert block.undecided[i, case] == (row.verdict == "undecided")
            assert block.weak[i, case] == (row.verdict in ("root cause", "symptom", "undecided"))
            assert abs(block.gains[i, case] - row.gain) < 1e-9
            if (
                row.contribution > 1e-6
                and sum(
                    abs(other.contribution - row.contribution) < 1e-11 for other in again.services
                )
                == 1
            ):
                assert place == rank
        first = again.root_causes[0].id if again.root_causes else None
        chosen = block.first[case]
        assert (sorted(chain.services)[chosen] if chosen >= 0 else None) == first


# What is drawn.


def made(*services, people=None):
    """A chain of (provider, customer, score) with the external customer x; an expert's score begins with 'quality '."""
    ids = dict.fromkeys(
        party for provider, customer, *_ in services for party in (provider, customer)
    )
    members = [
        vc.Party(i, kind="customer" if i == "x" else "team", people=(people or {}).get(i))
        for i in ids
    ]
    return ValueChain(members, [service(*told) for told in services])


def service(provider, customer, score="", **more):
    expert = score.startswith("quality ")
    told = (
        {"quality" if expert else "satisfaction": vc.Score.parse(score.removeprefix("quality "))}
        if score
        else {}
    )
    return vc.Service(f"{provider}->{customer}", provider, customer, **told, **more)


def drawn(score, people=None, draws=40_000):
    chain = made(("a", "x", score), people={"x": people} if people else None)
    ensemble = ensemble_of(vc.diagnose(chain).solution)
    return ensemble.posterior.drawn(random_of(3, 1), draws)[0]


def beta_moments(mean, weight):
    """Mean and variance of Beta(m s + 1/2, m (1 - s) + 1/2), from the textbook."""
    a, b = weight * mean + 0.5, weight * (1 - mean) + 0.5
    return a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1))


@pytest.mark.parametrize(
    ("score", "mean", "weight"),
    [
        ("60% (20 responses)", 0.6, 20),
        ("CSAT 90% (10 responses)", 0.9, 10),
        ("3.4/5 (9 responses)", 0.6, 9),
        ("{scale: 1-5, value: 3.4, responses: 9, sd: 0.8}", 0.6, 0.24 * 9 / 0.2**2),
        ("{scale: 1-5, value: 3.4, responses: 9, sd: 0}", 0.6, 9),
        ("{scale: 1-5, value: 3.4, responses: 9, sd: 4}", 0.6, 9),
        (
            "{scale: nps, responses: 10, promoters: 5, detractors: 2}",
            0.65,
            0.65 * 0.35 * 10 / ((7 - 0.9) / 9 / 4),
        ),
        ("100% (7 responses)", 1.0, 7),
        ("{scale: percent, value: 60, responses: 20, sd: 5}", 0.6, 20),
        ("quality 70% (6 responses)", 0.7, 6),
    ],
)
def test_scores_are_drawn_as_the_contract_says(score, mean, weight):
    values = drawn(score)
    wanted, variance = beta_moments(mean, weight)
    assert abs(values.mean() - wanted) < 5 * (variance / len(values)) ** 0.5
    assert abs(values.var() / variance - 1) < 0.05
    assert values.min() >= 0
    assert values.max() <= 1


def test_a_share_of_counted_people_is_a_number_of_them():
    values = drawn("75% (12 responses)", people=15)
    counts = np.rint(values * 15)
    assert np.abs(values * 15 - counts).max() < 1e-9
    assert set(counts.astype(int)) == {9, 10, 11, 12}
    theta, variance = beta_moments(0.75, 12)
    assert abs(values.mean() - (9 + 3 * theta) / 15) < 0.002
    spread = (
        3 * (theta * (1 - theta) - variance) + 9 * variance
    )  # of the binomial with a drawn share
    assert abs(values.var() * 225 / spread - 1) < 0.05


def test_a_mean_of_counted_people_varies_less():
    free = drawn("{scale: 1-5, value: 3.4, responses: 9, sd: 0.8}")
    few = drawn("{scale: 1-5, value: 3.4, responses: 9, sd: 0.8}", people=12)
    assert np.allclose(few, 0.6 + (3 / 11) ** 0.5 * (free - 0.6))


@pytest.mark.parametrize(
    "score",
    [
        "75% (12 responses)",
        "{scale: 1-5, value: 3.4, responses: 12, sd: 0.8}",
        "3.4/5 (12 responses)",
    ],
)
def test_who_was_asked_completely_is_known_exactly(score):
    values = drawn(score, people=12)
    assert np.ptp(values) < 1e-12
    found = vc.simulate(made(("a", "x", score), people={"x": 12}), draws=200)
    low, high = found["a->x"].satisfaction
    assert abs(low - values[0]) < 1e-12
    assert abs(high - values[0]) < 1e-12


def test_one_person_who_answered_is_everyone():
    assert np.ptp(drawn("3.4/5 (1 response)", people=1)) == 0


def test_more_answers_than_people_are_told_all_at_once():
    chain = made(
        ("a", "b", "60% (9 responses)"), ("b", "x", "60% (4 responses)"), people={"b": 3, "x": 2}
    )
    with pytest.raises(vc.ModelError) as caught:
        vc.simulate(chain)
    assert [problem.message for problem in caught.value.problems] == [
        "'a->b' has 9 responses, but 'b' only 3 people",
        "'b->x' has 4 responses, but 'x' only 2 people",
    ]


def test_nine_of_twelve_in_a_team_is_surer_than_in_a_city():
    def width(people):
        low, high = vc.simulate(made(("a", "x", "75% (12 responses)"), people=people))[
            "a->x"
        ].satisfaction
        return high - low

    assert width({"x": 15}) < 0.5 * width(None)
    assert abs(width({"x": 10**6}) - width(None)) < 0.01


def test_a_common_range_is_drawn_once_and_others_each_for_itself():
    chain = made(("a", "b", "50%"), ("b", "c"), ("c", "x"), ("d", "x", "90%"))
    ranged = {"dependence": 0.7, "dependence_range": (0.5, 0.9)}
    services = [replace(s, **ranged) for s in chain.services.values()]
    services[3] = replace(services[3], dependence=0.2, dependence_range=(0.1, 0.3))
    chain = ValueChain(chain.parties, services, dependence=0.7, dependence_range=(0.5, 0.9))
    ensemble = ensemble_of(vc.diagnose(chain).solution)
    values = ensemble.ranges.drawn(random_of(1, 1), ensemble.observations.dependence, 5000)[
        vc.diagnose(chain).solution.solved_at
    ]
    assert (values[0] == values[1]).all()
    assert (values[1] == values[2]).all()
    for row, low, high in ((0, 0.5, 0.9), (3, 0.1, 0.3)):
        assert low <= values[row].min() < low + 0.01
        assert high - 0.01 < values[row].max() <= high
        assert abs(values[row].mean() - (low + high) / 2) < 0.01
    assert abs(np.corrcoef(values[0], values[3])[0, 1]) < 0.06


# What is said of the draws.


def test_intervals_are_quantiles_of_the_draws():
    rng = random.Random(5)
    chain = answered(random_chain(rng, parties=8, services=18, scores=1.0), rng)
    diagnosis = vc.diagnose(chain)
    ensemble = ensemble_of(diagnosis.solution)
    found = vc.simulate(chain, draws=4000, seed=9)
    blocks = []
    for number, first in enumerate(range(0, 4000, ensemble.chunk), 1):
        stream = random_of(9, number)
        size = min(ensemble.chunk, 4000 - first)
        blocks += [
            solved(ensemble, stream, min(ensemble.block, size - at), np.arange(0))
            for at in range(0, size, ensemble.block)
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
    assert abs(sum(row.p_first for row in found) + found.p_no_root_cause - 1) < 1e-12


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


# Where to ask next.


def nested(chain, asked, outer=2500, inner=500, seed=1):
    """The expected value of perfect information by brute force: one score fixed, the others drawn, for all its draws."""
    rng = np.random.default_rng(seed)
    diagnosis = vc.diagnose(chain)
    ensemble = ensemble_of(diagnosis.solution)
    row = int(diagnosis.solution.solved_at[list(chain.services).index(asked)])
    likely = [
        int(diagnosis.solution.solved_at[list(chain.services).index(r.id)])
        for r in vc.simulate(chain).candidates
    ]
    column = ensemble.posterior.rows.tolist().index(row)
    fixed = ensemble.posterior.drawn(random_of(seed, 1), outer)[column]

    class Fixed:
        rows = ensemble.posterior.rows

        def __init__(self, value):
            self.value = value

        def drawn(self, stream, cases):
            values = ensemble.posterior.drawn(stream, cases)
            if self.value is not None:
                values[column] = self.value
            return values

    def gains(value, cases):
        return solved(
            replace(ensemble, posterior=Fixed(value)),
            np.random.default_rng(rng.integers(2**60)),
            cases,
            np.array(likely),
        ).gains.mean(axis=1)

    return np.mean([gains(value, inner).max() for value in fixed]) - gains(None, 50_000).max()


@pytest.mark.parametrize("critical", [False, True])
def test_what_an_answer_is_worth_agrees_with_brute_force(critical):
    chain = ValueChain(
        [vc.Party("a"), vc.Party("b"), vc.Party("c"), vc.Party("x", kind="customer")],
        [
            service("a", "b", "50% (8 responses)"),
            service("b", "x", "45% (60 responses)", critical=critical),
            service("c", "x", "60% (9 responses)"),
        ],
    )
    found = vc.simulate(chain)
    for asked in ("a->b", "c->x"):
        wanted = nested(chain, asked)
        assert abs(found[asked].worth_asking - wanted) < max(0.002, 0.12 * wanted), (
            asked,
            found[asked].worth_asking,
            wanted,
        )


def test_no_answer_is_worth_anything_where_everything_is_decided():
    found = vc.simulate(made(("a", "x", "30% (200 responses)"), ("b", "x", "95% (100 responses)")))
    assert found.ask_next == ()


def test_what_changes_no_gain_is_worth_nothing_to_know():
    services = [
        service("d", "a", "50% (4 responses)"),
        *(service(i, "x", "60% (6 responses)", dependence=0.0) for i in ("a", "b")),
    ]
    members = [vc.Party(i) for i in "dab"] + [vc.Party("x", kind="customer")]
    for seed in range(10):
        found = vc.simulate(ValueChain(members, services), draws=2000, seed=seed)
        assert found["d->a"].worth_asking == 0
        assert found["a->x"].worth_asking > 0.02


def test_bins_reach_half_a_range_beyond_what_the_first_draws_showed():
    found = rule(np.array([[0.4], [0.1]]), np.array([[0.6], [0.9]]), 0.0, 1.0)
    assert np.allclose(found.low, [[0.3], [0.0]])
    assert np.allclose(found.low + BINS * found.width, [[0.7], [1.0]])


def test_all_who_are_alike_are_worth_the_same():
    found = vc.simulate(made(*((f"a{i}", "x", "60% (6 responses)") for i in range(16))))
    worth = [row.worth_asking for row in found]
    assert min(worth) > 0.0035
    assert max(worth) - min(worth) < 0.001


# Who computes, and how the result behaves.


@pytest.fixture(scope="module")
def shop():
    return vc.load(EXAMPLES[[path.stem for path in EXAMPLES].index("professional_firm")])


@pytest.fixture(scope="module")
def plain(shop):
    return vc.simulate(shop, draws=3000)


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


def test_more_tasks_than_are_handed_out_at_once():
    chain = made(("a", "x", "60% (9 responses)"))
    with ThreadPoolExecutor(2) as threads:
        assert vc.simulate(chain, draws=70_000, executor=threads) == vc.simulate(
            chain, draws=70_000
        )


def test_what_fails_elsewhere_fails_here():
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


def test_progress_is_told():
    said = []
    vc.simulate(
        made(("a", "x", "60% (9 responses)")),
        draws=2500,
        progress=lambda done, draws: said.append((done, draws)),
    )
    assert said[-1] == (2500, 2500)
    assert len(said) > 1
    assert said == sorted(said)


def test_memory_does_not_grow_with_the_draws(shop):
    def peak(draws):
        tracemalloc.start()
        vc.simulate(shop, draws=draws)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(40_000) < 1.3 * peak(4_000)


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
    assert repr(plain).startswith("<Simulation 'Professional firm': outcome 0.7")
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


# Loops of many cases, in the numeric core.


@pytest.mark.parametrize("most", [0.01, 0.9])
@pytest.mark.parametrize("critical", [0.0, 0.3])
@pytest.mark.parametrize("dependence", [0.8, 0.999])
def test_large_loops_of_many_cases_agree_with_one_by_one(critical, dependence, most):
    rng = random.Random(4)
    chain = random_chain(
        rng,
        parties=40,
        services=160,
        scores=0.5,
        quality=0.1,
        critical=critical,
        rule="mean",
        dependence=dependence,
    )
    ensemble = ensemble_of(vc.diagnose(answered(chain, rng)).solution)
    random_numbers = np.random.default_rng(2)
    own = (
        random_numbers.random((160, 9))
        * np.where(ensemble.observations.observed, 1.0, most)[:, None]
    )
    slope = passing(ensemble.observations)
    many = shortfalls(ensemble.network, own, slope)
    effective = ensemble.observations.dependence * random_numbers.random((160, 9)) ** 0.2
    worth = importances_of_cases(
        ensemble.network, many.delivered, effective, ensemble.weights, ensemble.usual
    )
    for case in range(9):
        one = shortfalls(ensemble.network, own[:, case], slope[:, 0])
        assert np.abs(one.received - many.received[:, case]).max() < 1e-9
        assert np.abs(one.delivered - many.delivered[:, case]).max() < 1e-9
        alone = importances(
            ensemble.network,
            many.delivered[:, case].copy(),
            effective[:, case].copy(),
            ensemble.weights,
        )
        assert np.abs(alone - worth[:, case]).max() < 1e-8 * max(1.0, alone.max())


def test_loops_too_large_for_an_inverse_are_solved_one_by_one(monkeypatch):
    rng = random.Random(4)
    chain = random_chain(rng, parties=12, services=40, scores=0.5, rule="mean", critical=0.0)
    ensemble = ensemble_of(vc.diagnose(chain).solution)
    own = np.random.default_rng(2).random((40, 3)) * 0.05
    slope = np.full((40, 1), 0.5)
    many = shortfalls(ensemble.network, own, slope)
    effective = np.full((40, 3), 0.6)
    worth = importances_of_cases(
        ensemble.network, many.delivered, effective, ensemble.weights, ensemble.usual
    )
    monkeypatch.setattr(loops, "DENSE", 2)
    monkeypatch.setattr(loops, "DIRECT", 2)
    again = shortfalls(ensemble.network, own, slope)
    assert np.abs(many.received - again.received).max() < 1e-9
    assert (
        np.abs(
            importances_of_cases(
                ensemble.network, again.delivered, effective, ensemble.weights, ensemble.usual
            )
            - worth
        ).max()
        < 1e-9
    )


def test_loops_near_total_dependence_give_numbers():
    chain = vc.loads(
        "{valuechain: 1, dependence: 0.9999999, teams: {a: {serves: {b: {satisfaction: 50% (2 responses)}, c: }}, "
        "b: {serves: {a: {satisfaction: 3/5 (3 responses)}}}}, customers: {c: }}"
    )
    found = vc.simulate(chain, draws=300)
    for row in found:
        for low, high in (row.contribution, row.own_shortfall, row.satisfaction):
            assert 0 <= low <= high <= 1
    assert abs(sum(row.p_first for row in found) + found.p_no_root_cause - 1) < 1e-9
