"""The pages say what the library does: their code runs, their YAML loads, their links lead on.

What they show of a command is what it says: a block that begins with ```text and the command.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

import valuechain as vc
from valuechain.cli.main import main as cli

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]


_CLINIC = (
    ["convert", "examples/clinic/clinic.xlsx", "clinic.yaml"],
    ["survey", "examples/clinic/clinic.xlsx", "--into", "clinic.yaml"],
)
"""What the page on surveys does first."""


def broken_links(page: Path, text: str) -> list[str]:
    """Relative links whose target does not exist."""
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text)
    return [f"{page.name}: no {link}" for link in links if not (page.parent / link).exists()]


def failing_code(page: Path, text: str) -> list[str]:
    """Python blocks that raise, run one after the other; whole chains in YAML that do not load."""
    names: dict[str, object] = {}
    faults = []
    for kind, block in re.findall(r"```(python|yaml)\n(.*?)```", text, re.DOTALL):
        try:
            if kind == "python":
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(compile(block, str(page), "exec"), names)  # noqa: S102  the project's own pages
            elif block.startswith("valuechain:"):
                vc.loads(block)
        except Exception as error:  # noqa: BLE001  whatever is wrong with a page
            faults.append(f"{page.name}: {error!r} in\n{block}")
    return faults


def other_output(page: Path, text: str) -> list[str]:
    """Commands that say something else than the page shows; ``...`` leaves something out."""
    faults = []
    for command, block in re.findall(r"```text valuechain ([^\n]*)\n(.*?)```", text, re.DOTALL):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            cli(shlex.split(command))
        found = " ".join(said.getvalue().split())
        for part in block.split("..."):
            shown = " ".join(part.split())
            if shown not in found:
                faults.append(f"{page.name}: valuechain {command} does not say\n{part}")
    return faults


def main() -> int:
    """Check every page."""
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        # Pages write files; beside the examples, but not into the project.
        (Path(folder) / "examples").symlink_to(ROOT / "examples")
        os.chdir(folder)
        for words in _CLINIC:
            with (
                contextlib.redirect_stdout(io.StringIO()),
                contextlib.redirect_stderr(io.StringIO()),
            ):
                cli(words)
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            faults += broken_links(page, text) + failing_code(page, text)
            faults += other_output(page, text)
        os.chdir(ROOT)
    print("\n".join(faults) or f"{len(PAGES)} pages: links and examples are fine")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
