"""YAML as text: nothing is interpreted, every flaw has its place, and no bytes at all can make the reader fall."""

import time
from collections.abc import Callable

import pytest
import yaml
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from ledger.errors import Flaw
from ledger.files import decode
from ledger.schema import ITEMS
from ledger.schema import read
from ledger.sentences import hint
from ledger.sentences import message
from ledger.yamltext import MAX_DEPTH
from ledger.yamltext import Spot
from ledger.yamltext import Value
from ledger.yamltext import Where
from ledger.yamltext import cut_off
from ledger.yamltext import line_and_column
from ledger.yamltext import locate
from ledger.yamltext import parse

# ---- what the data are


@pytest.mark.parametrize(
    "scalar",
    [
        "no",
        "0123",
        "12:30",
        "9.10",
        "2025-13-31",
        "2024-06-28",
        "null",
        "~",
        "1e3",
        ".inf",
        "True",
        "0x1F",
        "=",
        "1_000",
    ],
)
def test_scalars_stay_as_they_are_written(scalar: str) -> None:
    """YAML's guesses at numbers, dates and truths are not made: the schema decides."""
    assert parse(f"- id: {scalar}\n") == ([{"id": scalar}], [])


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a:\n", {"a": None}),
        ("a: # nothing yet\n", {"a": None}),
        ("a: ''\n", {"a": ""}),
        ('a: ""\n', {"a": ""}),
        ("- \n- b\n", [None, "b"]),
        ("{a: , b: c}\n", {"a": None, "b": "c"}),
        ("? \n: b\n", {"": "b"}),
        ("- a\n- [b, {c: d}]\n", ["a", ["b", {"c": "d"}]]),
        ("[]\n", []),
        ("{}\n", {}),
        ("整改台账\n", "整改台账"),
        ("--- # 台账\n- a\n", ["a"]),
        ("a: |\n  一\n  二\n", {"a": "一\n二\n"}),
        ("a: >-\n  一\n  二\n", {"a": "一 二"}),
        ("a: 'it''s'\n", {"a": "it's"}),
        ("a:\r\n- b\r\n", {"a": ["b"]}),
        ("a: “五险一金”\n", {"a": "“五险一金”"}),
    ],
)
def test_data_are_plain(text: str, data: Value) -> None:
    """A document is texts, lists and mappings; a key without a value has None, and an empty text stays a text."""
    assert parse(text) == (data, [])


# ---- what is wrong with a text


