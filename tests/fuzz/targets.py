"""What is attacked: each target takes bytes and raises only where the library is at fault.

A target lets pass what the library promises to raise, `ValueChainError` and `OSError`, and nothing
else; it needs no fuzzer (`drive` brings one, `test_replay` none).
"""

import functools
import io
import tempfile
import warnings
from pathlib import Path

import valuechain as vc
from fuzz import said
from fuzz.choices import Choices
from fuzz.trees import ROOT, edited
from valuechain.display import text
from valuechain.document.contents import document
from valuechain.document.markdown import markdown
from valuechain.drawing.views import COLLAPSES, VIEWS
from valuechain.files.language import language
from valuechain.formats import NAMES, rendered
from valuechain.language import speaking
from valuechain.reports.dispatch import report_of

PROMISED = (vc.ValueChainError, OSError)
APART = b"\n---\n"
"""Between two files in one input."""
HEAD = "valuechain: 1\ncustomers: {c: }\nteams: {a: {serves: {c: {satisfaction: "
SCALES = ("1-5", "1-7", "0-10", "percent", "yes-no", "csat 1-5", "nps", "ces 1-7", "no scale")
DRAWN = (".svg", ".mmd", ".dot", ".graphml")


def target(one):
    """A target: numpy's warnings of numbers are faults, the library's own are answers."""

    @functools.wraps(one)
    def careful(data):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", RuntimeWarning)
            one(data)

    return careful


def _loaded(read, *, placed=True):
    """The chain, or nothing where it was refused in sentences."""
    try:
        return read()
    except vc.FormatError as error:
        said.refused(error, placed=placed)
    return None


@target
def yaml(data):
    """A file of bytes, mostly text."""
    chain = _loaded(lambda: vc.loads(data))
    if chain is not None:
        _comes_back(chain)
        _told(chain, "diagnose", NAMES, data.decode("utf-8", "ignore"))


@target
def tables(data):
    """A table of parties and one of services, or one of scores."""
    kind, data = data[:1], data[1:]
    first, _, second = data.partition(APART)
    if kind < b"m":
        chain = _loaded(lambda: vc.read_tables(io.BytesIO(first), io.BytesIO(second)), placed=False)
        if chain is not None:
            _comes_back(chain)
        return
    scale = SCALES[kind[0] % len(SCALES)]
    try:
        survey = vc.read_survey(io.BytesIO(first), scale, leniency=bool(kind[0] & 1))
    except (vc.FormatError, vc.ArgumentError) as error:
        said.refused(error)
    else:
        _survey_told(survey, data)


@functools.cache
def _asked():
    return vc.load(ROOT / "examples" / "exports" / "chain.yaml")


@target
def exports(data):
    """A map and what a survey tool exported, about the chain of the examples."""
    found, _, export = data.partition(APART)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.yaml"
        path.write_bytes(found)
        _export_read(path, export)
        try:
            draft = vc.draft_map(io.BytesIO(export), _asked())
        except vc.FormatError as error:
            said.refused(error)
            return
        said.text(draft.summary, str(data))
        path.write_text(draft.text, encoding="utf-8")
        _export_read(path, export)


def _export_read(path, export):
    try:
        survey = vc.read_survey(io.BytesIO(export), mapping=path, chain=_asked())
        _survey_told(survey, export)
        survey.apply(_asked())
    except PROMISED as error:
        said.refused(error)


def _survey_told(survey, data):
    given = data.decode("utf-8", "ignore")
    for row in survey.rows:
        said.share(row.score.value)
    said.text(str(survey), given)
    said.plain(rendered(report_of(survey), "json", 80))


@target
def scores(data):
    """A score as text, in Python and in a file, and the values beside it."""
    written = data.decode("utf-8", "ignore")
    try:
        score = vc.Score.parse(written)
    except vc.ModelError as error:
        said.refused(error)
    else:
        said.share(score.value)
        said.text(score.short, written)
        assert vc.Score.parse(score.text) == score
    chain = _loaded(lambda: vc.loads(f"{HEAD}{written}}}}}}}\n"))
    if chain is not None:
        _comes_back(chain)
        _told(chain, "diagnose", ("text", "json"), written)


def _comes_back(chain):
    """What is written is what was read."""
    written = vc.dumps(chain)
    assert vc.loads(written) == chain
    assert vc.read_tables(*chain.to_tables()) == chain


