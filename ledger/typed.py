"""What a person types for a change: the options that entries share, and FIELD=VALUE."""

import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields
from datetime import date
from functools import update_wrapper
from gettext import gettext
from pathlib import Path
from typing import Any
from typing import Literal
from typing import NamedTuple
from typing import TypeVar

import click

from ledger.arguments import department_option
from ledger.errors import USAGE
from ledger.errors import LedgerError
from ledger.i18n import translation
from ledger.outline import words
from ledger.scalars import as_day
from ledger.session import Session
from ledger.session import current
from ledger.shell import Day
from ledger.shell import Option
from ledger.shell import Words
from ledger.shell import option
from ledger.shell import surroundings
from ledger.yamltext import Value

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Typed:
    """What every entry can say (its day, body, person, note, evidence), and whether it is only tried."""

    on: date | None = None
    by: str | None = None
    person: str | None = None
    note: str | None = None
    evidence: tuple[Path, ...] = ()
    paper: tuple[str, ...] = ()
    url: tuple[str, ...] = ()
    dry_run: bool = False


ON = option("--on", type=Day(), metavar="DATE", help="The day on which it happened; else today.")
BY = department_option("--by", multiple=False, help="The body that acted; else the office of ledger.yaml.")
PERSON = option("--person", type=Words(), metavar="NAME", help="Who acted for that body.")
NOTE = option("--note", type=Words(), metavar="TEXT", help="What is to be remembered.")
EVIDENCE = (
    option(
        "--evidence",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="A file that proves it; it is copied into the ledger's folder.",
    ),
    option("--paper", multiple=True, type=Words(), metavar="PLACE", help="Where a paper lies: file number/cabinet."),
    option("--url", multiple=True, type=Words(), metavar="URL", help="The web address of a proof."),
)
DRY_RUN = option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
OVERRIDE = option(
    "--override", type=Words(), metavar="REASON", help="Waive conditions that are not met; the reason is logged."
)


class _Needed(Option):
    """An option that is asked for where somebody can answer, once it is known that what the words name is there."""

    def prompt_for_value(self, ctx: click.Context) -> Any:
        """Return the answer. Raises LedgerError (exit 2) where there is no such item or measure."""
        if surroundings(ctx).can_ask():
            meant = current().meant
            meant.items_alone([*ctx.params.get("items", ()), *filter(None, [ctx.params.get("item")])])
            meant.measures(filter(None, [ctx.params.get("measure")]))
        return super().prompt_for_value(ctx)


def needed_option(*names: str, **attributes: Any) -> Callable[[F], F]:
    """Declare an option that is needed; where somebody can answer, it is asked for by its `prompt`."""
    return click.option(*names, cls=_Needed, **attributes)


def text_option(name: str, question: str, text: str) -> Callable[[F], F]:
    """Declare an option for a text that is needed; where somebody can answer it is asked for."""
    return needed_option(name, type=Words(), prompt=question, metavar="TEXT", help=text)


def typed_options(*options: Callable[[F], F]) -> Callable[[F], Callable[..., None]]:
    """Declare these options of `Typed`, and hand them over as one argument `typed`."""

    def decorate(function: F) -> Callable[..., None]:
        def wrapped(*args: Any, **given: Any) -> None:
            own = {each.name: given.pop(each.name) for each in fields(Typed) if each.name in given}
            function(*args, typed=Typed(**own), **given)

        made: Any = update_wrapper(wrapped, function)
        for declare in reversed(options):
            made = declare(made)
        return made  # type: ignore[no-any-return]

    return decorate


ENTRY = (ON, BY, PERSON, NOTE, *EVIDENCE, DRY_RUN)


class Assignment(NamedTuple):
    """FIELD=VALUE; `+=` and `-=` add to a list and take from it, nothing behind the sign removes the field."""

    key: str
    sign: Literal["=", "+=", "-="]
    value: str


