"""click, made ours: help in the clerk's language, global options before or after the command word, values as typed.

click translates its own words through the process-wide gettext when it prints them; the help texts of our commands
and options go the same way, so they stand in plain English where they are written.
"""

import os
import re
from collections.abc import Callable
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from gettext import gettext
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from typing import Any
from typing import TypeVar
from typing import get_args

import click

from ledger import __version__
from ledger import printing
from ledger.i18n import Language
from ledger.outline.words import harmless
from ledger.outline.words import meaning
from ledger.scalars import as_day
from ledger.scalars import as_month

GLOBALS = "ledger.globals"  # the key in click's shared `Context.meta` under which the global options are gathered

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


@dataclass(frozen=True)
class Surroundings:
    """What the process finds around it; tests hand in their own."""

    today: date = field(default_factory=date.today)
    width: int | None = None
    terminal: bool | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    asks: bool | None = None
    heard: list[tuple[bool, str]] = field(default_factory=list)  # what was given so far: whether aside, and the text

    def can_ask(self) -> bool:
        """Return whether somebody is there to answer a question."""
        return printing.can_ask() if self.asks is None else self.asks

    def give(self, text: str, *, aside: bool = False) -> None:
        """Print data, or talk aside, and remember it."""
        self.heard.append((aside, text))
        printing.give(text, self.environ, aside=aside, asks=self.can_ask())


def surroundings(ctx: click.Context) -> Surroundings:
    """Return what the running command finds around it."""
    return ctx.find_root().obj or Surroundings()


def ask(question: str, read: Callable[[str], T], default: str | None = None) -> T:
    """Return what `read` makes of the answer to a question, asked on stderr; the arrow keys move in what is typed.

    What `read` refuses with click's UsageError is told, and asked for again. Enter alone answers with the `default`.
    """
    with suppress(ImportError):  # of systems without it
        import_module("readline")

    def taken(typed: str) -> T:
        refuse_unseen(typed)
        return read(typed)

    suffix = " " if question.endswith(("?", "？")) else gettext(": ")
    return click.prompt(question, default=default, show_default=False, value_proc=taken, prompt_suffix=suffix, err=True)


def refuse_unseen(text: str) -> None:
    """Raise click's UsageError where a text holds what no key of a letter has typed, and nobody would see."""
    if _UNSEEN.search(text):
        raise click.UsageError(
            gettext("Control characters were typed, as arrow keys leave them: {text}").format(text=harmless(text))
        )


class _Helped:
    """Translates a help text whenever it is read, not when the command is defined."""

    _help: str | None = None

    @property
    def help(self) -> str | None:
        """Return the text in the language of this run."""
        return gettext(cleandoc(self._help)) if self._help else None

    @help.setter
    def help(self, text: str | None) -> None:
        self._help = text


class Option(_Helped, click.Option):
    """An option whose help is translated; one with a `prompt` is asked for where somebody can answer."""

    def prompt_for_value(self, ctx: click.Context) -> Any:
        """Return the answer. Raises MissingParameter where nobody can be asked."""
        if not surroundings(ctx).can_ask():
            raise click.MissingParameter(ctx=ctx, param=self)
        return ask(gettext(str(self.prompt)), lambda typed: self.process_value(ctx, typed))


class Command(_Helped, click.Command):
    """A command whose help is translated and which takes the global options as well."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option for help in the language of this run; click would keep the first one it made."""
        self._help_option = None
        return super().get_help_option(ctx)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return its own parameters and the global ones."""
        return [*super().get_params(ctx), *GLOBAL_OPTIONS]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write its own options first, the global ones under a heading of their own."""
        write_options(gettext("Options"), super().get_params(ctx), ctx, formatter)
        write_options(gettext("Options of every command"), GLOBAL_OPTIONS, ctx, formatter)


class Group(Command, click.Group):
    """A command with commands of its own."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options."""
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line for each command, with its whole first sentence."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, found.get_short_help_str(200)) for name, found in commands if found])