@pytest.mark.parametrize(
    ("text", "flaws"),
    [
        ("", [(0, "empty-file", {})]),
        ("- a\n--- \n- b\n", [(4, "several-documents", {})]),
        ("- &x a\n- *x\n- !!int b\n", [(2, "anchor", "x"), (9, "alias", "x"), (14, "tag", "!!int")]),
        ("a: 1\nb: 2\na: 3\na: 4\n", [(10, "duplicate-key", "a"), (15, "duplicate-key", "a")]),
        ("- {a: 1, 'a': 2}\n", [(9, "duplicate-key", "a")]),
        ("{? : 1, ? : 2}\n", [(10, "duplicate-key", "")]),
        ("a: {b: 1}\na: {b: 2}\n", [(10, "duplicate-key", "a")]),
        ("a: [{b: 1}]\na: [{b: 2, b: 3}]\n", [(12, "duplicate-key", "a"), (23, "duplicate-key", "b")]),
        ("- {*x : 1, b: 2, b: 3}\n", [(3, "alias", "x"), (17, "duplicate-key", "b")]),
        ("- {a: 1, a: 2}\n- 'b\n", [(9, "duplicate-key", "a"), (17, "open-quote", {})]),
        ("- ? [a]\n  : b\n", [(4, "complex-key", {})]),
        ("- {[a]: 1}\n- {b: 1, b: 2}\n", [(3, "complex-key", {}), (20, "duplicate-key", "b")]),
        ("a: @b\n", [(3, "quotes-needed", "@")]),
        ("a: b\x07\n", [(4, "control-character", "U+0007")]),
        ("a: b\x7f\n", [(4, "control-character", "U+007F")]),
        ("a: b: c\n", [(4, "colon", {})]),
        ("a:\n\t- b\n", [(3, "tab", {})]),
        ("- !<tag:yaml.org,2002:str> a\n- !foo b\n", [(2, "tag", "!!str"), (31, "tag", "!foo")]),
        ("- a: b\n  c：d\n", [(10, "wide-character", "：")]),
        ("- a: b\n  c：d\n  e: f\n", [(10, "wide-character", "：")]),
        ("- a：b\n  c: d\n", [(3, "wide-character", "：")]),
        ("- a：  b\n  c: d\n", [(3, "wide-character", "：")]),
        ("- a: b\n－ a: c\n", [(7, "wide-character", "－")]),
        ("- a: b\n— a: c\n", [(7, "wide-character", "—")]),
        ("- a: b\n–a: c\n", [(7, "wide-character", "–")]),
        ("a:\n－ b\n－ c\n", [(3, "wide-character", "－")]),
        ("- a: b\n-\u00a0a: c\n", [(8, "wide-character", "\u00a0")]),
        ("- a: b\n-\u3000a: c\n", [(8, "wide-character", "\u3000")]),
        ("- a: b\n  c:\u3000d\n", [(11, "wide-character", "\u3000")]),
        ("- a: b\n  c:\u00a0d\n  e: f\n", [(11, "wide-character", "\u00a0")]),
        ("- a: b\n\u3000c: d\n", [(7, "wide-character", "\u3000")]),
        ("- a: b\n \u00a0c: d\n", [(8, "wide-character", "\u00a0")]),
        ("- a:\u00a0b\n  c: d\n", [(4, "wide-character", "\u00a0")]),
        ("－ a: b\n  c: d\n", [(0, "wide-character", "－")]),
        ("-\u3000a: b\n  c: d\n", [(1, "wide-character", "\u3000")]),
        ("- a: b\n-a: c\n", [(8, "space-missing", {})]),
        ("- a:\n  -b\n  -c\n", [(8, "space-missing", {})]),
        ("- a: b\n  c:d\n", [(11, "space-missing", {})]),
        ("- a: b\n  c:d\n  e: f\n", [(11, "space-missing", {})]),
        ("- a:b\n  c: d\n", [(4, "space-missing", {})]),
        ("-a: b\n  c: d\n", [(1, "space-missing", {})]),
        ('- a: "C:\\档"\n', [(8, "bad-escape", {})]),
        ('- a: "C:\\xZZ"\n', [(10, "bad-escape", {})]),
    ],
)
def test_every_flaw_is_found_at_its_offset(text: str, flaws: list[tuple[int, str, object]]) -> None:
    """All flaws of a text come back, each where it stands, with the word that it is about."""
    said = {"anchor": "name", "alias": "name", "tag": "name", "duplicate-key": "key"}
    said |= {"quotes-needed": "character", "control-character": "character", "wide-character": "character"}
    found = sorted(parse(text)[1], key=lambda flaw: flaw.offset)
    assert [
        (flaw.offset, flaw.code, flaw.fields[said[flaw.code]] if flaw.code in said else {}) for flaw in found
    ] == flaws


@pytest.mark.parametrize(
    "text",
    [
        "a: 说：好\n",
        "- 说：好\n",
        "a: 甲－乙\n",
        "a: —— 见下\n",
        "a: 甲\u3000乙\n",
        "a: b:c\n",
        "a: -1\n",
        "- -1\n",
        "a：b: c\n",
    ],
)
def test_full_width_characters_inside_a_text_are_text(text: str) -> None:
    """Chinese punctuation in a text, and a colon or a dash that belongs to one, make no flaw."""
    assert parse(text)[1] == []


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("- title: 隐患 #2号楼\n", [12]),
        ("- title: #2号楼\n", [9]),
        ("- title: 隐患  #2号楼\r\n  area: 甲\r\n", [13]),
        ("- title: 隐患\n    处 #2号楼\n", [18]),
        ("- lead:\n  - 甲 #乙\n  - 丙 # 丁\n", [14]),
        ("- a: [甲, 乙] #丙\n", [12]),
        ("- a: '甲' #乙\n", [9]),
        ("- a: 甲 #乙\n- a: '甲 #乙'\n- a: 丙 #丁\n", [7, 29]),
        ("- a: |\n    甲 #乙\n  b: 丙 #丁\n", [23]),
        ("- a: 甲#乙 #丙\n", [9]),
        ("- a: '甲 #乙' #丙\n", [12]),
        ("- a: 甲\t#乙\n", [7]),
    ],
)
def test_a_text_that_was_cut_off_is_doubted(text: str, signs: list[int]) -> None:
    """A comment without a space behind its sign, right behind an unquoted value, may be the rest of the text."""
    assert parse(text)[1] == []
    assert cut_off(text) == [Flaw(at, "cut-off") for at in signs]


