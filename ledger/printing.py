"""How text reaches a person: data on stdout, through a pager where a screen cannot hold it, the rest on stderr."""

import io
import os
import shutil
import sys
from collections.abc import Mapping

import click


def utf8() -> None:
    """Write UTF-8 whatever the system thinks: a pipe on a Chinese Windows would be code page 936."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def can_ask() -> bool:
    """Return whether somebody is there to answer a question."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr.isatty())


def give(text: str, environ: Mapping[str, str], *, aside: bool, asks: bool | None = None) -> None:
    """Print data, or talk `aside` on stderr; `asks`: whether somebody is there, who may use a pager."""
    if aside:
        click.echo(text, err=True)
        return
    there = can_ask() if asks is None else asks
    paged = sys.platform != "win32" or "PAGER" in environ  # the pager of Windows garbles Chinese
    if paged and there and sys.stdout.isatty() and text.count("\n") >= shutil.get_terminal_size().lines:
        os.environ.setdefault("LESS", "FRX$-PsSPACE goes on, q goes back$")  # less garbles Chinese prompts
        os.environ.setdefault("LESSCHARSET", "utf-8")
        click.echo_via_pager(text, color=True)
    else:
        click.echo(text, nl=False, color=True)  # click would take escape sequences out of the data
