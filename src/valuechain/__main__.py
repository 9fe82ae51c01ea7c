"""``valuechain``, also as ``python -m valuechain``: it can be interrupted while it is loaded."""

_INTERRUPTED = 130


def main() -> int:
    """Run one command and return its exit status."""
    try:
        from valuechain.cli.main import main as run

        return run()
    except KeyboardInterrupt:
        return _INTERRUPTED


if __name__ == "__main__":
    raise SystemExit(main())
