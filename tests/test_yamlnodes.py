"""Nodes end where their last character stands, and fresh YAML says what it was made from."""

from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from ledger.yamlfresh import Manner
from ledger.yamlfresh import block_lines
from ledger.yamlfresh import flow_text
from ledger.yamlfresh import reads
from ledger.yamlfresh import spellings
from ledger.yamlnodes import Entry
from ledger.yamlnodes import Node
from ledger.yamlnodes import compose
from ledger.yamlnodes import header
from ledger.yamlnodes import skip
from ledger.yamltext import Value
from ledger.yamltext import parse

# ---- where things stand


def only(text: str) -> Entry:
    """Return the first entry of the first mapping in a text."""
    return compose(text, {0}, to_end=False)[1][0].value.entries[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("- a: 1 # 注\n", "1"),
        ("- a: '1 # 2' # 注\n", "'1 # 2'"),
        ("- a: 一\n    二   # 注\n", "一\n    二"),
        ("- a:\n    一\n", "一"),
        ("- a: |\n    一\n", "|\n    一"),
        ("- a: |  # 注\n    一\n\n\n  # 尾\n", "|  # 注\n    一"),
        ("- a: |+\n    一\n\n\n  # 尾\n", "|+\n    一\n\n"),
        ("- a: |+\r\n    一\r\n\r\n  b: 2\r\n", "|+\r\n    一\r\n"),
        ("- a: |\n    一", "|\n    一"),
        ("- a: |+\n    一", "|+\n    一"),
        ("- a: |+\n    一\n\n   ", "|+\n    一\n"),
        ("- a: |+\n    一\n       ", "|+\n    一\n       "),
        ("- a: |\n\n\n", "|"),
        ("- a: >+2\n     一\n", ">+2\n     一"),
        ("- a: [1, # 注\n    2] # 注\n", "[1, # 注\n    2]"),
        ("- a: {b: 1}\n", "{b: 1}"),
        ("- a:\n  - 1 # 注\n  # 尾\n\n", "- 1"),
        ("- a:\n    b:\n    - c: 1\n      # 尾\n", "b:\n    - c: 1"),
        ("- a:\n  - 1\n  -\n# 尾\n", "- 1\n  -"),
        ("- a:\n  - b: # 注\n", "- b:"),
        ("- ? a # 注\n  : 1\n", "1"),
        ('- {"a":1, b: 2}\n', "1"),
    ],
)
def test_a_node_ends_with_its_last_character(text: str, value: str) -> None:
    """Neither comments nor blank lines belong to a node, but the blank lines of a block scalar that keeps them."""
    node = only(text).value
    assert text[node.start : node.end] == value


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("- a:\n", 4),
        ("- a: # 注\n", 4),
        ("- a:\n  b: 1\n", 4),
        ("- {a: , b: 1}\n", 5),
        ("- {a, b: 1}\n", 4),
        ("- {a}\n", 4),
        ("- ? a # 注\n  ? b\n", 5),
        ("- ? a # 注\n  : # 注\n", 13),
        ("- ? # 注\n  : 1\n", 11),
    ],
)
def test_an_entry_says_where_its_value_may_begin(text: str, opened: int) -> None:
    """A value that was left open stands behind the colon, or behind the key where there is none."""
    entry = only(text)
    assert entry.opened == opened
    assert entry.value.value is not None or entry.value.start == entry.value.end == opened


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("- a: [1, # 注, 2\n   3]\n", ["1", "3"]),
        ("- a: [{b: 1}, c: 2 , 'd']\n", ["{", "c", "'"]),
        ("- a:\n  - 1\n  # - 2\n  - # - 3\n    4\n  -\n", ["- 1", "- #", "-\n"]),
        ("- a: {b: 1 , ? c : 2,\n    # d\n    'e': 3,}\n", ["b", "? c", "'e'"]),
        ("- a:\n    b: 1\n    ? c # 注\n    : 2\n    # d: 4\n    d: 3\n", ["b", "? c", "d: 3"]),
    ],
)
def test_entries_start_at_dash_or_key(text: str, starts: list[str]) -> None:
    """An entry begins with its dash, its question mark, its key, or what stands in brackets."""
    entries = only(text).value.entries
    assert len(entries) == len(starts)
    for entry, start in zip(entries, starts, strict=True):
        assert text.startswith(start, entry.start)


