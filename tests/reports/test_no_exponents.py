"""No text shows a number such as 9e-05, however small or large it is."""

import dataclasses
import random
import re
import warnings

import pytest

import valuechain as vc
from chains import rich_chain
from valuechain import Score
from valuechain.formats import rendered
from valuechain.model.numbers import decimal
from valuechain.reports.dispatch import report_of
from valuechain.results import Result

EXPONENT = re.compile(r"(?<![\w#])-?\d+(\.\d+)?e[-+]?\d+", re.IGNORECASE)
EXTREMES = (1e-12, 1e-9, 3e-7, 9e-5, 0.5, 1 - 3e-6, 1 - 1e-9)


def extreme(seed):
    """A chain whose numbers are as small, as large and as near to 1 as a file may have them."""
    rng = random.Random(seed)
    chain = rich_chain(rng)
    services = []
    for service in chain.services.values():
        target = rng.choice(EXTREMES)
        actions = tuple(
            dataclasses.replace(action, cost=rng.choice([9e-5, 1e12]), quality=rng.choice(EXTREMES))
            for action in service.improve
        )
        services.append(
            dataclasses.replace(
                service,
                weight=rng.choice([1e-12, 9e-5, 1e12]),
                dependence=rng.choice(EXTREMES),
                dependence_range=None,
                criticality=None,
                satisfaction=service.satisfaction and Score.of(rng.choice(EXTREMES)),
                target=target,
                reachable=max(target, service.reachable),
                improve=actions,
            )
        )
    return dataclasses.replace(chain, services=services, rater_correlation=9e-5, repeat_sd=9e-5)


def answers(chain):
    """The results of all questions that can be asked of it."""
    diagnosis = vc.diagnose(chain)
    yield diagnosis
    first = next(iter(chain.services))
    for ask in (
        lambda: vc.simulate(chain, 100),
        lambda: vc.robustness(diagnosis),
        lambda: vc.promises(diagnosis),
        lambda: vc.plan(diagnosis, 1e-4),
        lambda: vc.frontier(diagnosis),
        lambda: vc.what_if(diagnosis, {first: 3e-7}),
        lambda: vc.compare(diagnosis, vc.what_if(diagnosis, {first: 0.7})),
        lambda: vc.side_by_side(diagnosis),
        lambda: diagnosis.explain(first),
    ):
        try:
            yield ask()
        except vc.ValueChainError as error:
            yield error


@pytest.mark.parametrize("seed", range(40))
def test_no_text_has_an_exponent(seed):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for answer in answers(extreme(seed)):
            texts = [str(answer)]
            if isinstance(answer, Result):
                texts += [answer.details, rendered(report_of(answer), "html", 96, detail=True)]
            for text in texts:
                assert not EXPONENT.search(text)


@pytest.mark.parametrize("number", [9e-5, 1e-300, 1e15, 0.1 + 0.2, -3e-7])
def test_decimals_are_read_back_to_a_billionth(number):
    assert float(decimal(number, 17)) == pytest.approx(number, abs=1e-9)
    assert "e" not in decimal(number, 17)
