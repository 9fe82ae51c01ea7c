"""Loops that depend on themselves all but completely: an answer, a warning or a sentence, never a bare error."""

import warnings

import numpy as np
import pytest

import valuechain as vc
from valuechain.solve.loops import NotConverged, inverted, solved


def ring(size, dependence):
    """Everyone depends on the one before, completely but for one."""
    names = [f"p{i}" for i in range(size)]
    parties = [*map(vc.Party, names), vc.Party("c", kind="customer")]
    services = [
        vc.Service(
            f"{name}->{names[(i + 1) % size]}",
            name,
            names[(i + 1) % size],
            dependence=1.0 if i else dependence,
            satisfaction=vc.Score.of(0.6),
        )
        for i, name in enumerate(names)
    ]
    services.append(vc.Service("p0->c", "p0", "c", satisfaction=vc.Score.of(0.5)))
    return vc.ValueChain(parties, services)


def robust(chain):
    """What robustness says, or why it cannot."""
    try:
        return str(vc.robustness(chain))
    except vc.ValueChainError as error:
        return str(error)


@pytest.mark.filterwarnings("ignore::valuechain.questions.diagnosis.PrecisionWarning")
@pytest.mark.parametrize("size", [2, 4, 40])
@pytest.mark.parametrize("nines", [8, 11, 14, 16])
def test_every_question_is_answered_or_refused_in_a_sentence(size, nines):
    chain = ring(size, float("0." + nines * "9"))
    diagnosis = vc.diagnose(chain)
    for ask in (
        lambda: diagnosis.details,
        lambda: str(diagnosis.to_dict(full=True)),
        lambda: str(diagnosis.explain("p0->p1")),
        lambda: str(vc.simulate(chain, 100)),
        lambda: str(vc.promises(chain)),
        lambda: str(vc.what_if(chain, {"p0->p1": 0.9})),
        lambda: str(vc.compare(chain, ring(size, 0.5))),
        lambda: str(vc.survey_form(chain)),
        lambda: vc.draw(chain).texts,
        lambda: vc.draw(chain, view="walk").texts,
    ):
        assert "nan" not in str(ask()).split()
    told = robust(chain)
    assert told.startswith("Start with") or "lower the dependence of some service in it" in told
    assert (diagnosis.first_holds is None) == ("lower the dependence" in told)


def test_what_cannot_be_solved_is_told():
    with pytest.raises(NotConverged, match="a loop of 3 parties"):
        solved(np.zeros((1, 3, 3)), np.ones((1, 3, 1)))
    with pytest.raises(NotConverged, match="a loop of 3 parties"):
        solved(np.zeros((1, 2, 3, 3)), np.ones((1, 2, 3, 1)))
    with pytest.raises(NotConverged):
        inverted(np.ones((2, 2, 2)))
    random = np.random.default_rng(0).random((3, 4, 4)) + 4 * np.eye(4)
    assert np.allclose(inverted(random) @ random, np.eye(4))


def test_what_can_be_told_stays_as_it_was():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert vc.diagnose(ring(4, 0.9)).first_holds is not None
