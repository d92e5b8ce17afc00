"""Spreadsheets out and in. What needs the library for them is loaded when it is used."""

from importlib import import_module
from types import ModuleType

from ledger.errors import USAGE
from ledger.errors import LedgerError


def office(name: str) -> ModuleType:
    """Return a module of this package. Raises LedgerError (exit 2) where the library for spreadsheets is missing."""
    try:
        return import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name == "openpyxl":
            raise LedgerError("no-spreadsheets", USAGE) from None
        raise
