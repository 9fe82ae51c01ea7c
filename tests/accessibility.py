"""Asks axe-core, in a real browser, what keeps people out of a report's page: WCAG 2.2, level AA.

Run by ``nox -s accessibility``, which installs axe-core, in a folder that is the first argument; what
else it is given are names of the pages to look at, all where there are none. Each page is looked at on a screen in light and in dark, on paper and on a phone: as it
opens, with all of it unfolded, after a service was pinned, and while it presents. The page's own
policy on scripts stays in force. What axe cannot tell of a text's contrast is worked out here.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import valuechain as vc
from chains import EXAMPLES
from helpers.contrast import READABLE
from helpers.devtools import Devtools
from helpers.drawn import hostile
from valuechain.document.contents import document
from valuechain.document.department import sheet_of
from valuechain.document.page import page
from valuechain.files.language import language
from valuechain.language import speaking

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESK, PHONE = (1280, 900), (360, 740)
LOOKS = (
    ("screen", "light", DESK),
    ("screen", "light", PHONE),
    ("screen", "dark", DESK),
    ("screen", "dark", PHONE),
    ("print", "light", DESK),
    ("print", "dark", DESK),
)
STATES = {
    "as it opens": "",
    "unfolded": "document.querySelectorAll('details').forEach((each) => { each.open = true; })",
    "pinned": """document.querySelector('#titles > g')?.dispatchEvent(
        new MouseEvent('click', { bubbles: true }))""",
    "presenting": "document.getElementById('present')?.click()",
    "next part": "dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }))",
}
"""What a person does, one after the other."""
ASK = f"""axe.run(document, {{ runOnly: {json.dumps(TAGS)},
  rules: {{ "target-size": {{ enabled: true }} }}, resultTypes: ["violations", "incomplete"] }})
  .then(({{ violations, incomplete, passes }}) => ({{ passes: passes.length,
    found: [violations, incomplete].map((rules) => rules.flatMap((rule) =>
      rule.nodes.map((node) => [rule.id, node.target.join(" "), node.html.slice(0, 120)]))) }}))"""
CONTRASTS = """((targets) => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (rgb) => { const [r, g, b] = rgb.map((x) => x / 255)
    .map((x) => x <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b; };
  const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => p - q);
    return (y + .05) / (x + .05); };
  const over = (top, share, below) => below.map((x, i) => share * top[i] + (1 - share) * x);
  const opacity = (each) => each ? getComputedStyle(each).opacity * opacity(each.parentElement) : 1;
  const paint = (each) => {
    if (each.closest("text, #titles")) return [];
    const style = getComputedStyle(each), drawn = each.ownerSVGElement;
    return (drawn ? [style.fill, style.stroke] : [style.backgroundColor])
      .filter((colour) => colour.startsWith("rgb(")).slice(0, 1)
      .map((colour) => [channels(colour), opacity(each)]);
  };
  return targets.map((target) => {
    const text = document.querySelector(target), style = getComputedStyle(text);
    text.scrollIntoView({ block: "center", inline: "center" });
    const [box] = text.getClientRects();
    const colour = channels(text.ownerSVGElement ? style.fill : style.color);
    const seen = [.05, .3, .5, .7, .95].flatMap((part) => {
      const here = document.elementsFromPoint(box.left + part * box.width, box.top + box.height / 2);
      if (!here.includes(text.ownerSVGElement ?? text)) return [];
      const below = here.flatMap(paint).reverse()
        .reduce((ground, [each, share]) => over(each, share, ground), [255, 255, 255]);
      return [contrast(over(colour, opacity(text), below), below)];
    });
    scrollTo(0, 0);
    return seen.length ? Math.min(...seen) : null;
  });
})"""
"""Of texts to what is painted behind them, at five places of each; ``null`` for what is not seen."""
BEFORE = {"flower_shop_after": "flower_shop", "hospital_after": "hospital"}
DEPARTMENT = ("hospital", "Medicine")


def pages() -> Iterator[tuple[str, str]]:
    """Every example, with what changed where it has an earlier state; a sheet; German; hostile."""
    chains = {path.stem: vc.load(path) for path in EXAMPLES}
    for name, chain in chains.items():
        yield name, page(document(chain, chains.get(BEFORE.get(name, ""))))
    name, department = DEPARTMENT
    yield department, page(sheet_of(document(chains[name]), department))
    with speaking(language("de")):
        yield "german", page(document(chains["plant"]))
    yield "hostile", page(document(hostile()))


def told(browser: Devtools) -> Iterator[tuple[str, str]]:
    """What axe finds in the page that is open: wrong, right after all, or undecided."""
    judged = set()
    for state, script in STATES.items():
        browser.run(f"{script};0")
        for media, scheme, size in LOOKS:
            browser.medium(media, scheme)
            browser.resize(*size)
            look = f"{state}, {media}, {scheme}, {size[0]} px"
            result = browser.run(ASK)
            assert result["passes"] >= 10, f"axe looked at next to nothing: {look}"
            violations, undecided = result["found"]
            for each in violations:
                yield "wrong", f"{' '.join(each)}: {look}"
            new = [each for each in undecided if (state, media, scheme, each[1]) not in judged]
            judged |= {(state, media, scheme, each[1]) for each in new}
            for kind, each in sorted_out(browser, new):
                yield kind, f"{' '.join(each)}: {look}"


def sorted_out(browser: Devtools, undecided: list[list[str]]) -> Iterator[tuple[str, list[str]]]:
    """What axe could not tell, with what it is: of a text that is seen, its contrast tells."""
    texts = [each for each in undecided if each[0] == "color-contrast"]
    yield from (("undecided", each) for each in undecided if each not in texts)
    targets = json.dumps([target for _, target, _ in texts])
    for each, contrast in zip(texts, browser.run(f"{CONTRASTS}({targets})"), strict=True):
        if contrast is None:
            yield "undecided", each
        else:
            yield ("right" if contrast >= READABLE else "wrong"), each


def main(folder: str, *names: str) -> int:
    """Print what is wrong, and what could not be told; whether anything is wrong."""
    axe = Path(folder, "node_modules", "axe-core", "axe.min.js").read_text(encoding="utf-8")
    wrong = 0
    with tempfile.TemporaryDirectory() as made, Devtools(Path(made)) as browser:
        for name, text in pages():
            if names and name not in names:
                continue
            path = Path(made) / "report.html"
            path.write_text(text, encoding="utf-8")
            browser.open(path)
            browser.run(f"{axe};0")
            found = list(told(browser))
            kinds = [kind for kind, _ in found]
            counts = {kind: kinds.count(kind) for kind in ("wrong", "undecided", "right")}
            print(name, counts, flush=True)
            for kind, what in found:
                if kind != "right":
                    print(f"    {kind}: {what}")
            for message in browser.said:
                print(f"    said: {message}")
            wrong += counts["wrong"] + len(browser.said)
            browser.said.clear()
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
