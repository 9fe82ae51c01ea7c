"""A chain's file with new numbers in it; where its layout could not be kept, that is said."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path

from valuechain.files.amend import amended
from valuechain.files.source import decoded
from valuechain.model.chain import ValueChain


def amended_file(data: bytes, source: str, chain: ValueChain, target: Path) -> bytes:
    """The bytes of a file that says `chain`, all else as it was as far as possible.

    Args:
        data: what the file holds now.
        source: its name.
        chain: with the new numbers.
        target: where it will be written.
    """
    text, kept = amended(decoded(data, source), chain)
    if not kept:
        warning = f"comments or the layout of {source} may not be as they were in {target}"
        print(f"valuechain: warning: {warning}: compare them", file=sys.stderr)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode()
