"""Plans in: a document becomes lines, lines become blocks, blocks a draft of a ledger with a list of what to review."""
