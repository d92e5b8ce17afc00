"""The parts of NIST's OSCAL that the ledger is written in."""
