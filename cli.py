"""A door for a checkout: `python cli.py status` is `ledger status` without an install."""

from ledger.door import main

if __name__ == "__main__":
    main()
