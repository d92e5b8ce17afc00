"""The wheel: what a user installs, and what stays in the checkout."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this checkout; the backend is called directly because an isolated build needs a network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    [built] = folder.iterdir()
    return built


def names(wheel: Path) -> set[str]:
    """Return the names of all files in the wheel."""
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_package_is_alone(wheel: Path) -> None:
    """Nothing but the package and its metadata lands among other people's modules."""
    distribution, version, *_ = wheel.name.split("-")
    assert {name.split("/")[0] for name in names(wheel)} == {"ledger", f"{distribution}-{version}.dist-info"}


def test_every_module_is_there(wheel: Path) -> None:
    """What can be imported in the checkout can be imported after an install."""
    assert names(wheel) >= {path.relative_to(ROOT).as_posix() for path in ROOT.glob("ledger/**/*.py")}


def test_the_catalogue_is_there(wheel: Path) -> None:
    """An installed ledger speaks Chinese."""
    assert "ledger/locale/zh_CN/LC_MESSAGES/ledger.mo" in names(wheel)


def test_the_examples_are_there(wheel: Path) -> None:
    """An installed ledger can begin a new one, in both languages."""
    files = {
        f"ledger/examples/{lang}/{name}.yaml"
        for lang in ("en", "zh")
        for name in ("items", "departments", "ledger", "routines")
    }
    assert names(wheel) >= files


def test_the_page_is_there(wheel: Path) -> None:
    """An installed ledger can write its board."""
    assert names(wheel) >= {f"ledger/render/web/board.{ending}" for ending in ("css", "html", "js")}


def test_nothing_else_of_the_checkout_can_be_imported(tmp_path: Path) -> None:
    """Another program in the same environment meets neither our `cli` nor our `data`, editable install or not."""
    look = "from importlib.util import find_spec; print(find_spec('cli'), find_spec('data'))"
    found = subprocess.run([sys.executable, "-c", look], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert found.stdout == "None None\n"
