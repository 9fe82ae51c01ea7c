"""Does what goes out of a door come in again? Generated chains through every pair of formats.

``python benchmarks/bench_doors.py [CHAINS]``: for each way out and in again, how many of the chains
came back equal, with an equal diagnosis. LibreOffice where it is installed.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from chains import rich_chain
from helpers.doors import DOORS, OFFICE, saved_by_office
from valuechain import FormatError, ValueChain, ValueChainError, diagnose

CHAINS = 2000
BATCH = 100  # workbooks in one run of LibreOffice


def main() -> None:
    """Print a line for each door."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CHAINS
    chains = [rich_chain(random.Random(seed)) for seed in range(count)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for door in DOORS:
            told(door.__name__, chains, [tried(door, chain, folder) for chain in chains])
        if OFFICE:
            told("saved_by_office", chains, list(through_office(chains, folder)))


def tried(door, chain: ValueChain, folder: Path) -> ValueChain | str:
    """The chain that came back, or why none did."""
    try:
        return door(chain, folder)
    except ValueChainError as error:
        return str(error)


def through_office(chains: list[ValueChain], folder: Path):
    """A batch after the other."""
    for start in range(0, len(chains), BATCH):
        batch = folder / str(start)
        batch.mkdir()
        try:
            yield from saved_by_office(chains[start : start + BATCH], batch)
        except FormatError as error:
            yield from [str(error)] * len(chains[start : start + BATCH])


def told(name: str, chains: list[ValueChain], back: list[ValueChain | str]) -> None:
    """One line, and the first that differs."""
    equal = [one == other for one, other in zip(chains, back, strict=True)]
    alike = [
        isinstance(other, ValueChain) and diagnose(one) == diagnose(other)
        for one, other in zip(chains, back, strict=True)
    ]
    print(f"{name:18} {sum(equal):6,} equal, {sum(alike):6,} diagnoses equal, of {len(chains):,}")
    if not all(equal):
        at = equal.index(False)
        print(f"    chain {at}: {str(back[at])[:500]}")


if __name__ == "__main__":
    main()
