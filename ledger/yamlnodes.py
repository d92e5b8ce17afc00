"""Nodes of a YAML text with their places.

libyaml's marks tell where a node begins, but the end of a block collection lies behind comments and blank lines that
belong to nobody, and that of a block scalar at the next line with something on it. Here a node ends where its last
character stands.
"""

import re
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from dataclasses import replace
from typing import Any
from typing import Literal
from typing import NamedTuple

import yaml
from yaml._yaml import CParser

from ledger.yamltext import BREAKS

_GAP = re.compile(rf"(?:[ \t{BREAKS}]|#[^{BREAKS}]*)*")
_HEADER = re.compile(rf"(?P<signs>[|>][-+0-9]*)(?P<comment>(?:[ \t]+#[^{BREAKS}]*)?)[ \t]*")


@dataclass(frozen=True)
class Node:
    """A value at text[start:end], beginning at `column`; one that was left open (None) has no length."""

    start: int
    end: int
    column: int
    kind: Literal["text", "list", "map"]
    flow: bool = False  # a collection in brackets
    style: str = ""  # of a text: nothing for a plain one, else the sign it begins with
    value: str | None = None  # of a text
    entries: tuple["Entry", ...] = ()

    @property
    def block(self) -> bool:
        """Return whether this is a text below its header."""
        return self.style in {"|", ">"}

    @property
    def last(self) -> "Node":
        """Return the last text, or open or empty value, in it."""
        return self.entries[-1].value.last if self.entries else self


class Entry(NamedTuple):
    """A key with its value, or an element of a list; it starts at its dash, question mark, key or value."""

    start: int
    key: Node | None
    opened: int  # where the value may begin: behind the colon or the dash, or the key where there is no colon
    value: Node

    @property
    def end(self) -> int:
        """Return where the value ends."""
        return self.value.end

    @property
    def name(self) -> str:
        """Return the key; nothing for an element of a list."""
        return (self.key and self.key.value) or ""

    def solids(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the stretches of keys and texts, in which a number sign begins no comment."""
        if self.key:
            yield self.key.start, self.key.end
        if self.value.kind == "text":
            yield self.value.start + len(header(text, self.value)[0]), self.value.end
        for entry in self.value.entries:
            yield from entry.solids(text)


def header(text: str, node: Node) -> tuple[str, str, str]:
    """Return the line that a block scalar begins with, its signs, and its comment; nothing for another node."""
    match = _HEADER.match(text, node.start) if node.block else None
    return (match[0], match["signs"], match["comment"]) if match else ("", "", "")


def skip(text: str, at: int) -> int:
    """Return where the next thing stands that is neither blank nor comment."""
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def compose(text: str, wanted: AbstractSet[int], *, to_end: bool) -> tuple[Node, dict[int, Entry]]:
    """Return the list that `text` is, and its entries at the indexes `wanted`; nothing behind the last one is read.

    With `to_end` everything is read, and the list has its end and its last entry, though no other.
    """
    next_event: Callable[[], Any] = CParser(text).get_event
    _, _, opening = (next_event() for _ in range(3))  # of the stream, the document and the list
    found: dict[int, Entry] = {}
    last: tuple[Entry, ...] = ()
    index, events = 0, [opening]
    while to_end or len(found) < len(wanted):
        before, events = events, _next_node(next_event)
        if isinstance(events[0], yaml.CollectionEndEvent):
            last = (_element(text, before),) if index else ()
            break
        if index in wanted:
            found[index] = _element(text, events)
        index += 1
    mark, flow = opening.start_mark, opening.flow_style
    end = last[0].end if last and not flow else events[0].end_mark.index
    return Node(mark.index, end, mark.column, "list", flow, entries=last), found


def compose_whole(text: str) -> Node:
    """Return the list that `text` is, with all its entries."""
    next_event = CParser(text).get_event
    _, _ = next_event(), next_event()  # of the stream and the document
    events = _next_node(next_event)
    return _node(text, events[::-1], events[0].start_mark.index)


def _next_node(next_event: Callable[[], Any]) -> list[Any]:
    """Return the events of the next node, or the one that ends the collection; most nodes are only passed over."""
    begins, ends = (yaml.MappingStartEvent, yaml.SequenceStartEvent), (yaml.MappingEndEvent, yaml.SequenceEndEvent)
    events = []
    depth = 0
    while True:
        event = next_event()
        events.append(event)
        if type(event) in begins:
            depth += 1
        elif type(event) in ends:
            depth -= 1
        if depth <= 0:
            return events


def _element(text: str, events: list[Any]) -> Entry:
    """Return an element of the whole list; nobody asks for its dash."""
    start: int = events[0].start_mark.index
    return Entry(start, None, start, _node(text, events[::-1], start))


def _node(text: str, events: list[Any], opened: int) -> Node:
    """Return the node whose events stand, backwards, at the end of `events`; one left open stands where it `opened`."""
    event = events.pop()
    if isinstance(event, yaml.ScalarEvent):
        return _text(text, event, opened)
    start, flow = event.start_mark.index, event.flow_style
    bracketed = flow and start < event.end_mark.index  # the mapping in `[a: b]` is not
    listed = isinstance(event, yaml.SequenceStartEvent)
    entries: list[Entry] = []
    end = start + bracketed
    while not isinstance(events[-1], yaml.CollectionEndEvent):
        at = skip(text, end)
        at = skip(text, at + 1) if text[at] == "," else at
        entries.append(_item(text, events, at, flow=flow) if listed else _pair(text, events, at))
        end = entries[-1].end
    end = events.pop().end_mark.index if bracketed else (events.pop() and end)
    return Node(start, end, event.start_mark.column, "list" if listed else "map", flow, entries=tuple(entries))


def _item(text: str, events: list[Any], start: int, *, flow: bool) -> Entry:
    opened = start if flow else start + 1
    return Entry(start, None, opened, _node(text, events, opened))


def _pair(text: str, events: list[Any], start: int) -> Entry:
    key = _text(text, events.pop(), start + 1 if text[start] == "?" else start)
    colon = skip(text, key.end)
    opened = colon + 1 if text[colon : colon + 1] == ":" else key.end
    return Entry(start, key, opened, _node(text, events, opened))


def _text(text: str, event: Any, opened: int) -> Node:  # noqa: ANN401 (the stubs do not know that marks are there)
    if not event.value and not event.style:
        return Node(opened, opened, event.start_mark.column, "text")
    start, end = event.start_mark.index, event.end_mark.index
    node = Node(start, end, event.start_mark.column, "text", style=event.style, value=event.value)
    return replace(node, end=start + _length(text[start:end], event.value)) if node.block else node


def _length(written: str, value: str) -> int:
    """Return the length of a block scalar without its last break and without blank lines that are not its own."""
    match = _HEADER.match(written)
    if match and "+" in match["signs"] and value.endswith(tuple(BREAKS)):
        return len(written) - (2 if written.endswith("\r\n") else 1)
    return len(written.rstrip(BREAKS))
