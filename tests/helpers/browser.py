"""What a real browser shows of a page."""

import shutil
import subprocess

import matplotlib.image
import pytest

CHROMIUM = shutil.which("chromium")
in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def screenshot(html, folder, size=(1400, 5000)):
    """The pixels of a page, (height, width, 3) from 0 to 255."""
    folder.mkdir(exist_ok=True)
    page, target = folder / "page.html", folder / "page.png"
    page.write_text(f"<!doctype html><meta charset='utf-8'>{html}", encoding="utf-8")
    words = [
        f"--user-data-dir={folder / 'user'}",
        f"--screenshot={target}",
        f"--window-size={size[0]},{size[1]}",
    ]
    subprocess.run(
        [CHROMIUM, *SWITCHES, *words, page.as_uri()], check=True, capture_output=True, timeout=120
    )
    return (matplotlib.image.imread(target)[:, :, :3] * 255).round().astype(int)


def printed(html, folder, said=None, state=""):
    """The page as it is after its scripts have run; what the browser says is added to `said`."""
    folder.mkdir(exist_ok=True)
    page = folder / "page.html"
    page.write_text(html, encoding="utf-8")
    words = [
        f"--user-data-dir={folder / 'user'}",
        "--enable-logging=stderr",
        "--dump-dom",
    ]
    done = subprocess.run(
        [CHROMIUM, *SWITCHES, *words, page.as_uri() + state],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    if said is not None:
        said.append(done.stderr)
    return done.stdout
