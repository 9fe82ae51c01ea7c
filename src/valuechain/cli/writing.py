"""Where does it go? To standard output, or into a file that did not exist, whole or not at all."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from valuechain.cli.reading import must_end_in
from valuechain.cli.verb import Files, Usage, Verb, loaded
from valuechain.files.any_kind import files_of
from valuechain.files.atomic import write_whole
from valuechain.formats import BEGINNINGS, ENDINGS, FORMAT_OF, WIDTH, rendered
from valuechain.problems import printed
from valuechain.results import Result

_NARROWEST = 40


def check_target(verb: Verb, options: argparse.Namespace) -> None:
    """Say at once that nothing can be written under a name: asking may take time."""
    target = getattr(options, verb.writes, None)
    if target is None or target == "-":
        return
    endings = verb.endings
    if verb.answers:
        endings = (*endings, *endings_of(verb))
    if endings and getattr(options, "format", None) is None:
        must_end_in(target, endings)
    _must_not_be_read([target], verb, options)
    must_be_new(_files(verb, target), force=options.force)


def _must_not_be_read(names: Iterable[str | Path], verb: Verb, options: argparse.Namespace) -> None:
    """Nothing that the words name is written over, unless it is what they ask to be changed.

    Raises:
        FileExistsError: something would be.
    """
    read = list(_named(verb, options))
    for name in names:
        if any(_same(file, name) for file in read):
            raise FileExistsError(errno.EEXIST, "is what is read; choose another name", str(name))


def _named(verb: Verb, options: argparse.Namespace) -> Iterator[Path]:
    """All files that the words name, but for what is written: it must not take the place of any.

    What else they say is the name of that file by an odd chance at most.
    """
    for name, given in vars(options).items():
        words = given if isinstance(given, list) else [given]
        for word in words:
            if isinstance(word, str) and name not in (verb.writes, verb.also_writes):
                yield Path(word)
                yield from files_of(Path(word))


def _same(one: Path, other: str | Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False


def endings_of(verb: Verb) -> tuple[str, ...]:
    """With which a file may end that holds what the verb answers in words or data."""
    return tuple(ENDINGS[form] for form in verb.formats)


def _files(verb: Verb, target: str) -> tuple[Path, ...]:
    if verb.answers:
        return (Path(target),)
    return files_of(Path(target))


def must_be_new(paths: Iterable[Path], *, force: bool) -> None:
    """Nothing that exists is replaced unasked.

    Raises:
        FileExistsError: there is something.
    """
    for path in paths:
        if not force and os.path.lexists(path):
            message = "exists already; choose another name, or say --force"
            raise FileExistsError(errno.EEXIST, message, str(path))


def deliver(verb: Verb, value: Any, options: argparse.Namespace) -> None:
    """Show or write what a verb answers."""
    if isinstance(value, Files):
        if verb.answers and (options.output or options.format):
            raise Usage(f"a file is written with --{verb.also_writes}: leave -o and --format out")
        _write(verb, value, options)
        return
    target = options.output
    kind = Path(target or "").suffix.lower()
    if kind in verb.endings:
        files = loaded(verb.made_by)(value, options)
        _write(verb, files, options)
        if files.said:
            return
        target = None  # a picture is written, and its words are shown
    form = options.format or FORMAT_OF.get(kind, "text")
    text = _text(value, form, options)
    if target in (None, "-"):
        print(text)
        return
    content = f"{BEGINNINGS.get(form, '')}{text}\n"
    _write(verb, Files((Path(target),), partial(write_whole, Path(target), content)), options)


def _write(verb: Verb, files: Files, options: argparse.Namespace) -> None:
    if Path("-") in files.names:
        raise Usage("-: standard output takes no file; give it a name")
    if not files.replaces:
        _must_not_be_read(files.names, verb, options)
    force = files.replaces or getattr(options, "force", False)
    must_be_new(files.names, force=force)
    files.write()
    if files.names:
        print(printed(f"written: {', '.join(map(str, files.names))}"), file=sys.stderr)
    if files.said:
        print(files.said)


def _text(value: Any, form: str, options: argparse.Namespace) -> str:
    if isinstance(value, Result):
        from valuechain.reports.dispatch import report_of  # only who shows a result

        more = {name: getattr(options, name, False) for name in ("full", "detail")}
        return rendered(report_of(value), form, width(), **more)
    if form == "json":
        import json  # only who asks for it

        return json.dumps(value.to_dict(), indent=2)
    return str(value)


def width() -> int:
    """The columns of the terminal, 96 without one."""
    if not sys.stdout.isatty():
        return WIDTH
    import shutil

    return max(_NARROWEST, shutil.get_terminal_size((WIDTH, 24)).columns)