def test_what_holds_number_signs_is_known() -> None:
    """Keys and texts are solid: what looks like a comment in them is none; the comment of a block's header is one."""
    text = "- 'a#': |  # 注\n    一 #\n  b: [c #\n    , 'd #']\n"
    [first, second] = compose(text, {0}, to_end=False)[1][0].value.entries
    assert [text[begin:end] for begin, end in first.solids(text)] == ["'a#'", "\n    一 #"]
    assert [text[begin:end] for begin, end in second.solids(text)] == ["b", "c", "'d #'"]
    assert header(text, first.value) == ("|  # 注", "|", "  # 注")
    assert header(text, second.value) == ("", "", "")


def test_only_wanted_entries_are_composed() -> None:
    """The others are counted; the list has its end and its last entry where these are asked for."""
    text = "# 台账\n- a: 1\n- [b, {c: 2}]\n-\n- d # 注\n"
    whole, found = compose(text, {1, 3}, to_end=True)
    assert {at: text[entry.start : entry.end] for at, entry in found.items()} == {1: "[b, {c: 2}]", 3: "d"}
    assert (whole.start, text[whole.start : whole.end], whole.entries) == (5, text[5:-5], (found[3],))
    assert compose(text, {0}, to_end=False)[1].keys() == {0}
    assert compose("[a, b ] # 注", set(), to_end=True)[0].end == 7
    assert compose("[]", set(), to_end=True)[0] == Node(0, 2, 0, "list", flow=True)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_comments_end_where_libyaml_ends_them(end: str) -> None:
    """A line ends for us where it ends for the parser."""
    text = f"- a: 1 # 注 # 又{end}# b: 3{end}   {end}  b: 2"
    assert skip(text, 6) == text.index("b: 2")
    [_, second] = compose(text, {0}, to_end=False)[1][0].value.entries
    assert second.start == text.index("b: 2")


# ---- fresh YAML


@pytest.mark.parametrize(
    ("value", "style", "written"),
    [
        ("甲", "", "甲"),
        ("甲", "'", "'甲'"),
        ("甲", '"', '"甲"'),
        ("甲", "|", "|-\n  甲"),
        ("it's", "'", "'it''s'"),
        ("no", "", "'no'"),
        ("~", "", "'~'"),
        ("Null", "", "'Null'"),
        ("nullable", "", "nullable"),
        ("", "", "''"),
        ("- 甲", "", "'- 甲'"),
        ("甲: 乙", "", "'甲: 乙'"),
        ("甲 #2", "", "'甲 #2'"),
        (" 甲", "", "' 甲'"),
        ("\x07", "'", '"\\u0007"'),
        ("甲\u2028乙", "'", '"甲\\u2028乙"'),
        ("😀\ufeff", "", '"😀\\uFEFF"'),
        ("一\n二", "", "|-\n  一\n  二"),
        ("一\n二\n", "'", "|\n  一\n  二"),
        ("一\n\n", "", "|+\n  一\n"),
        ("\n一", "", "|2-\n\n  一"),
        ("一\n\n二\n三", ">", ">-\n  一\n\n\n  二\n\n  三"),
        ("一\n 二", ">", "|-\n  一\n   二"),
        ("一\r\n二", "", '"一\\r\\n二"'),
        ("\t\n", "", "|2\n  \t"),
        (" \n ", "|", "|2-\n   \n   "),
    ],
)
def test_the_plainest_style_that_holds_a_text_is_taken(value: str, style: str, written: str) -> None:
    """The old style comes first, then plain, single and double quotes; several lines stand below a header."""
    ways = ("\n".join(lines) for lines in spellings(value, style))
    assert next(way for way in ways if reads(f"k: {way}\n", {"k": value})) == written


def test_where_nothing_may_stand_below_quotes_are_taken() -> None:
    """Without blocks a text of several lines is written with escapes, in any style."""
    assert [*spellings("一\n二", "|", blocks=False)] == [['"一\\n二"']]


def test_what_no_file_can_hold_does_not_read() -> None:
    """A byte-order mark inside, and half of a character, would make the file unreadable."""
    assert reads("a: 甲", {"a": "甲"})
    assert not reads("a: 甲\ufeff", {"a": "甲\ufeff"})
    assert not reads("a: \ud800", {"a": "\ud800"})
    assert not reads('a: "\\ud800"', {"a": "\ud800"})


ITEM: Value = {
    "id": "9.10",
    "title": "一: 二",
    "lead": ["甲", "- 乙"],
    "due": None,
    "ongoing": {"every": "month"},
    "log": [{"on": "2024-06-28", "note": "一\n二", "evidence": [{"file": "a.pdf"}]}, []],
    "none": {},
}


