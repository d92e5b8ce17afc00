"""One command a file, called `run`; `ledger.main` finds it by the name of the file."""
