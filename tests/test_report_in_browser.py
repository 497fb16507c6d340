"""The report in chromium, under its own content policy."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import cast

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
GOLDEN = Path(__file__).parent / "golden" / "report" / "season-report.html"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]

QUIET = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --enable-logging=stderr --virtual-time-budget=2000
    --window-size=500,900 --dump-dom
""".split()


def test_the_page_shows_under_its_policy_and_nothing_complains(tmp_path: Path) -> None:
    """A style that the policy refuses, or a line that no drawing takes, is told on the console."""
    run = subprocess.run(
        [cast("str", CHROMIUM), *QUIET, f"--user-data-dir={tmp_path / 'profile'}", GOLDEN.as_uri()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=90,
        check=True,
    )
    assert re.findall(r"CONSOLE.*", run.stderr) == []
    assert run.stdout.count("<svg") > 5
    assert "Probably no fault" in run.stdout
