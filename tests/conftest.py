"""Fixtures that several files of tests share."""

import signal
import sys
import types

import pytest
from hypothesis import settings

import valuechain as vc
from helpers.decision_words import AFTER, SHOP
from helpers.verbs import CLINIC, PLAIN, answers, said
from valuechain.optimise import enumeration
from valuechain.questions import frontier as frontier_module
from valuechain.questions import plan as plan_module

settings.register_profile("valuechain", deadline=None)  # a slow machine is no failure
settings.load_profile("valuechain")


@pytest.fixture
def as_in_the_foreground():
    """In the background interruptions are ignored, also by whatever is begun there."""
    before, hook = signal.signal(signal.SIGINT, signal.default_int_handler), sys.unraisablehook
    yield
    signal.signal(signal.SIGINT, before)
    sys.unraisablehook = hook


@pytest.fixture(scope="module")
def shop():
    return vc.load(SHOP)


@pytest.fixture(scope="module")
def proof(shop):
    return vc.compare(shop, vc.load(AFTER))


@pytest.fixture(params=["tried", "solver"])
def way(request, monkeypatch):
    """How plans are found: by trying sets, or by the solver wherever there is anything to choose."""
    if request.param == "solver":
        for module in (plan_module, frontier_module):
            monkeypatch.setattr(
                module,
                "enumerated",
                lambda options, budget: (
                    None if len(options) else enumeration.enumerated(options, budget)
                ),
            )
    return request.param


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    """The three commands, once: what each said, the chain before and after, and its simulation."""
    path = tmp_path_factory.mktemp("clinic") / "chain.yaml"
    convert = said("convert", CLINIC, path)
    empty = vc.load(path)
    survey = said("survey", CLINIC, "--into", path)
    simulate = said("simulate", path)
    chain = vc.load(path)
    return types.SimpleNamespace(
        path=path,
        convert=convert,
        survey=survey,
        simulate=simulate,
        empty=empty,
        chain=chain,
        simulation=vc.simulate(chain),
    )


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def plain(here):
    path = here / "plain.yaml"
    path.write_text(PLAIN, encoding="utf-8")
    return path


@pytest.fixture
def files(here, plain):
    """One of each kind of file, good and bad."""
    answers(here / "good.csv", "clerk,customer,4")
    answers(
        here / "waves.csv",
        "clerk,customer,4,spring",
        "clerk,customer,5,summer",
        head="provider,customer,score,wave",
    )
    answers(here / "bad.csv", "clerk,customer,9")
    answers(here / "unknown.csv", "clerk,customer,4", "clerk,custmer,4")
    answers(here / "many.csv", *["clerk,customer,4"] * 4)
    (here / "few.yaml").write_text(
        plain.read_text(encoding="utf-8").replace("customer:\n", "customer: {people: 3}\n"),
        encoding="utf-8",
    )
    (here / "bad.yaml").write_text(
        PLAIN.replace("serves: {customer", "serves: {custmer"), encoding="utf-8"
    )
    many = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 60% (9 responses)}}}}, customers: {c: {people: 3}}}"
    (here / "many.yaml").write_text(many, encoding="utf-8")
    (here / "fake.xlsx").write_text("no workbook", encoding="utf-8")
    (here / "folder.xlsx").mkdir()
    (here / "half.services.csv").mkdir()
    assert said("template", "good.xlsx").status == 0
    return here
