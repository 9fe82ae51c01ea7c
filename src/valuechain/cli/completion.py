"""``valuechain completion SHELL``: with it a shell completes verbs, options and files."""

from __future__ import annotations

from valuechain.cli.main import parser
from valuechain.problems import MissingExtraError


def completion(shell: str) -> int:
    """Print the script of a shell, made from the table of verbs."""
    try:
        import shtab
    except ImportError:
        message = "completion needs shtab: install 'valuechain[completion]'"
        raise MissingExtraError(message) from None
    print(shtab.complete(parser(whole=True), shell=shell))
    return 0
