"""No text shows a number such as 9e-05, however small or large it is."""

import random
import re
import warnings

import pytest

import valuechain as vc
from chains import extreme_chain
from valuechain.formats import rendered
from valuechain.model.numbers import decimal
from valuechain.reports.dispatch import report_of
from valuechain.results import Result

EXPONENT = re.compile(r"(?<![\w#])-?\d+(\.\d+)?e[-+]?\d+", re.IGNORECASE)


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
        for answer in answers(extreme_chain(random.Random(seed))):
            texts = [str(answer)]
            if isinstance(answer, Result):
                texts += [answer.details, rendered(report_of(answer), "html", 96, detail=True)]
            for text in texts:
                assert not EXPONENT.search(text)


@pytest.mark.parametrize("number", [9e-5, 1e-300, 1e15, 0.1 + 0.2, -3e-7])
def test_decimals_are_read_back_to_a_billionth(number):
    assert float(decimal(number, 17)) == pytest.approx(number, abs=1e-9)
    assert "e" not in decimal(number, 17)