class Assigning(click.ParamType[Assignment]):
    """An assignment as it is typed, with the wide signs of a Chinese keyboard too."""

    name = "assignment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Assignment:
        """Return the assignment, or fail with the way to write one."""
        match = re.fullmatch(r"\s*(\w+)\s*([+＋\-－]?)[=＝](.*)", str(value), re.DOTALL)
        if match is None:
            self.fail(gettext("{value} is no FIELD=VALUE, like lead=NAME.").format(value=value), param, ctx)
        text = match[3].strip()
        if text:
            Words().convert(text, param, ctx)
        sign: Literal["=", "+=", "-="] = "+=" if match[2] in {"+", "＋"} else "-=" if match[2] else "="
        return Assignment(match[1], sign, text)


def assignments_argument(*, required: bool) -> Callable[[F], F]:
    """Declare the FIELD=VALUE words of a command."""
    return click.argument("assignments", metavar="FIELD=VALUE...", nargs=-1, required=required, type=Assigning())


_NAMES = frozenset({"lead", "support"})
# What is not one value of the item's own, and the command that changes it.
_COMMANDS: Mapping[str, str] = {
    "log": "ledger progress {item} --note …",
    "measures": "ledger measure add {item} …",
    "indicators": "ledger edit {item}",
    "evidence": "ledger attach {item} …",
    "done": "ledger done …",
    "dropped": "ledger measure drop {item} --reason …",
}
_WORDS: Mapping[str, Mapping[Any, str]] = {
    "kind": words.KIND,
    "type": words.TYPE,
    "status": words.STATUS,
    "ongoing": words.RHYTHM,
}


def assign(
    session: Session, data: Mapping[str, Value], assignments: Iterable[Assignment], name: str
) -> dict[str, Value]:
    """Return the plain data of the item or measure `name` with what was assigned; the schema has yet to judge it.

    Raises LedgerError (exit 2) for a field that has a command of its own, an unknown department, or a sign that does
    not go with the field.
    """
    changed = dict(data)
    for each in assignments:
        if each.key in _COMMANDS and (each.value or each.key != "dropped"):
            raise LedgerError("by-command", USAGE, key=each.key, way=_COMMANDS[each.key].format(item=name))
        each = each._replace(key=_called(each.key))  # noqa: PLW2901 (from here on by the file's name)
        value = _names(session, changed, each) if each.key in _NAMES else _value(each)
        changed.pop(each.key, None)
        if value:
            changed[each.key] = value
    return changed


def departments(session: Session, words: str) -> tuple[str, ...]:
    """Return the departments that words name, with commas of any kind between. Raises LedgerError (exit 2)."""
    names = [name.strip() for name in re.split(r"[,，、;；]", words) if name.strip()]
    if not names:
        raise LedgerError("no-words", USAGE)
    return tuple(session.meant.acting(name, session.today) for name in names)


def _called(key: str) -> str:
    """Return the field that is meant by its name in the files, or by what it is called in Chinese."""
    return {translation("zh").gettext(label): field for field, label in words.FIELDS.items()}.get(key, key)


def _names(session: Session, data: Mapping[str, Value], each: Assignment) -> list[Value]:
    """Return the list of departments that an assignment makes."""
    typed = departments(session, each.value) if each.value else ()
    there = [str(name) for name in data.get(each.key) or ()]
    known = session.opened.ledger.known
    if each.sign == "=":
        return list(dict.fromkeys(typed))
    if each.sign == "+=":
        return [*there, *(name for name in dict.fromkeys(typed) if name not in known(there))]
    if missing := [name for name in typed if name not in known(there)]:
        raise LedgerError("not-in-list", USAGE, value=missing[0], key=each.key, known=there)
    return [name for name in there if known([name])[0] not in typed]


def _value(each: Assignment) -> Value:
    """Return a single value as the files write it: a day as 2024-06-28, a word of a closed set in English."""
    if each.sign != "=":
        raise LedgerError("no-list", USAGE, key=each.key)
    value = each.value
    if each.key == "due" and (day := as_day(value)):
        value = str(day)
    value = words.meaning(_WORDS.get(each.key, {}), value) or value
    return {"every": value} if each.key == "ongoing" and value else value
