"""Arguments and options that name what is in the ledger; the shell completes them."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from typing import TypeVar

import click
from click.shell_completion import CompletionItem

from ledger.errors import LedgerError
from ledger.session import current
from ledger.shell import option

F = TypeVar("F", bound=Callable[..., Any])


def items_argument(*, required: bool) -> Callable[[F], F]:
    """Declare the ITEM words of a command; the shell completes them with ids and shows the titles."""
    return click.argument(
        "items", metavar="ITEM..." if required else "[ITEM]...", nargs=-1, required=required, shell_complete=_ids
    )


def item_argument() -> Callable[[F], F]:
    """Declare the one ITEM word of a command."""
    return click.argument("item", metavar="ITEM", shell_complete=_ids)


def items_option(*names: str, **attributes: Any) -> Callable[[F], F]:
    """Declare an option that names items, once or several times; the shell completes their ids."""
    return option(*names, multiple=True, metavar="ITEM", shell_complete=_ids, **attributes)


def measures_argument() -> Callable[[F], F]:
    """Declare the MEASURE words of a command; the shell completes them and shows their texts."""
    return click.argument("measures", metavar="MEASURE...", nargs=-1, required=True, shell_complete=_measures)


def measure_argument() -> Callable[[F], F]:
    """Declare the one MEASURE word of a command."""
    return click.argument("measure", metavar="MEASURE", shell_complete=_measures)


def routines_argument(*, required: bool) -> Callable[[F], F]:
    """Declare the ROUTINE words of a command; the shell completes them and shows the duties."""
    metavar = "ROUTINE..." if required else "[ROUTINE]..."
    return click.argument("routines", metavar=metavar, nargs=-1, required=required, shell_complete=_routines)


def department_argument() -> Callable[[F], F]:
    """Declare the one DEPARTMENT word of a command, which may be left out; the shell completes it."""
    return click.argument("department", metavar="[DEPARTMENT]", required=False, shell_complete=_departments)


def department_option(*names: str, multiple: bool = True, **attributes: Any) -> Callable[[F], F]:
    """Declare an option that names departments; the shell completes their names."""
    return option(*names, multiple=multiple, metavar="NAME", shell_complete=_departments, **attributes)


def _ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    del param
    with ctx, suppress(LedgerError):
        items = current().ledger.items
        return [CompletionItem(item.id, help=item.title) for item in items if item.id.startswith(incomplete)]
    return []


def _measures(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    del param
    with ctx, suppress(LedgerError):
        measures = (measure for item in current().ledger.items for measure in item.measures)
        return [CompletionItem(one.id, help=one.text) for one in measures if one.id.startswith(incomplete)]
    return []


def _routines(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    del param
    with ctx, suppress(LedgerError):
        routines = current().ledger.routines
        return [CompletionItem(one.id, help=one.text) for one in routines if one.id.startswith(incomplete)]
    return []


def _departments(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    del param
    with ctx, suppress(LedgerError):
        names = (department.name for department in current().ledger.departments)
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]
    return []
