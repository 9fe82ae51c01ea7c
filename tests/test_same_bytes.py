"""The same bytes for every hash seed; and whatever the order of a file, where that is not told."""

import os
import subprocess
import sys

from places import ROOT

SEEDS = range(10)
ORDERS = 4
SCRIPT = """
import dataclasses, hashlib, json, sys, tempfile
from pathlib import Path
sys.path.insert(0, "tests")
import valuechain as vc
from organisations import shuffled

def rounded(found):
    text = json.dumps(found.to_dict(), sort_keys=True)
    return json.dumps(json.loads(text, parse_float=lambda digits: round(float(digits), 9)))

def written(chain, folder):
    for ask in (vc.structure, vc.timing, vc.defects, vc.feedback, vc.robustness, vc.promises):
        found = ask(chain)
        yield f"*{ask.__name__}", str(found) + rounded(found)
    for name in ("a.svg", "a.png", "a.mmd", "a.dot", "a.graphml"):
        vc.export(chain, folder / name)
        yield f"*{name}", (folder / name).read_bytes()
    vc.write_report(chain, folder / "a.html")
    yield "page", (folder / "a.html").read_bytes()
    for ask in (vc.diagnose, vc.simulate):
        yield ask.__name__, json.dumps(ask(chain).to_dict()) + ask(chain).details
    yield "file", vc.dumps(chain)

chain = dataclasses.replace(vc.example("flower_shop"), scenarios={})
with tempfile.TemporaryDirectory() as folder:
    for order in range(int(sys.argv[1])):
        turned = shuffled(chain, order) if order else chain
        for name, data in written(turned, Path(folder)):
            data = data.encode() if isinstance(data, str) else data
            print(order, name, hashlib.sha256(data).hexdigest())
"""


def told(seed, orders):
    """What was written, by order and name."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(orders)],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.split() for line in done.stdout.splitlines()]


def test_every_hash_seed_gives_the_same_bytes():
    first = told(0, 1)
    assert len(first) == 15
    assert all(told(seed, 1) == first for seed in SEEDS[1:])


def test_every_order_of_a_file_gives_the_same_bytes_where_its_order_is_not_told():
    found = [(name, digest) for _, name, digest in told(0, ORDERS) if name.startswith("*")]
    assert len(found) == 11 * ORDERS
    assert len(set(found)) == 11