def test_fresh_blocks_look_like_the_ledger() -> None:
    """One key a line, the dashes of a list below its key, and the lines of a text below its header."""
    assert block_lines(ITEM, Manner()) == [
        "id: 9.10",
        "title: '一: 二'",
        "lead:",
        "- 甲",
        "- '- 乙'",
        "due:",
        "ongoing:",
        "  every: month",
        "log:",
        "- on: 2024-06-28",
        "  note: |-",
        "    一",
        "    二",
        "  evidence:",
        "  - file: a.pdf",
        "- []",
        "none: {}",
    ]


def test_fresh_blocks_follow_the_manner_of_the_file() -> None:
    """Dashes may stand further in, and texts may have to stay on their line."""
    assert block_lines({"a": ["1", {"b": ["2\n3"]}]}, Manner(deeper=4, blocks=False)) == [
        "a:",
        "    - 1",
        "    - b:",
        '          - "2\\n3"',
    ]


def test_fresh_brackets_follow_the_quotes_beside() -> None:
    """In brackets everything is one line, in the quotes that the neighbours have."""
    value: Value = {"a": ["1", "b, c"], "d": {"e": "2\n"}, "f": None}
    assert flow_text(value, Manner()) == "{a: [1, 'b, c'], d: {e: \"2\\n\"}, f: }"
    assert flow_text(value, Manner(quote='"')) == '{"a": ["1", "b, c"], "d": {"e": "2\\n"}, "f": }'


# ---- anything

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.lists(
    st.sampled_from(
        [*"-?:,[]{}#&*!|>'\"%@`~=\t \n\\甲", "\r", "\x85", "\u2028", "\ufeff", "\0", ": ", " #", "- ", "\n\n"]
    ),
    max_size=6,
).map("".join)
NAMES = st.sampled_from(["id", "甲", "a b", "no", "- x", "#", "", "'"])
NESTED: st.SearchStrategy[Value] = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner | st.none(), max_size=3),
    max_leaves=8,
)
MANNERS = st.builds(Manner, st.sampled_from([0, 2, 4]), st.sampled_from(["", "'", '"']), st.booleans())


@settings(deadline=None, max_examples=300)
@given(st.lists(NESTED, min_size=1, max_size=3), MANNERS)
def test_fresh_yaml_says_what_it_was_made_from(value: Value, manner: Manner) -> None:
    """Any data come back from what is written for them, in lines and in brackets."""
    assert parse("\n".join([*block_lines(value, manner), ""])) == (value, [])
    assert parse(flow_text(value, manner)) == (value, [])


def _agreed(text: str, node: Node, other: yaml.Node) -> Iterator[bool]:
    """Yield whether a node has the place and the value that PyYAML's own composer gives it."""
    if isinstance(other, yaml.ScalarNode):
        yield node.kind == "text"
        yield node.value == (other.value if other.value or other.style else None)
        yield node.value is None or node.start == other.start_mark.index
        yield node.value is None or node.block or node.end == other.end_mark.index
    elif isinstance(other, yaml.SequenceNode):
        yield node.kind == "list"
        for entry, inner in zip(node.entries, other.value, strict=True):
            yield from _agreed(text, entry.value, inner)
    else:
        yield node.kind == "map"
        for entry, (key, inner) in zip(node.entries, other.value, strict=True):
            yield entry.name == key.value
            yield from _agreed(text, entry.value, inner)
    if node.flow and text[node.start] in "[{":
        yield text[node.end - 1] in "]}"
    yield node.start == other.start_mark.index or node.value is None


@settings(deadline=None, max_examples=300)
@given(st.lists(NESTED, min_size=1, max_size=3), st.booleans(), st.sampled_from([20, 80, 10_000]))
def test_nodes_agree_with_the_reference(value: list[Value], flow: bool, width: int) -> None:  # noqa: FBT001 (hypothesis)
    """Places and values are those of PyYAML's own composer, which shares no code with libyaml."""
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow, width=width, sort_keys=False)
    if "!!" not in text:  # where the dumper cannot do without a tag, the reader would not take it
        whole = yaml.compose(text, yaml.BaseLoader)
        assert whole is not None
        found = compose(text, set(range(len(value))), to_end=True)[1]
        for at, other in enumerate(whole.value):
            assert all(_agreed(text, found[at].value, other))
