"""A door for a checkout: `python cli.py status` is `ledger status` without an install."""

from ledger.main import cli

if __name__ == "__main__":
    cli(prog_name="ledger")
