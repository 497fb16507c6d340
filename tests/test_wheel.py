"""The built wheel holds all that the main job needs, and runs it away from the tree and without torch."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests" / "samples" / "names-colon.txt"
RUN = """
import sys
sys.modules["torch"] = sys.modules["transformers"] = None
from translate.cli import main
import translate
print(translate.__file__)
main()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the build backend that is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("glossub-*.whl"))


def test_the_wheel_holds_model_glossary_page_and_licences(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        "translate/model/model.safetensors",
        "translate/model/README.md",
        "translate/model/LICENSE",
        "translate/writers/page/page.css",
        "translate/writers/page/shared.css",
        "translate/reports/page/report.css",
        "translate/reports/page/report.html",
        "translate/data/translation.schema.json",
        "translate/py.typed",
        *(f"translate/data/glossary/{path.name}" for path in (ROOT / "glossary").glob("*.toml")),
    }
    assert expected <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_holds_nothing_but_the_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"translate", "glossub"}


def test_the_wheel_runs_the_main_job_away_from_the_tree_without_torch(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    environment = {**os.environ, "PYTHONPATH": str(site)}
    command = [sys.executable, "-c", RUN, "subtitle", str(SAMPLE), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(site))
    assert (tmp_path / "out" / "names-colon" / "names-colon.en.srt").stat().st_size > 0