@pytest.mark.parametrize(
    "text",
    [
        "- a: '隐患 #2号楼'\n",
        '- a: "隐患 #2号楼"\n',
        "- a: '隐患\n    处 #2号楼'\n",
        "- a: |\n    隐患 #2号楼\n",
        "- a: >-\n    隐患 #2号楼\n",
        "- a: 隐患 # 2号楼\n",
        "- a: 隐患 #\n",
        "- a: 隐患 ## 2号楼\n",
        "- a: 隐患 # 见 #2号楼\n",
        "- a: C#语言\n",
        "- a: 隐患#2号楼\n",
        "#2号楼\n- a: 甲\n",
        "- a: 甲\n  #2号楼\n  b: 乙\n",
        "[]\n",
    ],
)
def test_a_comment_or_a_quoted_sign_is_not_doubted(text: str) -> None:
    """Comments with a space or on a line of their own, and signs inside a text, cut nothing off."""
    assert parse(text)[1] == []
    assert cut_off(text) == []


def test_signs_by_the_thousand_are_looked_at_once() -> None:
    """Quoted signs in a large file are not each compared with every text."""
    text = "- a: '隐患 #2号楼'\n  b: 'c'\n" * 10_000
    begun = time.process_time()
    assert cut_off(text) == []
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "[{a: "])
def test_depth_is_limited(opening: str) -> None:
    """As many collections in each other as are allowed can be read; the one beyond is named, not what is in it."""
    allowed = opening * (MAX_DEPTH // (opening.count("[") + opening.count("{") or 1))
    closing = "".join({"[": "]", "{": "}"}.get(bracket, "") for bracket in reversed(allowed))
    assert parse(f"{allowed}b{closing}")[1] == []
    [flaw] = parse(f"{allowed}[b]{closing}")[1]
    assert (flaw.offset, flaw.code) == (len(allowed), "too-deep")


def test_a_flood_of_brackets_is_not_read_to_its_end() -> None:
    """Brackets by the hundred thousand are refused at the seventeenth: reading on would take hours and all memory."""
    [flaw] = parse("[" * 100_000)[1]
    assert (flaw.offset, flaw.code) == (MAX_DEPTH, "too-deep")


def test_looking_for_a_repeated_key_does_not_read_too_deep() -> None:
    """A repeated key makes the text be read again, and that reading is limited as well."""
    found = parse("- {a: 1, a: 2}\n- " + "[" * 2_000)[1]
    assert sorted((flaw.offset, flaw.code) for flaw in found) == [(9, "duplicate-key"), (31 + 1, "too-deep")]


# ---- where things stand


def test_a_value_is_located_with_its_key() -> None:
    """A spot has the offset of the value and of its key; an element of a list has no key but itself."""
    text = "- id: 1\n  lead: [甲, 乙]\n  due:\n  log:\n  - on: '5'\n"
    wheres: set[Where] = {
        (0,),
        (0, "id"),
        (0, "lead"),
        (0, "lead", 1),
        (0, "due"),
        (0, "log", 0, "on"),
        (0, "no"),
        (7,),
    }
    assert locate(text, wheres) == {
        (0,): Spot(2, 2),
        (0, "id"): Spot(2, 6),
        (0, "lead"): Spot(10, 16),
        (0, "lead", 1): Spot(20, 20),
        (0, "due"): Spot(25, 29),
        (0, "log", 0, "on"): Spot(41, 45),
    }


def test_the_document_itself_is_located() -> None:
    """The empty path is the document, behind comments and its mark."""
    assert locate("# 台账\n--- \n- a\n", {()}) == {(): Spot(10, 10)}


def test_a_key_of_digits_is_no_index() -> None:
    """The key '0' of a mapping and the first element of a list are different places."""
    assert locate("{'0': [a]}", {("0", 0), (0, "0"), (0,), ("0",)}) == {("0",): Spot(1, 6), ("0", 0): Spot(7, 7)}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", [(1, 1)]),
        ("甲\n乙", [(1, 1), (1, 2), (2, 1), (2, 2)]),
        ("a\r\nb", [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]),
        ("a\rb", [(1, 1), (1, 2), (2, 1), (2, 2)]),
        ("\n\r\n", [(1, 1), (2, 1), (2, 2), (3, 1)]),
        ("𠮷\u2028\x0c\x85b", [(1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6)]),
    ],
)
def test_lines_and_columns_are_those_of_an_editor(text: str, places: list[tuple[int, int]]) -> None:
    r"""Lines end with \n, \r\n or \r and nothing else; columns count characters, not bytes and not cells."""
    assert line_and_column(text, set(range(len(text) + 1))) == dict(enumerate(places))


