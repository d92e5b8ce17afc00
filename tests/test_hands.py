"""Clones that sync through one bare repository at random moments, played by tools/hands.py: nothing is lost."""

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TOOL = Path(__file__).parent.parent / "tools" / "hands.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """Return the tool."""
    spec = importlib.util.spec_from_file_location("hands", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["hands"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


def played(tool: ModuleType, place: Path, clones: int, commands: int) -> Any:  # noqa: ANN401 (the tool's own type)
    """Return clones after so many commands each."""
    hands = tool.Hands(place, random.Random(8))
    hands.found(clones)
    hands.play(commands)
    return hands


def test_eight_clones(tool: ModuleType, tmp_path: Path) -> None:
    """Eight clones make 60 commands each: all end equal, with all that was made, no error, and a clean history."""
    hands = played(tool, tmp_path, 8, 60)
    hands.judge()
    assert hands.tally["merges"] > 10
    assert hands.tally["conflicts"] > 5
    assert hands.tally["facts there"] > 200


def test_what_is_lost_is_found(tool: ModuleType, tmp_path: Path) -> None:
    """What a command reported and nobody took out is missed; so is a clone that is unlike the others."""
    hands = played(tool, tmp_path, 2, 4)
    hands.judge()
    hands.clones[0].made.add(tool.Fact("1", ("log",), "说过的话"))
    with pytest.raises(tool.BrokenError, match="说过的话"):
        hands.judge()
    hands.clones[1].git("commit", "--quiet", "--allow-empty", "--message=x")
    (hands.clones[1].top / "x").write_text("x")
    with pytest.raises(tool.BrokenError, match="not clean"):
        hands.judge()
