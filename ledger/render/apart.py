"""A template is filled in a process of its own: only a process can be stopped, on every system, whatever it does."""

import base64
import json
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import ledger
from ledger.errors import USAGE
from ledger.errors import LedgerError

# What lies in the current folder is not imported (-P); a checkout that is not installed is found nevertheless.
_CHILD = "import sys; sys.path.append(sys.argv[1]); from ledger.render.template import main; main()"


def render(raw: bytes, name: str, fields: Mapping[str, Any], seconds: int) -> bytes:
    """Return a filled template as the bytes of a .docx file.

    Raises LedgerError (exit 2) where a library is missing, the template has a mistake or takes more than `seconds`.
    """
    if find_spec("docxtpl") is None:
        raise LedgerError("no-office-library", USAGE)
    asked = json.dumps({"template": base64.b64encode(raw).decode(), "name": name, "fields": fields})
    command = [sys.executable, "-P", "-c", _CHILD, str(Path(ledger.__file__).parent.parent)]
    try:
        ended = subprocess.run(  # noqa: S603 (ourselves)
            command, input=asked.encode(), capture_output=True, timeout=seconds, check=True
        )
    except subprocess.TimeoutExpired:
        raise LedgerError("template-slow", USAGE, value=name, limit=str(seconds)) from None
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip().rpartition("\n")[2] or str(error.returncode)
        raise LedgerError("template-failed", USAGE, value=name, reason=reason) from error
    answer = json.loads(ended.stdout)
    if "code" in answer:
        raise LedgerError(answer["code"], USAGE, **answer["fields"])
    return base64.b64decode(answer["word"])
