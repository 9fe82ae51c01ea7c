"""Writing files whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never half of it.

    Text is written as UTF-8. A link is followed; what is no file, such as a pipe, is written to.
    """
    write_all({path: content})


def write_all(contents: Mapping[Path, str | bytes]) -> None:
    """Write several files: none is touched before all have been written beside their places."""
    with ExitStack() as undo:
        written = [(path, _beside(path, content, undo)) for path, content in contents.items()]
        for path, beside in written:
            with _naming(path):
                beside.replace(_followed(path))


def _beside(path: Path, content: str | bytes, undo: ExitStack) -> Path:
    """The content in a new file beside its place, which is removed unless it is moved there.

    If that place is no file, the content is written there at once.
    """
    data = content.encode() if isinstance(content, str) else content
    with _naming(path):
        place = _followed(path)
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if place.exists() and not place.is_file():
            place.write_bytes(data)
            return place
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name[:50]}.")
        written = Path(name)
        undo.callback(written.unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        written.chmod(place.stat().st_mode if place.exists() else 0o666 & ~_umask())
    return written


def _followed(path: Path) -> Path:
    """Where a link leads.

    Raises:
        OSError: in a circle.
    """
    try:
        return path.resolve()
    except RuntimeError:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """An error names the file that was asked for, not the one made on the way."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise type(error)(error.errno, error.strerror, str(path)) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