@given(st.text("a甲𠮷\n\r\u2028\x85", max_size=30))
def test_lines_and_columns_agree_with_counting(text: str) -> None:
    """Line and column of every offset are what a walk through the text counts."""
    line, column = 1, 1
    walked = {}
    for offset, character in enumerate([*text, ""]):
        walked[offset] = (line, column)
        ends = character == "\n" or (character == "\r" and text[offset + 1 : offset + 2] != "\n")
        line, column = (line + 1, 1) if ends else (line, column + 1)
    assert line_and_column(text, set(walked)) == walked


# ---- any data

CHARACTERS = st.characters(codec="utf-8")
HARD = st.sampled_from(
    [*"-?:,[]{}#&*!|>'\"%@`~=\t \n\\", "\r", "\x85", "\u2028", "\ufeff", "\0", "\x07", ": ", " #", "- "]
)
TEXTS = (
    st.text(CHARACTERS, max_size=12) | st.lists(HARD, max_size=5).map("".join) | st.sampled_from(["no", "0123", "<<"])
)
NESTED: st.SearchStrategy[Value] = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
).filter(lambda data: _depth(data) <= MAX_DEPTH)


def _depth(data: Value) -> int:
    if isinstance(data, dict):
        return 1 + max(map(_depth, data.values()), default=0)
    return 1 + max(map(_depth, data), default=0) if isinstance(data, list) else 0


class _Unwritten(yaml.SafeDumper):
    """Writes None as nothing at all, which is how a person leaves a value open."""


_Unwritten.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def _plain(node: yaml.Node, spots: dict[Where, Spot], where: Where = (), key: yaml.Node | None = None) -> Value:
    """Return the data of a node, and fill `spots`."""
    spots[where] = Spot((key or node).start_mark.index, node.start_mark.index)
    if isinstance(node, yaml.MappingNode):
        return {name.value: _plain(inner, spots, (*where, name.value), name) for name, inner in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(inner, spots, (*where, at)) for at, inner in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    return str(node.value) if node.value or node.style else None


def _assert_agreed(text: str) -> None:
    """Compare data and places with those of PyYAML's own composer, which shares no code with libyaml."""
    node = yaml.compose(text, yaml.BaseLoader)
    assert node is not None
    spots: dict[Where, Spot] = {}
    assert parse(text) == (_plain(node, spots), [])
    assert locate(text, spots.keys()) == spots


@settings(deadline=None)
@given(NESTED, st.booleans(), st.sampled_from([20, 80, 10_000]))
def test_any_data_are_read_as_they_were_dumped(data: Value, flow: bool, width: int) -> None:  # noqa: FBT001 (hypothesis)
    """Whatever YAML can hold is read as the reference loader reads it, in any style, and found where that finds it."""
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, width=width, sort_keys=False)
    assert parse(text) == (yaml.load(text, yaml.BaseLoader), [])  # noqa: S506 (it makes nothing but texts)
    _assert_agreed(text)


@settings(deadline=None)
@given(st.lists(st.dictionaries(TEXTS, st.none() | TEXTS, max_size=4) | st.none(), min_size=1, max_size=4))
def test_values_left_open_are_none(data: Value) -> None:
    """A key or a dash with nothing behind it is None, and its place is where the value would be written."""
    text = yaml.dump(data, Dumper=_Unwritten, allow_unicode=True, default_flow_style=False, sort_keys=False)
    if "!!null" not in text:  # PyYAML writes what it cannot leave out
        _assert_agreed(text)


# ---- any bytes

