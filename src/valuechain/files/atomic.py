"""Writing files whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from valuechain.problems import ArgumentError


def path_of(name: object, argument: str = "path") -> Path:
    """What is handed in as the name of a file, by this argument.

    Raises:
        ArgumentError: it is none.
    """
    if not isinstance(name, str | os.PathLike) or "\0" in str(name):
        raise ArgumentError(f"{argument} is the name of a file, not {name!r:.60}")
    return Path(name)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never half of it.

    Text is written as UTF-8. A link is followed; what is no file, such as a pipe, is written to.
    """
    write_all({path: content})


def write_all(contents: Mapping[Path, str | bytes]) -> None:
    """Write several files: none is touched before all have been written beside their places."""
    with ExitStack() as undo:
        ready = [(path, _ready(path, content, undo)) for path, content in contents.items()]
        for path, put in ready:
            with _naming(path):
                put()


def _ready(path: Path, content: str | bytes, undo: ExitStack) -> Callable[[], object]:
    """What puts the content in its place.

    It is in a new file beside it, which is removed unless it is moved there. If that place is no
    file, or one in a folder that takes no other, the content is still to be written there.
    """
    data = content.encode() if isinstance(content, str) else content
    with _naming(path):
        place = _followed(path)
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        there = partial(place.write_bytes, data)
        if place.exists() and not place.is_file():
            return there
        beside = _beside(place)
        undo.callback(_remove, beside)  # before it exists: an interruption may come between
        try:
            handle = _new(beside)
        except PermissionError:
            if not os.access(place, os.W_OK):
                raise
            return there
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if place.exists():
            beside.chmod(place.stat().st_mode)
    return partial(beside.replace, place)


def _beside(place: Path) -> Path:
    """A name that no file in the same folder has."""
    return place.with_name(f".{place.name[:50]}.{os.urandom(8).hex()}")


def _remove(path: Path) -> None:
    """Where it is there."""
    with suppress(OSError):
        path.unlink()


def _new(path: Path) -> int:
    """A new file with the mode that any new file gets there; open."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, 0o666)


def _followed(path: Path) -> Path:
    """Where a link leads.

    Raises:
        OSError: in a circle.
    """
    found = Path(os.path.realpath(path))  # what Path.resolve does in a circle hangs on the version
    if found.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return found


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """An error names the file that was asked for, not the one made on the way."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise type(error)(error.errno, error.strerror, str(path)) from None