@functools.cache
def _as_it_was(path):
    return vc.load(path)


QUESTIONS = {
    "diagnose": vc.diagnose,
    "aspects": vc.aspects,
    "robustness": vc.robustness,
    "structure": vc.structure,
    "timing": vc.timing,
    "defects": vc.defects,
    "money": vc.money,
    "feedback": vc.feedback,
    "promises": vc.promises,
    "survey_form": vc.survey_form,
    "dependence": vc.estimate_dependence,
    "side_by_side": vc.side_by_side,
    "frontier": vc.frontier,
    "plan": lambda chain: vc.plan(chain, 500),
    "simulate": lambda chain: vc.simulate(chain, draws=20),
    "what_if": lambda chain: vc.what_if(chain, dict.fromkeys(list(chain.services)[:1], "target")),
    "failed": lambda chain: vc.what_if(chain, dict.fromkeys(list(chain.services)[-1:], "failed")),
    "portfolio": lambda chain: vc.portfolio([chain, chain], draws=20),
}
"""Of one chain; beside these there are comparisons, explanations, pictures and reports."""


@target
def trees(data):
    """An example in which a few things are otherwise; where it loads, all is asked of it."""
    choices = Choices(data)
    written, example = edited(choices)
    chain = _loaded(lambda: vc.loads(written))
    if chain is None:
        return
    _comes_back(chain)
    for _ in range(3):
        _told(chain, choices.of(list(QUESTIONS)), [choices.of(NAMES)], written)
    ask = choices.of((_explained, _drawn, _compared, _reported))
    ask(chain, choices, written, example)


def _told(chain, question, formats, given):
    """A question answered, or refused in a sentence."""
    try:
        result = QUESTIONS[question](chain)
    except PROMISED as error:
        said.refused(error)
        return
    for name in formats:
        _rendered(result, name, given)


def _rendered(result, name, given):
    told = rendered(report_of(result), name, 80, full=True, detail=True)
    if name == "json":
        said.plain(told)
    elif name in ("text", "markdown"):
        said.text(told, given)
    else:
        assert told.strip()


def _explained(chain, choices, written, example):
    del example
    row = vc.diagnose(chain).explain(choices.of(list(chain.services)))
    said.text(text(row), written)


def _compared(chain, choices, written, example):
    found = vc.compare(_as_it_was(example), chain)
    _rendered(found, choices.of(NAMES), written + example.read_text(encoding="utf-8"))


def _drawn(chain, choices, written, example):
    """A picture of what was asked; a chart is no graph, and says so."""
    del written
    kind, view, focus = choices.of(DRAWN), choices.of(VIEWS), choices.below(3) == 0
    subject = choices.of((vc.diagnose, vc.structure, vc.timing, vc.frontier, vc.aspects))
    if view == "slope":
        subject = functools.partial(vc.compare, _as_it_was(example))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"out{kind}"
        on = choices.of([*chain.parties, *chain.services]) if focus else None
        try:
            vc.export(subject(chain), path, view, on, collapse=choices.of(COLLAPSES))
        except PROMISED as error:
            said.refused(error)
            return
        content = path.read_text(encoding="utf-8")
    assert content.strip()
    if kind in (".svg", ".graphml"):
        said.xml(content)


def _reported(chain, choices, written, example):
    """The client's copy, as a page or as words."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / choices.of(("out.md", "out.html"))
        try:
            vc.write_report(chain, path, after=choices.of((None, _as_it_was(example))))
        except PROMISED as error:
            said.refused(error)
            return
        if path.suffix == ".md":
            said.text(
                path.read_text(encoding="utf-8"), written + example.read_text(encoding="utf-8")
            )


@functools.cache
def _shop():
    return vc.diagnose(vc.load(ROOT / "examples" / "flower_shop.yaml"))


@target
def languages(data):
    """A language in a file; one that loads says a whole document."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.yaml"
        path.write_bytes(data)
        found = _loaded(lambda: language(path))
    if found is not None:
        with speaking(found):
            words = markdown(document(_shop()))
        said.text(words, data.decode("utf-8", "ignore"))


TARGETS = {each.__name__: each for each in (yaml, tables, exports, scores, languages, trees)}
