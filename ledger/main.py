"""The group: the table of commands, the language, and the one place where errors end."""

import os
import re
import sys
import traceback
from collections.abc import Mapping
from collections.abc import Sequence
from gettext import gettext
from importlib import import_module
from typing import Any
from typing import NoReturn

import click
from click.exceptions import NoSuchCommand

from ledger import i18n
from ledger import printing
from ledger.errors import BUG
from ledger.errors import DONE
from ledger.errors import NO
from ledger.errors import UNREADABLE
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.i18n import N_
from ledger.outline.findings import bug
from ledger.outline.findings import sentence
from ledger.shell import Group
from ledger.shell import Surroundings
from ledger.shell import refuse_unseen
from ledger.shell import write_options

# In the order of a clerk's day: the first page of the help. A command is the function of its name in the module of
# its name, and is imported when it is called.
TABLE: Mapping[str, tuple[str, ...]] = {
    N_("Every day"): ("status", "list", "show", "overdue", "done", "progress", "close", "report", "undo"),
    N_("Looking up"): ("due", "check", "score"),
    N_("Versions"): ("log", "diff", "save"),
    N_("Describing items"): ("add", "set", "edit", "measure", "reading", "attach"),
    N_("From application to closing"): ("submit", "return", "verify", "publicize", "reported", "reopen"),
    N_("What else happens"): ("extend", "inspect", "notice", "lookback", "withdraw", "restore", "correct", "routine"),
    N_("From and to the departments"): ("collect",),
    N_("Papers"): ("export",),
    N_("Many hands"): ("sync", "resolve", "doctor", "merge-driver"),
    N_("Many ledgers"): ("rollup",),
    N_("Setting up"): ("init", "import", "schema", "completion"),
}


_WIDE = re.compile(r"[－—–]+\w")  # what a Chinese input method makes of hyphens


class Commands(Group):
    """The command `ledger`; alone it shows the status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of the table."""
        del ctx
        return [name for names in TABLE.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None where the table has none of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = import_module(f"ledger.commands.{cmd_name.replace('-', '_')}").run
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of the first word; one that does not exist is told with the nearest ones."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:
            raise NoSuchCommand(error.command_name, possibilities=self.list_commands(ctx), ctx=ctx) from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by occasion, then the global options."""
        self.format_commands(ctx, formatter)
        write_options(gettext("Options of every command"), self.get_params(ctx), ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a section for each occasion of the table."""
        for heading, names in TABLE.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(gettext(heading)):
                formatter.write_dl([(name, found.get_short_help_str(200)) for name, found in commands if found])

    def main(  # type: ignore[override]  # it always leaves the process, in click's standalone mode or not
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run the command of `args` and leave the process: the one place where errors end."""
        del prog_name  # it is always ledger, also as `python -m ledger`
        args = list(sys.argv[1:] if args is None else args)
        around = extra.get("obj")
        environ = around.environ if isinstance(around, Surroundings) else os.environ
        language = i18n.choose(args, environ)
        i18n.install(language)
        printing.utf8()
        sys.exit(self._run(args, i18n.translation(language), extra))

    def _run(self, args: list[str], t: i18n.Translation, extra: dict[str, Any]) -> int:  # noqa: PLR0911 (one for each end)
        """Return the exit code of the command; whatever goes wrong is said in a sentence on stderr."""
        try:
            for word in args:
                refuse_unseen(word)
            return super().main(args, prog_name="ledger", standalone_mode=False, **extra) or DONE
        except click.ClickException as error:
            error.show()
            if any(_WIDE.match(word) for word in args):
                click.echo(t.gettext("An option begins with two half-width hyphens: --note."), err=True)
            return USAGE
        except click.Abort as error:
            if error.__suppress_context__ and error.__cause__ is None:  # the key stands in the line of a question
                click.echo(err=True)
            click.echo(t.gettext("Stopped. Nothing was changed."), err=True)
            return NO
        except LedgerError as error:
            click.echo(sentence(error, t), err=True, nl=False)
            return error.exit_code
        except BrokenPipeError:
            # The reader, `head` for instance, has seen enough. The interpreter must not find out at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        except OSError as error:
            refused = LedgerError("system", UNREADABLE, reason=error.strerror or str(error))
            click.echo(sentence(refused, t), err=True, nl=False)
            return UNREADABLE
        except Exception as error:  # noqa: BLE001 (the boundary: no traceback reaches a clerk)
            return self._bug(error, t, debug="--debug" in args)

    @staticmethod
    def _bug(error: Exception, t: i18n.Translation, *, debug: bool) -> int:
        if debug:
            traceback.print_exception(error)
        click.echo(bug(error, t), err=True, nl=False)
        return BUG


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Keep a rectification ledger: what was found, who puts it right, by when, and on what evidence.

    Without a command it shows the status.
    """
    if ctx.invoked_subcommand is None:
        status = cli.get_command(ctx, "status")
        if status is not None:
            ctx.invoke(status)
