"""`import valuechain` against `import numpy, yaml`.

And then loading, diagnosing and printing the flower shop.
"""

import subprocess
import sys
from pathlib import Path

SHOP = Path(__file__).parent.parent / "examples" / "flower_shop.yaml"


def seconds(statement: str) -> float:
    """The least CPU time of a fresh interpreter for a statement, less that of doing nothing."""
    clock = "time.process_time()"
    script = f"import time; start = {clock}; {statement}; print({clock} - start)"
    command = [sys.executable, "-c", script]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(9)]
    return min(float(run.stdout.split()[-1]) for run in runs)


def main() -> None:
    base = seconds("import numpy, yaml")
    print(f"import numpy, yaml: {1000 * base:.0f} ms of CPU; of that (aim: at most 1.3)")
    print(f"  import valuechain: ratio {seconds('import valuechain') / base:.2f}")
    print(f"  import of every public name: ratio {seconds('from valuechain import *') / base:.2f}")
    shop = f"import valuechain as vc; str(vc.diagnose(vc.load({str(SHOP)!r})))"
    print(f"  ... and the flower shop's verdict: ratio {seconds(shop) / base:.2f}")


if __name__ == "__main__":
    main()
