"""`ledger completion`: the script that teaches a shell to complete."""

import click
from click.shell_completion import get_completion_class

from ledger.session import Session
from ledger.session import pass_session
from ledger.shell import command


@command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@pass_session
def run(session: Session, shell: str) -> None:
    """Print the script that teaches a shell to complete commands, options and items."""
    root = click.get_current_context().find_root().command
    if complete := get_completion_class(shell):
        session.write(complete(root, {}, "ledger", "_LEDGER_COMPLETE").source())
