"""A board as one page of HTML that holds all it needs: a browser neither fetches nor runs anything else."""

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment
from jinja2 import FileSystemLoader
from jinja2 import StrictUndefined
from markupsafe import Markup

from ledger.outline.board import Board
from ledger.outline.words import harmless
from ledger.render.layout import filled
from ledger.render.web.charts import drawn

_HERE = Path(__file__).parent


def render(board: Board) -> bytes:
    """Return a board as the bytes of an HTML file; style and script run by their hashes alone."""
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_plain,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = (_ours(name) for name in ("board.css", "board.js"))
    environment.globals["filled"] = filled
    page = environment.get_template("board.html").render(
        board=board,
        charts=[Markup(drawn(figure)) for figure in board.figures],  # noqa: S704 (drawn by a library that escapes)
        style=style,
        script=script,
        policy=_policy(style, script),
    )
    return page.encode()


def _ours(name: str) -> Markup:
    return Markup((_HERE / name).read_text(encoding="utf-8"))  # noqa: S704 (a file of this folder)


def _policy(style: str, script: str) -> str:
    """Return what a browser may do: nothing, but for this very style and this very script."""
    allowed = {"style-src": style, "script-src": script}
    parts = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
    parts += [f"{source} 'sha256-{_digest(text)}'" for source, text in allowed.items()]
    return "; ".join(parts)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _plain(value: object) -> object:
    """Make visible what could turn the direction of a line or hide in it; the ends of lines stay."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return "\n".join(map(harmless, value.splitlines()))
