"""The ledger as long tables, for programs that read many ledgers at once: a row an item, a measure, an entry."""