def write_options(
    heading: str, params: list[click.Parameter], ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    """Write the help lines of `params` under `heading`; an argument, which the text above explains, has none."""
    records = [record for param in params if (record := param.get_help_record(ctx)) and record[1]]
    if records:
        with formatter.section(heading):
            formatter.write_dl(records)


def command(name: str) -> Callable[[F], Command]:
    """Make a function a command of this class; its docstring is the help."""
    return click.command(name, cls=Command)


def option(*names: str, **attributes: Any) -> Callable[[F], F]:
    """Declare an option of this class."""
    return click.option(*names, cls=Option, **attributes)


class Day(click.ParamType[date]):
    """A day as people type it."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or fail with the way to write one."""
        if isinstance(value, date):
            return value
        if day := as_day(str(value)):
            return day
        return self.fail(gettext("{value} is not a day; write it like 2024-06-28.").format(value=value), param, ctx)


class Month(click.ParamType[date]):
    """A month as people type it."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the first day of the month, or fail with the way to write one."""
        if isinstance(value, date):
            return value
        if month := as_month(str(value)):
            return month
        return self.fail(gettext("{value} is not a month; write it like 2024-06.").format(value=value), param, ctx)


class Words(click.ParamType[str]):
    """A text that says something."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text, or fail where it is blank or no text at all."""
        if not value.strip():
            self.fail(gettext("Some words are needed here."), param, ctx)
        if re.search(r"[\ud800-\udfff]", value):  # what the terminal sent was not UTF-8
            self.fail(gettext("This text arrived garbled; is the terminal set to UTF-8?"), param, ctx)
        return str(value)


class Word(click.Choice[str]):
    """One of the words of the files, or what it is called in the clerk's language: in_progress or 正在整改."""

    def __init__(self, called: Mapping[Any, str], also: Mapping[str, str] | None = None) -> None:
        """Take the words with what they are called in English, and what else people call them."""
        super().__init__(list(called))
        self._called = called
        self._also = also or {}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word that is meant, or fail with all of them and what they are called."""
        if (meant := meaning(self._called, self._also.get(str(value), str(value)))) is not None:
            return meant
        both = gettext("{word} ({value})")
        known = gettext(", ").join(
            both.format(word=gettext(called), value=value) for value, called in self._called.items()
        )
        return self.fail(
            gettext("{value} is none of the words known here: {known}.").format(value=value, known=known), param, ctx
        )


def _gather(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Keep a global option that was given; one behind the command word overrides one before it."""
    if value not in (None, False):
        ctx.meta.setdefault(GLOBALS, {})[param.name] = value


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: FBT001 (click's signature)
    del param
    if value and not ctx.resilient_parsing:
        click.echo(f"ledger {__version__}")
        ctx.exit()


def _global(*names: str, **attributes: Any) -> Option:
    return Option(names, callback=_gather, expose_value=False, **attributes)


GLOBAL_OPTIONS: list[click.Parameter] = [
    _global(
        "--data",
        metavar="FOLDER",
        type=click.Path(path_type=Path, file_okay=False, readable=False),
        help="The ledger's folder.",
    ),
    _global("--as-of", metavar="DATE", type=Day(), help="Show the ledger as it stood on that day."),
    _global("--at", metavar="VERSION", type=Words(), help="Look at the files of another version in git."),
    _global("--lang", type=click.Choice(get_args(Language)), help="The language to speak."),
    _global("--format", type=click.Choice(["text", "json", "csv"]), help="How to write the answer."),
    _global(
        "-o",
        "--output",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Write to a file; its ending chooses the format.",
    ),
    _global("--no-commit", is_flag=True, help="Make no version in git of a change."),
    Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
        help="Show the version.",
    ),
    _global("--no-cache", is_flag=True, help="Work everything out anew, and keep nothing of it for the next time."),
    _global("--debug", is_flag=True, help="Show where in the program an unexpected error arose."),
]

# For a command that issues a paper.
template_option = option(
    "--template",
    callback=_gather,
    expose_value=False,
    metavar="FILE.docx",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Fill the office's own Word file; -o names the result.",
)
