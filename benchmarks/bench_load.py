"""Loading and checking a file against the bare event loop over the same text."""

from functools import partial

import yaml

import valuechain as vc
from common import cpu, yaml_text

SCORED = "delivers: thing {number}, satisfaction: {mean}/5 ({count} responses), weight: {weight}"
KINDS = {
    "scores": SCORED,
    "names only": "delivers: thing {number}",
    "percentages": "delivers: thing {number}, satisfaction: {count}%",
}


def bare(text: str) -> None:
    for _ in yaml.parse(text, Loader=yaml.CLoader):
        pass


def against_events(kind: str, text: str) -> None:
    count = text.count("delivers")
    runs = max(3, 60_000 // count)
    loop, load = cpu(partial(bare, text), runs), cpu(partial(vc.loads, text), runs)
    print(
        f"  {kind:12} {count:7,}: loop {1e6 * loop / count:5.2f}, load {1e6 * load / count:5.2f},"
        f" ratio {load / loop:.2f}"
    )


def against_values(text: str) -> None:
    values = cpu(partial(yaml.load, text, Loader=yaml.CSafeLoader), 1)
    load = cpu(partial(vc.loads, text))
    print(f"  CSafeLoader alone takes {values / load:.1f} times as long as loading")


def main() -> None:
    print("loading: CPU microseconds a service, and ratio to the bare event loop (aim: 1.7)")
    for kind, fields in KINDS.items():
        for services in (1_000, 10_000, 100_000):
            against_events(kind, yaml_text(services, fields))
    for services in (10_000, 100_000):
        against_values(yaml_text(services, SCORED))


if __name__ == "__main__":
    main()
