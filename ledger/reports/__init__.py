"""Facts: what a ledger says on a day, one model a file. They have no language and no medium."""
