"""`python -m ledger`: the command under a name that no other program can take."""

from ledger.door import main

if __name__ == "__main__":
    main()
