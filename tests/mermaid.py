"""Has the real Mermaid read what is written for it: the examples, and names that try to be more than names.

Run by ``nox -s mermaid``, which installs Mermaid; the folder it is installed in is the only argument.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import valuechain as vc
from chains import EXAMPLES
from helpers.drawn import HOSTILE, hostile


def main(folder: str) -> int:
    chains = {path.stem: vc.load(path) for path in EXAMPLES} | {"hostile": hostile(HOSTILE)}
    with tempfile.TemporaryDirectory() as made:
        for name, chain in chains.items():
            vc.export(chain, Path(made) / f"{name}.mmd")
        files = sorted(str(path) for path in Path(made).iterdir())
        command = ["node", str(Path(__file__).parent / "mermaid.mjs"), folder, *files]
        told = [
            json.loads(line)
            for line in subprocess.run(
                command, capture_output=True, text=True, check=True
            ).stdout.splitlines()
        ]
    faults = [f"{Path(one['file']).stem}: {one['error']}" for one in told if "error" in one]
    for one in told:
        chain = chains[Path(one["file"]).stem]
        if "error" not in one and (len(one["nodes"]), one["edges"]) != (
            len(chain.parties),
            len(chain.services),
        ):
            faults.append(
                f"{Path(one['file']).stem}: {len(one['nodes'])} nodes and {one['edges']} edges"
            )
    print("\n".join(faults) or f"Mermaid reads {len(told)} files")
    return 1 if faults or len(told) != len(chains) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
