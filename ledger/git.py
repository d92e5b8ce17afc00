"""The system's git, asked without a shell and in UTF-8."""

import os
import subprocess
from pathlib import Path


def common_dir(folder: Path) -> Path | None:
    """Return the git directory that all work trees of the repository around `folder` share, or None outside of one.

    Whose the repository is does not matter for that: on an office's share it is often somebody else's.
    """
    try:
        asked = subprocess.run(
            ["git", "-c", "safe.directory=*", "rev-parse", "--git-common-dir"],  # noqa: S607 (the user's own git)
            cwd=folder,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        return None
    named = os.fsdecode(asked.stdout).removesuffix("\n")
    return folder.absolute() / named if asked.returncode == 0 else None
