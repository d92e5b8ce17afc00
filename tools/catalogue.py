"""Bring the Chinese catalogue up to date: `python tools/catalogue.py`; with `--check` only say what is wrong with it.

The messages are those of the source (gettext, ngettext, N_), the help texts of the commands and options, and click's
own, since click speaks through the same catalogue.
"""

import string
import sys
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import Final

import click
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.messages.pofile import write_po

from ledger.i18n import LOCALE
from ledger.main import cli

PO: Final = LOCALE / "zh_CN" / "LC_MESSAGES" / "ledger.po"
MO: Final = PO.with_suffix(".mo")
_DAY: Final = datetime(2024, 4, 15, tzinfo=UTC)  # gettext wants a date; a real one would change the file at each run
ROOT: Final = LOCALE.parent.parent


def template() -> Catalog:
    """Return every message that can be shown, without translations."""
    catalogue = Catalog(
        domain="ledger",
        locale="zh_CN",
        fuzzy=False,
        project="ledger",
        header_comment="# The ledger's words in Chinese. Written by tools/catalogue.py; only msgstr is edited by hand.",
        creation_date=_DAY,
        revision_date=_DAY,
    )
    for package in (ROOT / "ledger", Path(click.__file__).parent):
        for file, _, message, _, _ in sorted(extract_from_dir(package), key=lambda found: found[0]):
            catalogue.add(message, locations=[(f"{package.name}/{file}", 0)])
    catalogue.add(
        "required", locations=[("click/core.py", 0)]
    )  # click translates it by a name, which no extractor sees
    for name, text in _helps():
        catalogue.add(text, locations=[(f"ledger {name} --help".replace("  ", " "), 0)])
    return catalogue


def _helps() -> Iterator[tuple[str, str]]:
    """Yield the help texts as they are written, with the command they belong to."""
    for name, command in _commands("", cli):
        for part in (command, *command.get_params(click.Context(command))):
            if text := getattr(part, "help", None):
                yield name, text


def _commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """Yield a command with its name, and those it has of its own."""
    yield name, command
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for own in command.list_commands(ctx):
            if found := command.get_command(ctx, own):
                yield from _commands(f"{name} {own}".strip(), found)


def updated() -> Catalog:
    """Return the catalogue with today's messages, keeping the translations that still have one."""
    catalogue = template()
    if PO.exists():
        with PO.open("rb") as file:
            old = read_po(file, locale="zh_CN")
        for message in catalogue:
            if message.id and message.id in old:
                message.string = old[message.id].string
    return catalogue


def faults(catalogue: Catalog) -> list[str]:
    """Return what is wrong: messages without a translation, and translations with other placeholders."""
    found = []
    for message in catalogue:
        if not message.id:
            continue
        sources, targets = _texts(message.id), _texts(message.string)
        if not all(targets):
            found.append(f"not translated: {sources[0]!r}")
        elif any(_fields(target) != _fields(sources[-1]) for target in targets):
            found.append(f"other placeholders: {sources[0]!r}")
    return found


def _texts(text: object) -> list[str]:
    """Return a message's forms: one, or singular and plural; a missing translation is one empty form."""
    return list(text) if isinstance(text, (tuple, list)) else [str(text or "")]


def _fields(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:  # a brace that is no placeholder
        return set()


def stale(catalogue: Catalog) -> list[str]:
    """Return which of the two files does not hold just these messages."""
    wanted = _strings(catalogue)
    with PO.open("rb") as po, MO.open("rb") as mo:
        files = {PO.name: read_po(po, locale="zh_CN"), MO.name: read_mo(mo)}
    return [f"stale, run tools/catalogue.py: {name}" for name, held in files.items() if _strings(held) != wanted]


def _strings(catalogue: Catalog) -> dict[str, list[str]]:
    return {_texts(message.id)[0]: _texts(message.string) for message in catalogue if message.id}


def main() -> int:
    """Write or check the catalogue; return 1 if anything is wrong with it."""
    catalogue = updated()
    found = faults(catalogue)
    if "--check" in sys.argv:
        found += stale(catalogue)
    else:
        PO.parent.mkdir(parents=True, exist_ok=True)
        with PO.open("wb") as po, MO.open("wb") as mo:
            write_po(po, catalogue, width=120, sort_output=True, include_lineno=False)
            write_mo(mo, catalogue)
    print("\n".join(found) or f"{len(catalogue)} messages, all translated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
