"""Tests of `document.numbers` and `model.js`: the page answers what the library answers."""

import json
import random
import shutil
import subprocess
from importlib.resources import files

import pytest

import valuechain as vc
from chains import EXAMPLES, random_chain
from helpers.scaled import scaled
from organisations import organisation
from valuechain.document.numbers import RANKED, numbers

NODE = shutil.which("node") or shutil.which("nodejs")
in_node = pytest.mark.skipif(NODE is None, reason="Node.js is not installed")
RUN = """
const asked = JSON.parse(require("fs").readFileSync(0));
console.log(JSON.stringify(asked.map(({ m, x, settings }) =>
  ({ ...whatIf(m, reading(m, x), settings), ...knowledge(m, reading(m, x), settings) }))));
"""


def in_the_page(asked):
    """What the script makes of (numbers, dependence, settings by id)."""
    script = files("valuechain.document").joinpath("model.js").read_text(encoding="utf-8")
    cases = []
    for found, x, settings in asked:
        at = {service["id"]: i for i, service in enumerate(found["services"])}
        cases.append(
            {"m": found, "x": x, "settings": {at[name]: q for name, q in settings.items()}}
        )
    done = subprocess.run(
        [NODE, "-e", script + RUN],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def ring(parties, dependence, quality="90%"):
    """Parties that serve one another in a circle, and one of them a customer."""
    after = [f"p{(i + 1) % parties}" for i in range(parties)]
    serves = [f"p{i}: {{serves: {{{to}: {{quality: {quality}}}" for i, to in enumerate(after)]
    serves[0] += ", c: {quality: 95%}"
    teams = ", ".join(f"{each}}}}}" for each in serves)
    text = f"{{valuechain: 1, dependence: {dependence}, teams: {{{teams}}}, customers: {{c: }}}}"
    return vc.loads(text)


def cases_of(chain, rng, count):
    """What-ifs of a chain: as it is, with other qualities, with other dependences."""
    for _ in range(count):
        some = rng.sample(sorted(chain.services), rng.randint(0, min(3, len(chain.services))))
        more = 1.6 if chain.rule != "fdna" else 1.0  # beside a criticality there is no room for it
        yield rng.choice([0.0, 0.4, 1.0, 1.0, more]), {name: rng.random() for name in some}


@in_node
def test_what_is_first_from_here_is_what_the_library_puts_first():
    rng = random.Random(5)
    run = """
    const asked = JSON.parse(require("fs").readFileSync(0));
    console.log(JSON.stringify(asked.map(({ m, settings, links }) =>
      ranked(m, reading(m, 1), whatIf(m, reading(m, 1), settings), linksWith(m, links, settings)))));
    """
    script = files("valuechain.document").joinpath("model.js").read_text(encoding="utf-8")
    asked, expected = [], []
    for _ in range(40):
        scores = rng.choice([1.0, 0.6])
        chain = random_chain(rng, parties=7, services=16, scores=scores, critical=0.2)
        found = numbers(vc.diagnose(chain), folded=False)
        at = {service["id"]: i for i, service in enumerate(found["services"])}
        set_ = {name: rng.random() for name in rng.sample(sorted(chain.services), 2)}
        links = [[at[name] for name in services] for services in found["links"]]
        asked.append({"m": found, "settings": {at[n]: q for n, q in set_.items()}, "links": links})
        then = vc.what_if(chain, set_)
        assert len(found["links"]) < RANKED
        gains = {frozenset(at[name] for name in step.services): step.gain for step in then.steps}
        expected.append(gains)
    done = subprocess.run(
        [NODE, "-e", script + run],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    for gains, here in zip(expected, json.loads(done.stdout), strict=True):
        assert {frozenset(step["services"]) for step in here} == set(gains)
        assert [step["gain"] for step in here] == sorted((s["gain"] for s in here), reverse=True)
        for step in here:
            assert step["gain"] == pytest.approx(gains[frozenset(step["services"])], abs=1e-9)


def agreeing(chains, rng, count):
    """How many what-ifs the script answers as the library does: all."""
    asked, expected = [], []
    for chain in chains:
        found = numbers(vc.diagnose(chain), folded=False)
        for x, settings in cases_of(chain, rng, count):
            asked.append((found, x, settings))
            expected.append(vc.what_if(scaled(chain, x), settings))
    for (found, _, _), here, there in zip(asked, expected, in_the_page(asked), strict=True):
        assert (here.outcome is None) == (there["outcome"] is None)
        if here.outcome is not None:
            assert there["outcome"] == pytest.approx(here.outcome, abs=1e-9)
        reading = here.solution.reading
        ids = [service["id"] for service in found["services"]]
        satisfied = dict(zip(ids, there["satisfaction"], strict=True))
        for row in here.services:
            assert satisfied[row.id] == pytest.approx(row.satisfaction, abs=1e-9)
        received = (1.0 - reading.received).clip(0.0, 1.0)
        assert there["received"] == pytest.approx(received.tolist(), abs=1e-9)
        assert_knowing_alike(found, here, there)
    return len(asked)


def assert_knowing_alike(found, here, there):
    """Both know of the same parties what they receive, and that it is an upper bound."""
    parties = [party["id"] for party in found["parties"]]
    served = {service.customer for service in here.chain.services.values()}
    told, bounded = (
        {party for party, so in zip(parties, there[which], strict=True) if so}
        for which in ("told", "bounded")
    )
    assert bounded == here.solution.bounded
    assert told == {party for party in served if here.received[party] is not None}
    if here.outcome is not None:
        assert here.upper_bound == any(there["bounded"][end] for end, _ in found["ends"])


@in_node
def test_the_script_agrees_on_every_example():
    chains = [vc.load(path) for path in EXAMPLES]
    assert agreeing(chains, random.Random(1), 10) == 10 * len(EXAMPLES)


@in_node
@pytest.mark.parametrize("seed", range(4))
def test_the_script_agrees_on_chains_with_loops_and_critical_services(seed):
    rng = random.Random(seed)
    chains = [
        random_chain(
            rng,
            parties=rng.randint(3, 12),
            services=rng.randint(3, 30),
            scores=rng.choice([1.0, 0.7]),
            quality=rng.choice([0.0, 0.4]),
            critical=rng.choice([0.0, 0.3]),
        )
        for _ in range(60)
    ]
    assert agreeing(chains, rng, 4) == 4 * len(chains)


@in_node
def test_the_script_agrees_on_a_large_organisation():
    chain = organisation(3, parties=120, ratio=2.5, departments=True)
    assert agreeing([chain], random.Random(2), 10) == 10


@in_node
@pytest.mark.parametrize("parties", [2, 40])
def test_of_a_loop_that_depends_on_itself_all_but_completely_the_script_says_the_same(parties):
    chain = ring(parties, 0.8)
    found = numbers(vc.diagnose(chain), folded=False)
    (there,) = in_the_page([(found, 1.99, {})])
    here = vc.diagnose(scaled(chain, 1.99))
    assert there["outcome"] == pytest.approx(here.outcome, abs=1e-9)


@in_node
def test_what_the_script_could_not_solve_it_does_not_tell():
    found = numbers(vc.diagnose(ring(2, 0.999999, "99.99999%")), folded=False)
    (there,) = in_the_page([(found, 1.0, {})])
    assert there["outcome"] is None  # NaN, as JSON has it
    assert set(there["received"]) == {None}
