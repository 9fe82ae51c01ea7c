"""``valuechain survey ANSWERS``: what was answered, or a chain with these scores.

The chain where there is ``--into FILE``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from valuechain.cli.amending import amended_file
from valuechain.cli.draft_map import drafted
from valuechain.cli.reading import read
from valuechain.cli.verb import Files, Usage, quoted_name
from valuechain.cli.writing import width
from valuechain.files.atomic import write_whole
from valuechain.files.reader import read_text
from valuechain.files.survey import read_survey
from valuechain.formats.text import render
from valuechain.model.chain import ValueChain
from valuechain.reports.survey import report
from valuechain.reports.words import counted
from valuechain.survey.survey import Survey


def counted_answers(
    answers: str,
    into: str | None,
    output: str | None,
    scale: str,
    wave: str | None,
    sheet: str | None,
    mapping: str | None,
    draft: str | None,
    about: str | None,
    *,
    leniency: bool,
    min_responses: int,
    withhold: bool,
) -> Files:
    """What was answered, or the chain with the scores filled in.

    It is to be written whole or not at all.
    """
    if output and not into:
        raise Usage("-o needs --into FILE: the chain that gets the scores")
    if into and about:
        raise Usage("--into FILE is the chain that was asked about: leave --chain out")
    if draft:
        _draft_alone(
            {"--map": mapping, "--wave": wave, "--leniency": leniency, "--withhold": withhold}
        )
    if (mapping or draft) and not (into or about):
        raise Usage("say which chain was asked about: --chain FILE, or --into FILE to fill it in")
    data = Path(into).read_bytes() if into else b""
    chain = _asked(data, into, about)
    if draft and chain is not None:
        named = f"--into {quoted_name(into)}" if into else f"--chain {quoted_name(about or '')}"
        return drafted(answers, chain, Path(draft), sheet, named)
    survey = read_survey(
        answers,
        scale,
        leniency=leniency,
        min_responses=min_responses,
        sheet=sheet,
        chain=chain,
        mapping=mapping,
    )
    if chain is None or into is None:
        return Files((), lambda: None, _in_words(survey, wave, withhold=withhold))
    filled = survey.apply(chain, wave, withhold=withhold)
    remarks = survey.remarks(chain, wave, withhold=withhold)
    target = Path(output or into)
    new = amended_file(data, into, filled, target)
    said = "\n".join([*remarks, *_next(filled, target)])
    write = partial(write_whole, target, new)
    return Files((target,), write, said, replaces=output is None)


def _draft_alone(others: Mapping[str, object]) -> None:
    """A first map is of the columns alone: what asks for more of their answers has no use."""
    if asked := [option for option, given in others.items() if given]:
        raise Usage(f"--draft-map writes a map and counts nothing: leave {asked[0]} out")


def _asked(data: bytes, into: str | None, about: str | None) -> ValueChain | None:
    """The chain that gets the scores, else the one that was asked about."""
    if into:
        return read_text(data, into).chain
    return read(about).chain if about else None


def _in_words(survey: Survey, wave: str | None, *, withhold: bool) -> str:
    """All waves, or the one that is asked for."""
    if wave:
        survey = replace(survey, rows=survey.of_wave(wave))
    return render(report(survey, withhold=withhold), width())


def _next(chain: ValueChain, target: Path) -> Iterator[str]:
    """How much is measured, and what to do with it."""
    measured = sum(service.score is not None for service in chain.services.values())
    have = "has a score" if measured == 1 else "have scores"
    then = "Nothing is left to diagnose: ask more people, or lower --min-responses."
    if measured:
        then = f"Next: valuechain simulate {quoted_name(target)}"
    yield f"{measured} of {counted(len(chain.services), 'service')} {have}. {then}"
