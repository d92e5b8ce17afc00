"""The smallest splices that turn one entry of a YAML list into another; the rest of the file stays, byte for byte.

Five kinds: replace a text; insert a key; remove one; insert an element of a list; remove one. The old value of an
entry is plain data of the model, which may differ from the text in shape (a key with a default may be absent, a list of
one may stand as a single text), so old and new are compared, and the text is touched only where these two differ.
Comments are never removed. Whatever is written was read back where it is to stand; what cannot be written is raised.
"""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import groupby
from typing import NamedTuple
from typing import TypeAlias

from ledger.yamlfresh import Manner
from ledger.yamlfresh import block_lines
from ledger.yamlfresh import flow_text
from ledger.yamlfresh import indented
from ledger.yamlfresh import reads
from ledger.yamlfresh import spellings
from ledger.yamlnodes import Entry
from ledger.yamlnodes import Node
from ledger.yamlnodes import compose
from ledger.yamlnodes import compose_whole
from ledger.yamlnodes import header
from ledger.yamlnodes import skip
from ledger.yamltext import BREAKS
from ledger.yamltext import Value

Data: TypeAlias = dict[str, Value]
_Fresh: TypeAlias = Data | list[Value]  # what is new in one place

_BREAK = re.compile(rf"\r\n|[{BREAKS}]")
_COMMENT = re.compile(rf"#[^{BREAKS}]*")
_LINE = re.compile(rf"(?P<blanks>[ \t]*)(?P<comment>#[^{BREAKS}]*)?(?:{_BREAK.pattern}|\Z)?")
_NOTE = re.compile(r"[ \t]*,?[ \t]*#")


class Splice(NamedTuple):
    """What takes the place of text[start:end]; offsets are in characters."""

    start: int
    end: int
    text: str


class ByHandError(Exception):
    """What stands at `offset` cannot be spliced and is to be changed by hand."""

    def __init__(self, offset: int) -> None:
        """Take the offset, in characters."""
        super().__init__(offset)
        self.offset = offset


def revise(text: str, changed: Mapping[int, tuple[Data, Data]], added: Sequence[Data] = ()) -> list[Splice]:
    """Return the splices, sorted, that turn entries of the list in `text` from the first value into the second.

    `changed` has the indexes of the entries; `added` are put behind the last one. The text must have parsed.
    """
    whole, entries = compose(text, changed.keys(), to_end=bool(added))
    splices: list[Splice] = []
    for index, (old, new) in sorted(changed.items()):
        _Hand(text, entries[index].value, splices).change(whole, entries[index], old, new)
    if added:
        _Hand(text, (whole.entries[-1].value if whole.entries else whole), splices).append(whole, list(added))
    return _settled(text, splices)


def remake(text: str, old: Sequence[Data], new: Sequence[Data]) -> list[Splice]:
    """Return the splices, sorted, that make the whole list in `text`, which says `old`, say `new`.

    Entries come and go anywhere; then it takes longer than `revise`, since all of the text is looked at.
    """
    if [*map(_identity, old)] == [*map(_identity, new)]:
        pairs = enumerate(zip(old, new, strict=True))
        return revise(text, {at: (was, now) for at, (was, now) in pairs if was != now})
    whole = compose_whole(text)
    splices: list[Splice] = []
    hand = _Hand(text, whole, splices)
    if new and whole.entries:
        hand.change(whole, Entry(whole.start, None, whole.start, whole), list(old), list(new))
    elif new:
        hand.append(whole, list(new))
    else:
        hand.clear(whole)
    return _settled(text, splices)


def apply(text: str, splices: Sequence[Splice]) -> str:
    """Return the text with its splices made."""
    parts, at = [], 0
    for splice in splices:
        parts += [text[at : splice.start], splice.text]
        at = splice.end
    return "".join([*parts, text[at:]])


def _settled(text: str, splices: list[Splice]) -> list[Splice]:
    """Sort the splices, and take the line break from what is written at the end where the line before it is gone."""
    splices = sorted(splices, key=lambda splice: splice[:2])  # what lies deeper was found first, and stays first
    cleared = any(s.start < s.end == len(text) and not s.text and _at_line_start(text, s.start) for s in splices)
    at = next((at for at, splice in enumerate(splices) if splice.start == len(text)), None)
    if cleared and at is not None and not _at_line_start(text, len(text)):
        splices[at] = splices[at]._replace(text=_BREAK.sub("", splices[at].text, count=1))
    return splices


def _at_line_start(text: str, at: int) -> bool:
    return not at or text[at - 1] in BREAKS