GOOD = """\
# 整改台账
- id: 2
  area: 学前教育教师待遇保障
  kind: problem
  title: 教职工“五险一金”缴纳不足
  lead: [区教委, 区人社局]
  ongoing: {every: month}
  due: 2024-06-28
  status: in_progress
  measures:
  - id: 2.1
    text: >-
      开展缴费专项执法检查，
      督促补缴
    done: 2024-06-20
    evidence:
    - file: evidence/2/0531.pdf
  indicators:
  - name: 足额缴纳占比
    unit: '%'
    kind: baseline
    literal: "占比仅65%"
    value: 65
    readings:
    - {on: 2024-06-30, value: 82}
  log:
  - on: 2024-05-31
    event: progress
    by: 区教委
    note: 已检查56所
  - {on: 2024-06-21, by: 区教委, event: publicize, from: 2024-06-22, until: 2024-06-29}
  - on: 2024-06-23
    event: correct
    by: 区教委
    entry: 1
    reason: 数字有误
""".encode()

SLIPS = st.sampled_from(
    [
        *(bytes([byte]) for byte in b"\t \n\r\0\x07-:,[]{}'\"&*!|>%@`?#.\\<=0x\xff\xfe\xe4\xb8\xef\xbb\xbf"),
        *(b"\n---\n", b"\n...\n", b"<<: ", b"? ", b"- ", b": ", b"''", b'""', b"&a ", b"*a", b"!!str ", b"%YAML 1.1\n"),
        *(
            "　".encode(),
            "：".encode(),
            "－".encode(),
            "\u00a0".encode(),
            b" #2",
            "\ufeff".encode(),
            "\u2028".encode(),
            "学".encode("gbk"),
            "学".encode("utf-16-le"),
        ),
        *(b"\n  measures:\n", b"\n  log:\n", b"lead: ''\n  ", b"on:\n", b"[[", b"{a: ", b"{{x}}", b"\n<<<<<<< HEAD\n"),
    ]
)
PLACES = st.integers(0, len(GOOD))
EDITS: st.SearchStrategy[Callable[[bytes], bytes]] = st.one_of(
    st.builds(lambda at, new: lambda raw: raw[:at] + new + raw[at:], PLACES, SLIPS | st.binary(max_size=4)),
    st.builds(lambda at, size: lambda raw: raw[:at] + raw[at + size :], PLACES, st.integers(1, 40)),
    st.builds(lambda at, new: lambda raw: raw[:at] + new + raw[at + len(new) :], PLACES, SLIPS | st.binary(max_size=4)),
    st.builds(
        lambda at, to, size: lambda raw: raw[:to] + raw[at : at + size] + raw[to:], PLACES, PLACES, st.integers(1, 200)
    ),
)


def _read_through(raw: bytes) -> None:
    """Read bytes as the store does; whatever is wrong has a place in the text, and a sentence."""
    text, flaws = decode(raw)
    if not flaws:
        data, flaws = parse(text)
    for flaw in flaws:
        assert 0 <= flaw.offset <= len(text)
        assert message(flaw.code, flaw.fields) + hint(flaw.code, flaw.fields)
    if flaws:
        return
    assert all(text[flaw.offset] == "#" for flaw in cut_off(text))
    shaped = read(ITEMS, "items.yaml", data)
    faults = shaped[1]
    assert (shaped[0] is None) == bool(faults)
    found = locate(text, {fault.where[:end] for fault in faults for end in range(len(fault.where) + 1)})
    for fault in faults:
        assert any(fault.where[:end] in found for end in range(len(fault.where), -1, -1))
        assert message(fault.code, fault.fields) + hint(fault.code, fault.fields)


def test_the_text_that_is_spoilt_below_is_good() -> None:
    """Without a slip the text has no fault: what is found below comes from the slips."""
    assert read(ITEMS, "items.yaml", parse(GOOD.decode())[0])[1] == []


@settings(deadline=None, max_examples=2_000, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(EDITS, min_size=1, max_size=5))
def test_no_slip_makes_the_reader_fall(edits: list[Callable[[bytes], bytes]]) -> None:
    """However a good file is spoilt, its reading ends with flaws or faults that can be told, not with an exception."""
    raw = GOOD
    for edit in edits:
        raw = edit(raw)
    _read_through(raw)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fall(raw: bytes) -> None:
    """Any bytes at all are read, or refused with a flaw."""
    _read_through(raw)
