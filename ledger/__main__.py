"""`python -m ledger`: the command under a name that no other program can take."""

from ledger.main import cli

if __name__ == "__main__":
    cli(prog_name="ledger")
