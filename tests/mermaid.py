"""Has the real Mermaid draw what is written for it, in a real browser, and reads what is then seen.

Run by ``nox -s mermaid``, which installs several versions of Mermaid; the folder they are installed
in is the only argument. Chromium shows the examples, and names that try to be more than names, on a
white page and with Mermaid's dark theme on a black one.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import valuechain as vc
from chains import EXAMPLES
from helpers.drawn import HOSTILE, hostile
from valuechain import Party, Score, Service, ValueChain

LISTED = [
    "1. Purchasing", "2) Production", "- intern", "+ extra", "* star", "a_b_c", "*bold* _slanted_",
    "10. 11. twelve", "__init__", "# heading", "> quote", "a `tick` b", "~~gone~~", "---",
]  # fmt: skip
SEEN = """
const told = [];
const light = (c) => { const p = c.match(/[\\d.]+/g).slice(0, 3).map((x) => x / 255)
  .map((x) => x <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
  return .2126 * p[0] + .7152 * p[1] + .0722 * p[2]; };
const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => p - q);
  return (y + .05) / (x + .05); };
mermaid.initialize({ startOnLoad: false, theme: THEME, maxEdges: 5000 });
for (const [name, text] of Object.entries(TEXTS)) {
  try {
    const { svg } = await mermaid.render("d" + told.length, text);
    const here = document.createElement("div");
    here.innerHTML = svg;
    document.body.append(here);
    const nodes = [...here.querySelectorAll(".node")].map((n) => ({
      text: (n.querySelector(".nodeLabel") || n).textContent,
      contrast: contrast(getComputedStyle(n.querySelector(".nodeLabel") || n).color,
        getComputedStyle(n.querySelector("rect, polygon, path")).fill) }));
    const edges = [...here.querySelectorAll(".flowchart-link")].map((e) =>
      contrast(getComputedStyle(e).stroke, PAGE));
    told.push({ name, nodes, edges });
  } catch (error) { told.push({ name, error: String(error.message || error).slice(0, 300) }); }
}
document.body.innerHTML = "<pre id=told></pre>";
document.getElementById("told").textContent = JSON.stringify(told);
"""
THEMES = {"default": "rgb(255, 255, 255)", "dark": "rgb(13, 17, 23)"}
READABLE, VISIBLE = 4.5, 1.3
"""Least contrast of a name to its box, and of an arrow to the page."""


def listed() -> ValueChain:
    """A chain whose names Markdown takes for lists and stresses."""
    ids = [f"p{i}" for i in range(len(LISTED))]
    parties = [Party(i, name) for i, name in zip(ids, LISTED, strict=True)]
    services = [Service(f"{i}->c", i, "c", satisfaction=Score.of(0.6)) for i in ids]
    return ValueChain([*parties, Party("c", "Customer", kind="customer")], services)


def seen(module: Path, texts: dict[str, str], theme: str) -> list[dict[str, object]]:
    """What this Mermaid makes of the texts, in a browser."""
    words = {"TEXTS": texts, "THEME": theme, "PAGE": THEMES[theme]}
    script = SEEN
    for name, value in words.items():
        script = script.replace(name, json.dumps(value).replace("<", "\\u003c"))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        body = f'<meta charset="utf-8"><body><script src="{module.as_uri()}"></script>'
        page.write_text(f'{body}<script type="module">{script}</script>', encoding="utf-8")
        switches = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--allow-file-access-from-files", "--virtual-time-budget=200000",
            f"--user-data-dir={folder}/user", "--dump-dom",
        ]  # fmt: skip
        browser = shutil.which("chromium")
        assert browser, "Chromium is not installed"
        done = subprocess.run(
            [browser, *switches, page.as_uri()], capture_output=True, text=True, check=True
        )
    found = re.search(r'<pre id="told">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, f"the page did not finish: {done.stdout[-500:]}"
    return list(json.loads(unescape(found[1])))


def faults(chain: ValueChain, one: dict[str, object]) -> list[str]:
    """What differs from the chain, in sentences."""
    if "error" in one:
        return [str(one["error"])]
    nodes, edges = one["nodes"], one["edges"]
    said = []
    if (len(nodes), len(edges)) != (len(chain.parties), len(chain.services)):
        said.append(f"{len(nodes)} nodes and {len(edges)} edges")
    shown = {_letters(node["text"]) for node in nodes}
    names = [party.name for party in chain.parties.values()]
    hidden = [name for name in names if not any(t.startswith(_letters(name)) for t in shown)]
    said += [f"{name[:60]!r} is not seen; there is {sorted(shown)[:3]}" for name in hidden]
    if pale := [node["text"] for node in nodes if node["contrast"] < READABLE]:
        said.append(f"names on boxes of a like colour: {pale[:3]}")
    if edges and min(edges) < VISIBLE:
        said.append(f"an arrow of contrast {min(edges):.2f} to the page")
    return said


def _letters(text: str) -> str:
    """A text without spaces, which a browser joins, and without what has no width."""
    text = text.replace("`", "\u02cb")  # looks the same
    return "".join(c for c in text if not c.isspace() and c != "\u2060")


def main(folder: str) -> int:
    """Print what is wrong, by version and theme."""
    chains = {path.stem: vc.load(path) for path in EXAMPLES}
    chains |= {"hostile": hostile(HOSTILE), "listed": listed()}
    with tempfile.TemporaryDirectory() as made:
        for name, chain in chains.items():
            vc.export(chain, Path(made) / f"{name}.mmd")
        texts = {name: (Path(made) / f"{name}.mmd").read_text("utf-8") for name in chains}
    wrong = 0
    for module in sorted(Path(folder).resolve().glob("node_modules/mermaid*/dist/mermaid.min.js")):
        for theme in THEMES:
            told = seen(module, texts, theme)
            said = [
                (one["name"], each) for one in told for each in faults(chains[one["name"]], one)
            ]
            wrong += len(said) + (len(told) != len(chains))
            print(
                f"{module.parent.parent.name}, {theme}: {len(told)} flowcharts, {len(said)} faults"
            )
            for name, each in said:
                print(f"    {name}: {each}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
