"""Fresh YAML for a value, in the plainest style that reads back as that very value.

Whether a text does is asked of the parser, not of rules about YAML.
"""

import json
import re
from collections.abc import Iterable
from collections.abc import Iterator
from typing import NamedTuple

from ledger.yamltext import BREAKS
from ledger.yamltext import Value
from ledger.yamltext import parse

_UNREADABLE = re.compile("[\ufeff\ud800-\udfff]")  # what a file cannot hold, see `ledger.files.decode`
_ODD_BREAKS = re.compile(f"[{BREAKS[1:]}]")
_NOT_PRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_BLOCK_SIGNS = ("|", ">")
_NO_TEXT = frozenset({"~", "null", "true", "false", "yes", "no"})  # to other readers of YAML, unless it is quoted


class Manner(NamedTuple):
    """How fresh YAML is to look."""

    deeper: int = 0  # how far the dashes of a list stand behind its key
    quote: str = ""
    blocks: bool = True  # whether a text with several lines may stand below a header


def reads(document: str, data: Value) -> bool:
    """Return whether a file with this document would say `data`."""
    return _UNREADABLE.search(document) is None and parse(document) == (data, [])


def spellings(value: str, style: str, width: int = 2, *, blocks: bool = True) -> Iterator[list[str]]:
    """Yield the ways to write a text, each as its lines, in `style` first and then from the plainest on.

    Not every way suits every text and every place, but quotation marks with escapes nearly always do. The lines below
    the header of a block are indented by `width`.
    """
    several = "\n" in value
    first = style if style in _BLOCK_SIGNS or not several else "|"
    for sign in dict.fromkeys([first, *(["|"] if several else ["", "'"]), '"']):
        if sign == '"':
            yield [_escaped(value)]
        elif _ODD_BREAKS.search(value) or (not sign and value.casefold() in _NO_TEXT):
            continue
        elif sign not in _BLOCK_SIGNS:
            yield [sign + (value.replace(sign, 2 * sign) if sign else value) + sign]
        elif blocks:
            yield _below(value, sign, width)


def _escaped(value: str) -> str:
    """Return a text in double quotes, with no escape that JSON does not have."""
    return _NOT_PRINTED.sub(lambda match: f"\\u{ord(match[0]):04X}", json.dumps(value, ensure_ascii=False))


def _below(value: str, sign: str, width: int) -> list[str]:
    """Return a block scalar; its last line ends with the break that the file has there anyway."""
    body = value.removesuffix("\n")
    chomping = "-" if body == value else "+" if body.endswith("\n") else ""
    hint = str(width) if value[:1] in {" ", "\t", "\n"} else ""
    if sign == ">":  # one break would be read as a space
        body = re.sub(r"(?<=[^\n])\n+(?=[^\n])", r"\g<0>\n", body)
    return [sign + hint + chomping, *indented(body.split("\n"), width)]


def indented(lines: Iterable[str], width: int) -> list[str]:
    """Return the lines further to the right, empty ones as they are."""
    return [" " * width + line if line else "" for line in lines]


def block_lines(value: Value, manner: Manner) -> list[str]:
    """Return a value in block style, as lines; a collection without content stays in brackets."""
    if isinstance(value, dict) and value:
        return [line for key, inner in value.items() for line in _keyed(key, inner, manner)]
    if isinstance(value, list) and value:
        return [line for inner in value for line in _dashed(inner, manner)]
    if isinstance(value, str):
        return _spelled(value, manner, ("k: ", "\n"), {"k": value})
    return [flow_text(value, manner)]


def _keyed(key: str, value: Value, manner: Manner) -> list[str]:
    name, lines = _name(key, manner), block_lines(value, manner)
    if isinstance(value, (dict, list)) and value:
        return [f"{name}:", *indented(lines, 2 if isinstance(value, dict) else manner.deeper)]
    return [f"{name}: {lines[0]}".rstrip(" "), *lines[1:]]


def _dashed(value: Value, manner: Manner) -> list[str]:
    first, *rest = block_lines(value, manner)
    return [f"- {first}".rstrip(" "), *(rest if isinstance(value, str) else indented(rest, 2))]


def flow_text(value: Value, manner: Manner) -> str:
    """Return a value in one line, its collections in brackets."""
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{_name(key, manner)}: {flow_text(inner, manner)}" for key, inner in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(flow_text(inner, manner) for inner in value) + "]"
    return "" if value is None else _spelled(value, manner._replace(blocks=False), ("[ ", " ]"), [value])[0]


def _name(key: str, manner: Manner) -> str:
    return _spelled(key, manner._replace(blocks=False), ("{ ", " : k }"), {key: "k"})[0]


def _spelled(value: str, manner: Manner, around: tuple[str, str], data: Value) -> list[str]:
    """Return the first way to write a text that reads back where it stands; `data` is what the document then says."""
    before, after = around
    ways = spellings(value, manner.quote, blocks=manner.blocks)
    return next((lines for lines in ways if reads(before + "\n".join(lines) + after, data)), [_escaped(value)])
