"""``valuechain check FILE``: is the file a value chain, and is anything about it worth a look?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from valuechain.cli.reading import read
from valuechain.files.cut_texts import cut_texts
from valuechain.files.reader import Document
from valuechain.model.action_rules import futile
from valuechain.model.rules import remarks
from valuechain.problems import FormatError, Problem, printed


class _Checked(NamedTuple):
    """A file, the sentence about its chain, and what is wrong with it."""

    file: str
    chain: str
    problems: Sequence[Problem]
    warnings: Sequence[Problem]

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "file": self.file,
            "problems": [asdict(problem) for problem in self.problems],
            "warnings": [asdict(warning) for warning in self.warnings],
        }


def check(files: Sequence[str], format: str) -> int:  # noqa: A002  the option's name
    """Print what the files hold; problems and warnings go to standard error."""
    checked = list(map(_checked, files))
    if format == "json":
        records = [one.as_data() for one in checked]
        body: dict[str, Any] = {"files": records}
        if len(records) == 1:
            body = records[0]
        import json  # only who asks for it

        print(json.dumps({"format": "valuechain.check/1", **body}, indent=2))
    for one in checked:
        _print(one, text=format == "text")
    return int(any(one.problems for one in checked))


def _print(one: _Checked, *, text: bool) -> None:
    if one.problems:
        print(printed(str(FormatError(one.problems))), file=sys.stderr)
    elif text:
        for warning in one.warnings:
            print(printed(str(warning)), file=sys.stderr)
        print(printed(f"{one.file}: fine. {one.chain}"))


def _checked(file: str) -> _Checked:
    try:
        document = read(file)
    except FormatError as error:
        return _Checked(file, "", error.problems, ())
    except OSError as error:
        return _Checked(file, "", (Problem(error.strerror or str(error), file=file),), ())
    return _Checked(file, str(document.chain), (), tuple(_warnings(document, file)))


def _warnings(document: Document, file: str) -> Iterator[Problem]:
    chain = document.chain
    services = chain.services.values()
    yield from cut_texts(document.text, file)
    for fault in (*remarks(chain.parties, services), *futile(services)):
        line, column = document.places.get(fault.place, (None, None))
        yield Problem(f"warning: {fault.message}", fault.hint, line, column, file)
