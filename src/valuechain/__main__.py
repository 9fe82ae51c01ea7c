"""``valuechain``, also as ``python -m valuechain``: it can be interrupted while it is loaded."""

import gc

_INTERRUPTED = 130


def main() -> int:
    """Run one command and return its exit status."""
    try:
        gc.disable()  # nothing of what is loaded is ever unused
        from valuechain.cli.main import main as run

        gc.enable()
        status = run()
    except KeyboardInterrupt:
        status = _INTERRUPTED
    if status == _INTERRUPTED:
        gc.freeze()  # the end of the process need not look for what is unused among millions
    return status


if __name__ == "__main__":
    raise SystemExit(main())
