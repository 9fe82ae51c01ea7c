"""``valuechain new FILE``: a commented first file, from what is said of who serves whom."""

from __future__ import annotations

import errno
import os
import re
import sys
from functools import partial
from pathlib import Path
from typing import TypeAlias

from valuechain.cli.reading import YAML, must_end_in
from valuechain.cli.verb import Files, quoted_name
from valuechain.files.atomic import write_all, write_whole
from valuechain.files.examples import example_bytes
from valuechain.files.schema import SCHEMA_FILE, SCHEMA_LINE, schema_text
from valuechain.files.writer import dumps
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Party, Service, service_ids
from valuechain.model.texts import id_fault, text_fault
from valuechain.problems import ModelError, quoted

_SENTENCE = re.compile(
    r"(?P<provider>.+?)\s+(?:serves?|->)\s+(?P<customer>.+?)\s*(?::\s*(?P<delivers>.*))?",
    re.IGNORECASE,
)
_OUTSIDE_QUOTES = r'(?=(?:[^"]*"[^"]*")*[^"]*$)'
_AND = re.compile(rf"(?:\s*,\s*(?:and\s+)?|\s+and\s+){_OUTSIDE_QUOTES}", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
Sentence: TypeAlias = tuple[str, str, str]
"""Provider, customer, what is delivered."""
_TOP = """\
# A value chain: who serves whom, down to the external customers.
# 'valuechain check FILE' checks this file, 'valuechain diagnose FILE' says what is weak.
#
# Behind each service, how satisfied the served party is with it, once you asked:
#   designer: {delivers: order form, satisfaction: 3.4/5 (9 responses)}
# as 81%, 3.4/5, NPS 31 or CES 5.2/7. More fields: quality, weight, dependence, critical, target.

"""
_EXAMPLE = """\
valuechain: 1
title: My organisation

suppliers:                        # outside, upstream; may be left out
  auction:
    serves:
      buyer: fresh flowers        # party served: what is delivered

teams:                            # inside
  buyer:
    serves:
      designer: flowers in stock
  designer:
    serves:
      customer: bouquet

customers:                        # external: here the chain ends
  customer:
"""


def new(file: str, example: str | None = None) -> Files:
    """Ask, or copy an example; nothing is written where the answers end early."""
    path = Path(file)
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))
    if example is not None:
        return _copied(example, path)
    must_end_in(file, YAML)
    body = _asked() if sys.stdin.isatty() else _EXAMPLE
    return _written(path, f"{SCHEMA_LINE}#\n{_TOP}{body}".encode())


def _copied(example: str, path: Path) -> Files:
    content = example_bytes(example)
    kind = Path(example).suffix
    must_end_in(str(path), (kind,) if kind not in ("", *YAML) else YAML)
    if kind in ("", *YAML):
        return _written(path, content)
    return Files((path,), partial(write_whole, path, content))


def _written(path: Path, content: bytes) -> Files:
    """A chain, and beside it the schema with which editors complete and check it."""
    beside = path.with_name(SCHEMA_FILE)
    contents: dict[Path, str | bytes] = {path: content}
    said = f"Next: valuechain diagnose {quoted_name(path)}"
    if not os.path.lexists(beside):
        contents[beside] = schema_text()
        said = f"{beside} lets editors complete and check it. {said}"
    return Files((path,), partial(write_all, contents), said)


def _asked() -> str:
    """The chain that the answers describe, as YAML; the example where nothing was answered."""
    print(
        "Who serves whom? One sentence a line, such as: the clerk serves the designer: order form"
    )
    print("A minus sign takes the last one back; an empty line ends.")
    said: list[Sentence] = []
    while True:
        _ask_sentences(said)
        if not said:
            return _EXAMPLE
        ends = _ends(said)
        answer = _line(
            f"The chain ends at {', '.join(ends) or 'nobody'}. "
            "Enter if so, or the external customers, with commas: "
        )
        customers = _names(answer) or ends
        try:
            return dumps(chain_of(said, customers))
        except ModelError as error:
            print(error)
            print("Add what is missing, or take back the last sentence with a minus sign.")


def _ask_sentences(said: list[Sentence]) -> None:
    """Add sentences to those said, until an empty line."""
    while line := _line("> "):
        if line == "-":
            print(f"  {_taken_back(said)}")
        elif not (sentences := understood(line)):
            print("  not understood; write: PROVIDER serves CUSTOMER: WHAT")
        elif fault := next(filter(None, map(_fault, sentences)), ""):
            print(f"  {fault}")
        else:
            said += sentences
            if len(sentences) > 1:
                print(f"  {len(sentences)} services; a name with 'and' in it stands in quotes")


def _taken_back(said: list[Sentence]) -> str:
    """Take the last sentence back, if there is one."""
    if not said:
        return "there is nothing to take back"
    provider, customer, _ = said.pop()
    return f"taken back: {provider} serves {customer}"


def _fault(sentence: Sentence) -> str:
    """Why a sentence cannot stand in a file, or nothing."""
    provider, customer, delivers = sentence
    if provider == customer:
        return f"{quoted(provider)} serves itself: a service runs between two parties"
    fault = id_fault(provider) or id_fault(customer) or text_fault(delivers)
    return ": ".join(fault or ())


def _line(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except EOFError:
        raise KeyboardInterrupt from None


def understood(line: str) -> list[Sentence]:
    """Provider, customer and what is delivered, once for each that serves each; none at all.

    >>> understood("The clerk serves the designer: order form")
    [('clerk', 'designer', 'order form')]
    >>> understood("the cook serves the bar and the terrace")
    [('cook', 'bar', ''), ('cook', 'terrace', '')]
    """
    match = _SENTENCE.fullmatch(line.strip().rstrip("."))
    if match is None:
        return []
    delivers = (match["delivers"] or "").strip()
    return [
        (provider, customer, delivers)
        for provider in _names(match["provider"])
        for customer in _names(match["customer"])
    ]


def _names(text: str) -> list[str]:
    """The names in a list of them; what stands in quotes is one."""
    found = (without_article(name).strip('"') for name in _AND.split(text))
    return [name for name in found if name]


def without_article(name: str) -> str:
    """A party's id as people say it, less its article."""
    return _ARTICLE.sub("", name.strip())


def _ends(said: list[Sentence]) -> list[str]:
    """Those who are served and serve nobody."""
    providers = {provider for provider, _, _ in said}
    return list(dict.fromkeys(customer for _, customer, _ in said if customer not in providers))


def chain_of(said: list[Sentence], customers: list[str]) -> ValueChain:
    """The chain of these sentences, ending at these customers.

    Raises:
        ModelError: they make no chain.
    """
    names = dict.fromkeys(name for provider, customer, _ in said for name in (provider, customer))
    names.update(dict.fromkeys(customers))
    parties = [Party(name, kind="customer" if name in customers else "team") for name in names]
    ids = service_ids((provider, customer) for provider, customer, _ in said)
    services = [
        Service(i, provider, customer, what)
        for i, (provider, customer, what) in zip(ids, said, strict=True)
    ]
    return ValueChain(parties, services, title="My organisation")