def _identity(value: Value) -> str:
    """Return what makes an element of a list the same one after a change: its id, else all it says."""
    named = isinstance(value, dict) and value.get("id")
    return f"id {named}" if named else repr(value)


@dataclass(frozen=True)
class _Hand:
    """Writes splices for one entry, whose habits it follows."""

    text: str
    habits: Node
    splices: list[Splice]

    # ---- old and new side by side

    def change(self, owner: Node, entry: Entry, old: Value, new: Value) -> None:
        """Write what differs between two values of an entry of `owner`."""
        node = entry.value
        if old == new:
            return
        if node.value is not None and isinstance(new, list) and len(new) == 1:
            [new] = new  # a single text stands for a list of one
        if isinstance(new, dict) and node.kind == "map":
            self._change_map(node, old if isinstance(old, dict) else {}, new)
        elif isinstance(new, list) and node.entries and node.kind == "list":
            self._change_list(node, old if isinstance(old, list) else [], new)
        elif isinstance(new, str) and node.kind == "text":
            self._write(owner, entry, new)
        elif isinstance(new, (list, dict)) and new and not node.entries:
            self._unfold(owner, entry, new)
        else:
            raise ByHandError(node.start)

    def _change_map(self, node: Node, old: Data, new: Data) -> None:
        standing = {entry.name: at for at, entry in enumerate(node.entries)}
        added: dict[int, Data] = {}
        anchor = -1
        for key, value in new.items():
            if key in standing:
                anchor = standing[key]
                self.change(node, node.entries[anchor], old.get(key), value)
            elif key not in old or old[key] != value:
                added.setdefault(anchor, {})[key] = value
        gone = [at for key, at in standing.items() if key in old and key not in new]
        self._rearrange(node, gone, added)

    def _change_list(self, node: Node, old: list[Value], new: list[Value]) -> None:
        if len(old) != len(node.entries):
            raise ByHandError(node.start)
        added: dict[int, list[Value]] = {}
        gone: list[int] = []
        anchor = -1
        matcher = SequenceMatcher(None, [*map(_identity, old)], [*map(_identity, new)], autojunk=False)
        for _, begin, end, new_begin, new_end in matcher.get_opcodes():
            pairs = min(end - begin, new_end - new_begin)
            for at in range(pairs):
                if self._is_made(node, node.entries[begin + at], old[begin + at], new[new_begin + at]):
                    anchor = begin + at
                else:  # nothing alike: one goes, the other comes
                    gone.append(begin + at)
                    added.setdefault(anchor, []).append(new[new_begin + at])
            gone += range(begin + pairs, end)
            if new_begin + pairs < new_end:
                added.setdefault(anchor, []).extend(new[new_begin + pairs : new_end])
        self._rearrange(node, gone, added)

    def _is_made(self, owner: Node, entry: Entry, old: Value, new: Value) -> bool:
        """Return whether one element of a list could be made of another; else nothing of that stays."""
        before = len(self.splices)
        try:
            self.change(owner, entry, old, new)
        except ByHandError:
            del self.splices[before:]
            if not isinstance(new, dict) or "event" not in new:
                raise
            return False
        return True

    def _rearrange(self, owner: Node, gone: Sequence[int], added: Mapping[int, _Fresh]) -> None:
        """Insert what was added, each behind the entry with its index (-1: in front), and remove what is gone."""
        if (gone or added) and owner.flow and self.text[owner.start] not in "[{":  # the mapping in `[a: b]`
            raise ByHandError(owner.start)
        kept = [entry for at, entry in enumerate(owner.entries) if at not in gone]
        if gone and not kept:
            self._exchange(owner, added.get(-1))
            return
        for anchor, fresh in added.items():
            behind = owner.entries[anchor] if anchor >= 0 else None
            if owner.flow:
                self._insert_in_brackets(owner, behind, kept[0] if kept else None, fresh)
            elif behind:
                self._insert_below(owner, behind, fresh)
            else:
                self._insert_above(owner, kept[0], fresh)
        for _, group in groupby(enumerate(gone), lambda pair: pair[1] - pair[0]):
            run = [at for _, at in group]
            self._remove_run(owner, run[0], run[-1])

    def _remove_run(self, owner: Node, first: int, last: int) -> None:
        (self._remove_in_brackets if owner.flow else self._remove_lines)(owner, first, last)

    def clear(self, whole: Node) -> None:
        """Leave an empty list of the document; comments stay."""
        if whole.flow:
            raise ByHandError(whole.start)
        self._insert_empty(whole)
        self._remove_run(whole, 0, len(whole.entries) - 1)

    def _insert_empty(self, whole: Node) -> None:
        self.splices.append(Splice(whole.start, whole.start, "[]" + self._newline))

    def append(self, whole: Node, added: list[Value]) -> None:
        """Put entries behind the last one of the document."""
        at = self._below(whole.end)
        if whole.entries or "#" in self.text[whole.start : whole.end]:
            self._rearrange(whole, [], {len(whole.entries) - 1: added})
            return
        alone = self._begins_line(whole.start) and "#" not in self.text[whole.end : at]
        self._remove(self._line_start(whole.start) if alone else whole.start, at if alone else whole.end)
        self._insert(at, added, 0)

    # ---- values

    def _write(self, owner: Node, entry: Entry, value: Value) -> None:
        """Replace what stands in an entry, be it nothing, by a text, or by something in brackets."""
        node, comment = entry.value, header(self.text, entry.value)[2]
        lead = "" if node.end > node.start else ": " if entry.key and entry.opened == entry.key.end else " "
        quote = self._quote(owner) if owner.flow else ""
        if isinstance(value, str):
            style = quote if lead else node.style
            ways = spellings(value, style, self._width(owner, node), blocks=not owner.flow)
        else:
            ways = iter([[flow_text(value, Manner(quote=quote))]])
        data: Value = {entry.name: value} if entry.key else [value]
        for first, *rest in ways:
            written = self._newline.join([lead + first + comment, *indented(rest, owner.column)])
            if self._proved(owner, self.text[entry.start : node.start] + written + self._gap(node.end), data):
                self.splices.append(Splice(node.start, node.end, written))
                return
        raise ByHandError(node.start)

    def _width(self, owner: Node, node: Node) -> int:
        """Return how far the lines of a block scalar are indented; of another text, how far they would be."""
        line, signs, _ = header(self.text, node)
        hint = re.search("[0-9]", signs)
        body = re.search(rf"[{BREAKS}]([ ]*)[^ {BREAKS}]", self.text[node.start + len(line) : node.end])
        return int(hint[0]) if hint else max(len(body[1]) - owner.column, 1) if line and body else 2

    def _unfold(self, owner: Node, entry: Entry, value: _Fresh) -> None:
        """Write a collection where nothing stands, or empty brackets, or a text that is a list of one."""
        node, at = entry.value, self._below(entry.end)
        commented = any(self._comments([entry], entry.opened, at if node.value is not None else node.end))
        if not owner.flow and not commented:
            deeper = self._deeper if entry.key and isinstance(value, list) else 2
            end = node.end + (self._blanks(node.end) if node.end > entry.opened else 0)
            space = " " if self.text[end : end + 1] == "#" else ""
            before = " " * owner.column + self.text[entry.start : entry.opened] + space + self.text[end:at]
            self._remove(entry.opened, end, space)
            self._insert(at, value, owner.column + deeper, before, {entry.name: value} if entry.key else [value])
        elif node.kind == "list":
            self._rearrange(node, [], {-1: value})
        else:
            self._write(owner, entry, value)

    def _exchange(self, owner: Node, fresh: _Fresh | None) -> None:
        """Put other entries in the place of all that `owner` has."""
        *others, last = owner.entries
        start, end, below = last.start, last.end, self._below(last.end)
        if not fresh:
            raise ByHandError(owner.start)
        if owner.flow:
            self.splices.append(Splice(start, start, ", ".join(self._parts(owner, end, fresh))))
            self._remove_between([last], start, end)
        elif any(self._comments([last], start, end)):
            after = f"{self._newline}{' ' * 99}#"  # no block scalar bears that behind it, so none is written
            written = self._fresh(start, fresh, owner.column, ("", after), fresh)[owner.column :]
            self.splices.append(Splice(start, start, written + self._newline + " " * owner.column))
            self._cut([*self._comments([last], start, below)], start, below, len(self.text))
        else:
            written = self._fresh(start, fresh, owner.column, ("", self._gap(end)), fresh)[owner.column :]
            self.splices.append(Splice(start, end, written))
        if others:
            self._remove_run(owner, 0, len(others) - 1)

    # ---- entries in lines

    def _insert_below(self, owner: Node, behind: Entry, fresh: _Fresh) -> None:
        at = self._below(behind.end)
        if not _at_line_start(self.text, at):
            self._close(behind.value.last)
        self._insert(at, fresh, owner.column)

    def _insert_above(self, owner: Node, first: Entry, fresh: _Fresh) -> None:
        lines = self._fresh(first.start, fresh, owner.column, ("", self._newline), fresh) + self._newline
        self.splices.append(Splice(first.start, first.start, lines[owner.column :] + " " * owner.column))

    def _insert(self, at: int, value: _Fresh, column: int, before: str = "", data: Value = None) -> None:
        """Insert lines of their own; together with what stands `before` them they must say `data`, else `value`."""
        if _at_line_start(self.text, at):
            around = before, self._newline + self._gap(at)
            written = self._fresh(at, value, column, around, data or value) + self._newline
        else:  # the text ends without a line break
            written = self._newline + self._fresh(at, value, column, (before + self._newline, ""), data or value)
        self.splices.append(Splice(at, at, written))

    def _fresh(self, at: int, value: _Fresh, column: int, around: tuple[str, str], data: Value) -> str:
        """Return lines for a value that, with what is around them, say `data`."""
        for blocks in (True, False):
            lines = block_lines(value, Manner(self._deeper, blocks=blocks))
            written = self._newline.join(indented(lines, column))
            if reads(around[0] + written + around[1], data):
                return written
        raise ByHandError(at)

    def _close(self, leaf: Node) -> None:
        """Let a block scalar at the very end of the text stay without a line break when one comes behind it."""
        _, signs, _ = header(self.text, leaf)
        written = any(splice.start <= leaf.start < splice.end for splice in self.splices)
        if leaf.block and "-" not in signs and not written and not (leaf.value or "").endswith("\n"):
            self.splices.append(Splice(leaf.start, leaf.start + len(signs), signs.replace("+", "") + "-"))

    def _remove_lines(self, owner: Node, first: int, last: int) -> None:
        """Remove whole lines; behind a dash, what stands between it and the next entry."""
        run = owner.entries[first : last + 1]
        start, end = self._line_start(run[0].start), self._below(run[-1].end)
        if not self._begins_line(run[0].start):
            self._remove_between(run, run[0].start, owner.entries[last + 1].start)
        elif first and self._may_swallow(owner.entries[first - 1], start):
            self._cut([*self._comments(run, start, end)], start, end, owner.column)
            self._draw_in(end, owner.column)
        else:
            self._cut([*self._comments(run, start, end)], start, end, len(self.text))

    def _may_swallow(self, before: Entry, start: int) -> bool:
        """Return whether an entry may end with a block scalar now, to which lines behind it would fall."""
        made = [splice.text for splice in self.splices if before.start <= splice.start <= start]
        signs = "".join([self.text[before.start : start], *made]) if made else ""
        return before.value.last.block or "|" in signs or ">" in signs

    def _draw_in(self, at: int, column: int) -> None:
        """Make the comments from `at` on begin at `column` at most, and remove blank lines, up to what comes next."""
        stop = skip(self.text, at)
        for line in _LINE.finditer(self.text, at, stop if stop == len(self.text) else self._line_start(stop)):
            if line["comment"]:
                self._remove(line.start() + column, line.start("comment"))
            else:
                self._remove(*line.span())

    # ---- entries in brackets

    def _insert_in_brackets(self, owner: Node, behind: Entry | None, first: Entry | None, fresh: _Fresh) -> None:
        """Insert behind an entry or before the first one; on a line of its own where that one has it."""
        beside = behind or first
        at = behind.end if behind else first.start if first else owner.start + 1
        parts = self._parts(owner, at, fresh)
        gap = " "
        if beside and self._begins_line(beside.start) and not (behind and _NOTE.match(self.text, at)):
            gap = self._newline + self.text[self._line_start(beside.start) : beside.start]
        if behind:
            comma = " ," if behind.end == behind.opened else ","  # `a:,` would be a text
            written = "".join(comma + gap + part for part in parts)
        elif first:
            written = "".join(part + "," + gap for part in parts)
        else:
            written = ", ".join(parts)
        self.splices.append(Splice(at, at, written))

    def _parts(self, owner: Node, at: int, fresh: _Fresh) -> list[str]:
        """Return entries in brackets, without the brackets, proved at the place where they will stand."""
        manner = Manner(quote=self._quote(owner))
        single: list[Value] = [{key: fresh[key]} for key in fresh] if isinstance(fresh, dict) else [[x] for x in fresh]
        parts = [flow_text(value, manner)[1:-1] for value in single]
        parts[-1] += " " if self.text[at] == "#" else ""
        if not self._proved(owner, ", ".join(parts) + self._gap(at), fresh):
            raise ByHandError(at)
        return parts

    def _quote(self, owner: Node) -> str:
        """Return the quotation mark that keys, or texts in a list, have here, if they have one."""
        signs = [(entry.key or entry.value).style for entry in owner.entries]
        signs += [inner.key.style for entry in owner.entries for inner in entry.value.entries if inner.key]
        if not signs and owner is not self.habits:
            return self._quote(self.habits) if self.habits.flow else ""
        return next((sign for sign in signs if sign in {"'", '"'}), "")

    def _remove_in_brackets(self, owner: Node, first: int, last: int) -> None:
        """Remove entries with the comma behind them, or with the one before them if there is none behind."""
        run = owner.entries[first : last + 1]
        start, end = run[0].start, run[-1].end
        comma = skip(self.text, end)
        if last + 1 < len(owner.entries):
            self._remove_between(run, start, owner.entries[last + 1].start)
        elif self.text[comma] == ",":
            self._remove_between(run, start, comma + 1)
        elif any(self._comments(run, owner.entries[first - 1].end, end)):
            comma = skip(self.text, owner.entries[first - 1].end)
            self._remove(comma, comma + 1, " " if self.text[comma + 1] == "#" else "")
            self._remove_between(run, start, end)
        else:
            before = owner.entries[first - 1]
            self._remove(before.end, end, " " if before.end == before.opened else "")

    # ---- stretches of the text

    def _remove(self, start: int, end: int, left: str = "") -> None:
        if start < end or left:
            self.splices.append(Splice(start, end, left))

    def _remove_between(self, run: Sequence[Entry], start: int, end: int) -> None:
        """Remove a stretch within lines; if it has comments, what follows keeps its place on its line."""
        comments = [*self._comments(run, start, end)]
        if comments and self.text[start - 1] not in " \t" + BREAKS:  # or the number sign would be part of a text
            self._remove(start, start, " ")
        self._cut([*comments, (end, end)] if comments else [], start, end, len(self.text))

    def _cut(self, stays: Sequence[tuple[int, int]], start: int, end: int, deepest: int) -> None:
        """Remove a stretch but for what stays; what begins its line keeps its indentation, up to `deepest`."""
        at = start
        for begin, after in stays:
            line = self._line_start(begin)
            if line >= start:
                self._remove(at, line)
                at = line + min(self._blanks(line), deepest)
            self._remove(at, begin)
            at = after
        self._remove(at, end)

    def _comments(self, run: Sequence[Entry], start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches of the comments among entries, each with the end of its line."""
        at = start
        solids = [solid for entry in run for solid in entry.solids(self.text)]
        for begin, after in [*solids, (end, end)]:
            for comment in _COMMENT.finditer(self.text, at, begin):
                close = _BREAK.match(self.text, comment.end())
                yield comment.start(), close.end() if close else comment.end()
            at = max(at, after)

    def _gap(self, at: int) -> str:
        return self.text[at : skip(self.text, at)]

    def _below(self, at: int) -> int:
        """Return where the next line begins behind the end of a value; at the end of the text that may be no line."""
        line = _LINE.match(self.text, at)
        return line.end() if line else at

    def _line_start(self, at: int) -> int:
        start = self.text.rfind("\n", 0, at) + 1
        return max((odd.end() for odd in _BREAK.finditer(self.text, start, at)), default=start)

    def _blanks(self, at: int) -> int:
        line = _LINE.match(self.text, at)
        return len(line["blanks"]) if line else 0

    def _begins_line(self, at: int) -> bool:
        return not self.text[self._line_start(at) : at].strip(" \t")

    def _proved(self, owner: Node, written: str, data: Value) -> bool:
        """Return whether entries say `data` where `owner` has its entries."""
        if owner.flow:
            return reads(f"{{{written}}}" if owner.kind == "map" else f"[{written}]", data)
        return reads(" " * owner.column + written, data)

    @cached_property
    def _newline(self) -> str:
        first = _BREAK.search(self.text)
        return "\r\n" if first and first[0] == "\r\n" else "\n"

    @cached_property
    def _deeper(self) -> int:
        """Return how far lists stand behind their keys here."""
        return next((by for by in _depths(self.habits) if by), 0)


def _depths(node: Node) -> Iterator[int]:
    """Yield how far each list stands behind its key."""
    for entry in node.entries:
        if entry.key and entry.value.kind == "list" and not (entry.value.flow or node.flow):
            yield entry.value.column - node.column
        yield from _depths(entry.value)
