"""Splices: a change of data is a change of just these bytes, whatever the file looks like."""

import re
import time
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from ledger.files import decode
from ledger.splices import ByHandError
from ledger.splices import Data
from ledger.splices import Splice
from ledger.splices import apply
from ledger.splices import revise
from ledger.yamltext import Value
from ledger.yamltext import parse

# ---- each splice in each layout; what is wanted is written in brackets, and the keys are in the order of the alphabet


def data(text: str) -> list[Data]:
    """Return the mappings of a list, their keys in the order of the alphabet."""
    value, flaws = parse(text)
    assert flaws == []
    assert isinstance(value, list)
    return [mapping for mapping in map(ordered, value) if isinstance(mapping, dict)]


def ordered(value: Value) -> Value:
    """Return a value with the keys of its mappings in the order of the alphabet."""
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in sorted(value)}
    return [ordered(inner) for inner in value] if isinstance(value, list) else value


def as_model(old: Data, new: Data) -> Data:
    """Return the old value as the model has it: a text that stands for a list is one."""
    return {
        key: [value] if isinstance(value, str) and isinstance(new.get(key), list) else value
        for key, value in old.items()
    }


def revised(before: str, wanted: str) -> str:
    """Return a text after it was made to say what is wanted."""
    new = data(wanted)
    pairs = [(as_model(old, now), now) for old, now in zip(data(before), new, strict=False)]
    changed = {at: (old, now) for at, (old, now) in enumerate(pairs) if old != now}
    after = apply(before, revise(before, changed, new[len(pairs) :]))
    assert data(after) == new
    return after


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("- a: 1 # 注\n", "[{a: 2}]", "- a: 2 # 注\n"),
        ("- 'a': '1'\n", "[{a: 2}]", "- 'a': '2'\n"),
        ('- a: "1"\n', "[{a: 甲}]", '- a: "甲"\n'),
        ("- a: '1'\n", '[{a: "it\'s"}]', "- a: 'it''s'\n"),
        ("- a: 1\n", "[{a: 'x: y'}]", "- a: 'x: y'\n"),
        ("- a: 1\n", "[{a: '甲 #2'}]", "- a: '甲 #2'\n"),
        ("- a: 1\n", '[{a: "甲\\u2028乙"}]', '- a: "甲\\u2028乙"\n'),
        ("- a: 1\n", '[{a: "\\x07"}]', '- a: "\\u0007"\n'),
        ("- a: 1\n", '[{a: "\\ufeff"}]', '- a: "\\uFEFF"\n'),
        ("- a: 1\n", "[{a: 'no'}]", "- a: 'no'\n"),
        ("- a: 1\n", "[{a: ''}]", "- a: ''\n"),
        ("- a: 1\n", "[{a: '~'}]", "- a: '~'\n"),
        ("- a: 'x y'\n", '[{a: "1\\n2"}]', "- a: |-\n    1\n    2\n"),
        ("- a: 1\n  b: 2\n", '[{a: "1\\n2", b: 2}]', "- a: |-\n    1\n    2\n  b: 2\n"),
        ("- a: 1\n  b: 2\n", '[{a: "1\\n2\\n", b: 2}]', "- a: |\n    1\n    2\n  b: 2\n"),
        ("- a: 1\n  b: 2\n", '[{a: "1\\n\\n", b: 2}]', "- a: |+\n    1\n\n  b: 2\n"),
        ("- a: 1\n\n  b: 2\n", '[{a: "1\\n\\n", b: 2}]', '- a: "1\\n\\n"\n\n  b: 2\n'),
        ("- a: 1\n  b: 2\n", '[{a: " 1\\n2", b: 2}]', "- a: |2-\n     1\n    2\n  b: 2\n"),
        ("- a: 1 # 注\n", '[{a: "1\\n2"}]', '- a: "1\\n2" # 注\n'),
        ("- a: 1\n     # 注\n", '[{a: "1\\n2"}]', '- a: "1\\n2"\n     # 注\n'),
        ("- a: 1", '[{a: "1\\n2"}]', "- a: |-\n    1\n    2"),
        ("- a: 1", '[{a: "1\\n2\\n"}]', '- a: "1\\n2\\n"'),
        (
            "- a: |  # 注\n      一\n      二\n\n  b: 2\n",
            '[{a: "三\\n四\\n", b: 2}]',
            "- a: |  # 注\n      三\n      四\n\n  b: 2\n",
        ),
        ("- a: |  # 注\n      一\n      二\n\n  b: 2\n", '[{a: "三", b: 2}]', "- a: |-  # 注\n      三\n\n  b: 2\n"),
        ("- a: |  # 注\n      一\n      二\n\n  b: 2\n", '[{a: "\\n", b: 2}]', '- a: "\\n"  # 注\n\n  b: 2\n'),
        ("- a: >-\n    一\n    二\n", '[{a: "三\\n四"}]', "- a: >-\n    三\n\n    四\n"),
        ("- a: >2-\n     一\n", '[{a: "三\\n 四"}]', "- a: |-\n    三\n     四\n"),
        ("- a: |+\n    一\n\n  b: 2\n", '[{a: "三\\n\\n\\n", b: 2}]', "- a: |+\n    三\n\n\n  b: 2\n"),
        ("- a: 一\n    二 # 注\n  b: 2\n", '[{a: "三", b: 2}]', "- a: 三 # 注\n  b: 2\n"),
        ('- a: "一\n    二" # 注\n', '[{a: "三"}]', '- a: "三" # 注\n'),
        ("- a:  # 注\n    一\n", '[{a: "- 三"}]', "- a:  # 注\n    '- 三'\n"),
        ("- {a: 1, b: 2}\n", "[{a: '1, 2', b: 2}]", "- {a: '1, 2', b: 2}\n"),
        ('- {"a":"1"}\n', '[{a: "1\\n2"}]', '- {"a":"1\\n2"}\n'),
        ("- a: 1\r\n  b: 2\r\n", '[{a: "1\\n2", b: 2}]', "- a: |-\r\n    1\r\n    2\r\n  b: 2\r\n"),
        ("- a: [1, 2] # 注\n", "[{a: [1, '2]']}]", "- a: [1, '2]'] # 注\n"),
        ("- a:\n  - 1 # 一\n  - 2 # 二\n", "[{a: [1, 3]}]", "- a:\n  - 1 # 一\n  - 3 # 二\n"),
        ("- a:\n  - 1\n  - 2\n", '[{a: [1, "2\\n3"]}]', "- a:\n  - 1\n  - |-\n    2\n    3\n"),
        ("- ? a\n  : 1\n", "[{a: 2}]", "- ? a\n  : 2\n"),
    ],
)
def test_a_text_is_replaced(before: str, new: str, after: str) -> None:
    """A new text stands where the old one stood, in its manner where that can hold it; comments and lines stay."""
    assert revised(before, new) == after


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("- a:\n  b: 2\n", "[{a: 1, b: 2}]", "- a: 1\n  b: 2\n"),
        ("- a: # 注\n  b: 2\n", "[{a: 1, b: 2}]", "- a: 1 # 注\n  b: 2\n"),
        ("- a:\n", "[{a: [1, 2]}]", "- a:\n  - 1\n  - 2\n"),
        ("- a: # 注\n  # 又\n  b: 2\n", "[{a: [1, 2], b: 2}]", "- a: # 注\n  - 1\n  - 2\n  # 又\n  b: 2\n"),
        ("- a:\n  b: 2\n", "[{a: {c: 3}, b: 2}]", "- a:\n    c: 3\n  b: 2\n"),
        ("- a: []\n", "[{a: [1]}]", "- a:\n  - 1\n"),
        ("- a: []  # 注\n", "[{a: [{b: 1, c: 2}]}]", "- a: # 注\n  - b: 1\n    c: 2\n"),
        ("- a: [ # 注\n  ]\n", "[{a: [1]}]", "- a: [1 # 注\n  ]\n"),
        ("- a: {} # 注\n", "[{a: {b: 1}}]", "- a: {b: 1} # 注\n"),
        ("- {a: , b: 2}\n", "[{a: 1, b: 2}]", "- {a: 1 , b: 2}\n"),
        ("- {a, b: 2}\n", "[{a: [1], b: 2}]", "- {a: [1], b: 2}\n"),
        ('- {"a": [], "b": ""}\n', "[{a: [{c: 1}], b: ''}]", '- {"a": [{"c": "1"}], "b": ""}\n'),
        ("- a:", "[{a: [1, 2]}]", "- a:\n  - 1\n  - 2"),
        ("- a: []", "[{a: [1, 2]}]", "- a:\n  - 1\n  - 2"),
        ("- ? a\n  :\n  ? b\n  : 2\n", "[{a: [1], b: 2}]", "- ? a\n  :\n  - 1\n  ? b\n  : 2\n"),
        ("- b:\n    - 1\n  a: []\n", "[{a: [1], b: [1]}]", "- b:\n    - 1\n  a:\n    - 1\n"),
        ("- a: [# 注\n  ]\n", "[{a: [1]}]", "- a: [1 # 注\n  ]\n"),
        ('- {"a":# 注\n    }\n', "[{a: 1}]", '- {"a": "1"# 注\n    }\n'),
    ],
)
def test_what_was_left_open_is_filled(before: str, new: str, after: str) -> None:
    """A key without a value or with empty brackets gets its value, and the comments around stay with it."""
    assert revised(before, new) == after


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("- a: 1\n  b: 2\n", "[{a: [1, 2], b: 2}]", "- a:\n  - 1\n  - 2\n  b: 2\n"),
        ("- a: 1 # 注\n  b: 2\n", "[{a: [1, 2], b: 2}]", "- a: [1, 2] # 注\n  b: 2\n"),
        ("- a: # 注\n    1\n  b: 2\n", "[{a: [1, 2], b: 2}]", "- a: # 注\n    [1, 2]\n  b: 2\n"),
        ("- {a: 1, b: 2}\n", "[{a: [1, 2], b: 2}]", "- {a: [1, 2], b: 2}\n"),
        ("- a: |- # 注\n    一\n  b: 2\n", "[{a: [一, 二], b: 2}]", "- a: [一, 二] # 注\n  b: 2\n"),
        ("- a: |-\n    一\n\n  b: 2\n", "[{a: [一, 二], b: 2}]", "- a:\n  - 一\n  - 二\n\n  b: 2\n"),
        ("- a: 1", "[{a: [1, 2]}]", "- a:\n  - 1\n  - 2"),
    ],
)
def test_a_single_text_becomes_a_list(before: str, new: str, after: str) -> None:
    """A text that stands for a list of one becomes a list, in brackets where a comment would lose its place."""
    assert revised(before, new) == after


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("- a: 1 # 一\n  c: 3 # 三\n", "[{a: 1, b: 2, c: 3}]", "- a: 1 # 一\n  b: 2\n  c: 3 # 三\n"),
        ("- a: 1\n  # 注\n\n  d: 4\n", "[{a: 1, b: 2, c: 3, d: 4}]", "- a: 1\n  b: 2\n  c: 3\n  # 注\n\n  d: 4\n"),
        ("- b: 2 # 二\n", "[{a: 1, b: 2}]", "- a: 1\n  b: 2 # 二\n"),
        ("-\n  b: 2\n", "[{a: 1, b: 2}]", "-\n  a: 1\n  b: 2\n"),
        ("- # 注\n  b: 2\n", "[{a: 1, b: 2, c: 3}]", "- # 注\n  a: 1\n  b: 2\n  c: 3\n"),
        (
            "-   a: 1\n    c: 3\n",
            "[{a: 1, b: [x, {y: 1, z: 2}], c: 3}]",
            "-   a: 1\n    b:\n    - x\n    - y: 1\n      z: 2\n    c: 3\n",
        ),
        ("- ? a\n  : 1\n", "[{a: 1, b: 2}]", "- ? a\n  : 1\n  b: 2\n"),
        ("- c: 3\n  a: 1\n", "[{a: 1, b: 2, c: 3}]", "- c: 3\n  a: 1\n  b: 2\n"),
        ("- a: |\n    一\n\n  c: 3\n", '[{a: "一\\n", b: 2, c: 3}]', "- a: |\n    一\n  b: 2\n\n  c: 3\n"),
        ("- a: |+\n    一\n\n  c: 3\n", '[{a: "一\\n\\n", b: 2, c: 3}]', "- a: |+\n    一\n\n  b: 2\n  c: 3\n"),
        ("- a: |\n    一\n# 尾\n", '[{a: "一\\n", b: 2}]', "- a: |\n    一\n  b: 2\n# 尾\n"),
        ("- a: |\n    一", '[{a: "一", b: 2}]', "- a: |-\n    一\n  b: 2"),
        ("- a: |+ # 注\n    一", '[{a: "一", b: 2}]', "- a: |- # 注\n    一\n  b: 2"),
        ("- a: >-\n    一", '[{a: "一", b: 2}]', "- a: >-\n    一\n  b: 2"),
        (
            "- a:\n  - x: 1\n    # 深\n\n  # 浅\n",
            "[{a: [{x: 1}], b: 2}]",
            "- a:\n  - x: 1\n  b: 2\n    # 深\n\n  # 浅\n",
        ),
        (
            "- a:\n  - x: 1\n    # 深\n\n  # 浅\n",
            "[{a: [{x: 1, y: 2}], b: 2}]",
            "- a:\n  - x: 1\n    y: 2\n  b: 2\n    # 深\n\n  # 浅\n",
        ),
        ("- a:\n", "[{a: , b: 2}]", "- a:\n  b: 2\n"),
        ("- a: # 注\n  c: 3\n", "[{a: , b: 2, c: 3}]", "- a: # 注\n  b: 2\n  c: 3\n"),
        ("- a: 1", "[{a: 1, b: 2}]", "- a: 1\n  b: 2"),
        ("- a: 1 # 注", "[{a: 1, b: [2, 3]}]", "- a: 1 # 注\n  b:\n  - 2\n  - 3"),
        ("- a: 1\r\n  c: 3\r\n", '[{a: 1, b: "1\\n2", c: 3}]', "- a: 1\r\n  b: |-\r\n    1\r\n    2\r\n  c: 3\r\n"),
        ("- {a: 1, c: 3} # 注\n", "[{a: 1, b: 2, c: 3}]", "- {a: 1, b: 2, c: 3} # 注\n"),
        ("- {a: 1, c: 3}\n", "[{a: 1, c: 3, d: [x, {y: 'a, b'}]}]", "- {a: 1, c: 3, d: [x, {y: 'a, b'}]}\n"),
        ("- {b: 2}\n", "[{a: 1, b: 2}]", "- {a: 1, b: 2}\n"),
        ("- {a: , c: 3}\n", "[{a: , b: 2, c: 3}]", "- {a: , b: 2 , c: 3}\n"),
        ("- {a, c}\n", "[{a: , b: 2, c: }]", "- {a , b: 2, c}\n"),
        (
            "- {\n    a: 1, # 一\n    c: 3, # 三\n  }\n",
            "[{a: 1, b: 2, c: 3, d: 4}]",
            "- {\n    a: 1, b: 2, # 一\n    c: 3, d: 4, # 三\n  }\n",
        ),
        (
            "- {\n    a: 1,\n    c: 3\n  }\n",
            "[{a: 1, b: 2, c: 3, d: 4}]",
            "- {\n    a: 1,\n    b: 2,\n    c: 3,\n    d: 4\n  }\n",
        ),
        (
            '[\n  {\n    "a": "1",\n    "c": ["x"]\n  }\n]\n',
            "[{a: 1, b: 2, c: [x, y], d: {e: 5}}]",
            '[\n  {\n    "a": "1",\n    "b": "2",\n    "c": ["x", "y"],\n    "d": {"e": "5"}\n  }\n]\n',
        ),
        ("- a:\n    - 1\n  b: 2\n", "[{a: [1], b: 2, c: [3]}]", "- a:\n    - 1\n  b: 2\n  c:\n    - 3\n"),
        ("- a: 1\n  # 一\n\n- a: 2\n", "[{a: 1, b: 2}, {a: 2, b: 3}]", "- a: 1\n  b: 2\n  # 一\n\n- a: 2\n  b: 3\n"),
        ("- a: 1\n...\n", "[{a: 1, b: 2}]", "- a: 1\n  b: 2\n...\n"),
        ("--- # 台账\n- a: 1\n", "[{a: 1, b: 2}]", "--- # 台账\n- a: 1\n  b: 2\n"),
        ("- {a: 1 , c: 3}\n", "[{a: 1, b: '-', c: 3}]", "- {a: 1, b: '-' , c: 3}\n"),
        ("- {a: 1 , c: 3}\n", "[{a: 1, c: 3, d: '-'}]", "- {a: 1 , c: 3, d: '-'}\n"),
        ("- a: 1 # 注\u2028  c: 3\n", "[{a: 1, b: 2, c: 3}]", "- a: 1 # 注\u2028  b: 2\n  c: 3\n"),
    ],
)
def test_a_key_is_inserted(before: str, new: str, after: str) -> None:
    """A new key stands behind the one before it in the order of the new value, in the manner of its neighbours."""
    assert revised(before, new) == after


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("- a: 1\n  b: 2\n  c: 3\n", "[{a: 1, c: 3}]", "- a: 1\n  c: 3\n"),
        ("- a: 1 # 一\n  b: 2 # 二\n  c: 3 # 三\n", "[{a: 1, c: 3}]", "- a: 1 # 一\n  # 二\n  c: 3 # 三\n"),
        ("- a: 1 # 一\n  # 上\n  b: 2 # 二\n", "[{b: 2}]", "- # 一\n  # 上\n  b: 2 # 二\n"),
        ("- a: 1\n  b: 2\n", "[{b: 2}]", "- b: 2\n"),
        ("- # 注\n  a: 1 # 一\n  b: 2\n", "[{b: 2}]", "- # 注\n  # 一\n  b: 2\n"),
        ("-\n  a: 1\n  b: 2\n", "[{b: 2}]", "-\n  b: 2\n"),
        ("- a: 1\n  b: 2\n  c: 3\n", "[{c: 3}]", "- c: 3\n"),
        (
            "- a: 1\n  b:\n  - x: 1 # 一\n    # 二\n    y: [1, # 三\n      2] # 四\n  c: 3\n",
            "[{a: 1, c: 3}]",
            "- a: 1\n  # 一\n    # 二\n    # 三\n      # 四\n  c: 3\n",
        ),
        ("- a:\n  # 一\n  - 1\n  b: 2\n", "[{b: 2}]", "-   # 一\n  b: 2\n"),
        ("- a: 1\n  b: |  # 注\n    一 # 文\n\n  c: 3\n", "[{a: 1, c: 3}]", "- a: 1\n  # 注\n\n  c: 3\n"),
        ("- a: |\n    一\n  b: 2\n      # 深\n\n  c: 3\n", '[{a: "一\\n", c: 3}]', "- a: |\n    一\n  # 深\n  c: 3\n"),
        ("- a: |+\n    一\n  b: 2\n\n  c: 3\n", '[{a: "一\\n", c: 3}]', "- a: |+\n    一\n  c: 3\n"),
        ("- a: |\n    一\n  b:\n      # 深\n      c: 3\n", '[{a: "一\\n"}]', "- a: |\n    一\n  # 深\n"),
        ("- a: 1\n  b: 2", "[{a: 1}]", "- a: 1\n"),
        ("- a: 1\n  b: 2 # 二", "[{a: 1}]", "- a: 1\n  # 二"),
        ("- a: 1\n  b: '2\n    3' # 二\n", "[{a: 1}]", "- a: 1\n    # 二\n"),
        ("- ? a\n  : 1\n  ? b # 注\n  : 2\n", "[{a: 1}]", "- ? a\n  : 1\n  # 注\n"),
        ("- {a: 1, b: 2, c: 3}\n", "[{a: 1, c: 3}]", "- {a: 1, c: 3}\n"),
        ("- {a: 1, b: 2}\n", "[{a: 1}]", "- {a: 1}\n"),
        ("- {a: 1, b: 2,}\n", "[{a: 1}]", "- {a: 1, }\n"),
        ("- {a: , b: 2}\n", "[{a: }]", "- {a: }\n"),
        ("- {a: 1, b: 2}\n", "[{b: 2}]", "- {b: 2}\n"),
        (
            "- {\n    a: 1, # 一\n    b: 2, # 二\n    c: 3 # 三\n  }\n",
            "[{a: 1, c: 3}]",
            "- {\n    a: 1, # 一\n    # 二\n    c: 3 # 三\n  }\n",
        ),
        (
            "- {\n    a: 1, # 一\n    b: 2, # 二\n    c: 3 # 三\n  }\n",
            "[{a: 1, b: 2}]",
            "- {\n    a: 1, # 一\n    b: 2 # 二\n     # 三\n  }\n",
        ),
        ("- a: {x: 1}\n", "[{a: {y: 2}}]", "- a: {y: 2}\n"),
        ("- a: {x: 1 # 注\n  }\n", "[{a: {y: 2}}]", "- a: {y: 2 # 注\n  }\n"),
        ("- a:\n  - x: 1 # 一\n    z: 3 # 三\n", "[{a: [{y: 2}]}]", "- a:\n  - # 一\n    y: 2 # 三\n"),
        ("- a:\n  - x: # 一\n      1 # 二\n", "[{a: [{y: 2}]}]", "- a:\n  - y: 2\n    # 一\n      # 二\n"),
        ("- a: 1\n  b: 2\n       # 深\n\n  c: 3\n", '[{a: "1\\n2", c: 3}]', "- a: |-\n    1\n    2\n  # 深\n  c: 3\n"),
        ("- a:\n  - x: # 一\n      1\n", '[{a: [{y: "1\\n2"}]}]', '- a:\n  - y: "1\\n2"\n    # 一\n'),
        ('- a: {"x":"1"# 注\n    }\n', "[{a: {y: 2}}]", '- a: {"y": "2" # 注\n    }\n'),
        (
            "- a:\n  - x:\n    # 一\n      1\t\n    z: # 二\n      3\t # 三\n",
            "[{a: [{y: 2}]}]",
            "- a:\n  -     # 一\n    y: 2\n    # 二\n      # 三\n",
        ),
        (
            "- a:\n  - |-\n    一\n  - 2\n  b: 2\n       \n  c: 3\n",
            "[{a: [一], c: 3}]",
            "- a:\n  - |-\n    一\n  c: 3\n",
        ),
        ("- a: 1\n  b: 2\n\n- a: 3\n", "[{a: 2}, {a: 3}]", "- a: 2\n\n- a: 3\n"),
        ("- a: 1\r\n  b: 2 # 二\r\n  c: 3\r\n", "[{a: 1, c: 3}]", "- a: 1\r\n  # 二\r\n  c: 3\r\n"),
    ],
)
def test_a_key_is_removed(before: str, new: str, after: str) -> None:
    """A key goes with its value, and the comments among them stay."""
    assert revised(before, new) == after


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("- a:\n  - 1 # 一\n  # 尾\n  b: 2\n", "[{a: [1, 2], b: 2}]", "- a:\n  - 1 # 一\n  - 2\n  # 尾\n  b: 2\n"),
        ("- a:\n  - 1\n  - 2\n", "[{a: [0, 1, 2]}]", "- a:\n  - 0\n  - 1\n  - 2\n"),
        ("- a:\n  # 上\n  - 1\n  - 3\n", "[{a: [0, 1, 2, 3]}]", "- a:\n  # 上\n  - 0\n  - 1\n  - 2\n  - 3\n"),
        ("- a:\n    - 1\n", "[{a: [1, {b: 1, c: [2]}]}]", "- a:\n    - 1\n    - b: 1\n      c:\n        - 2\n"),
        (
            "- a:\n  -   id: 1\n      b: 2\n",
            "[{a: [{b: 2, id: 1}, {b: 3, id: 2}]}]",
            "- a:\n  -   id: 1\n      b: 2\n  - b: 3\n    id: 2\n",
        ),
        (
            "- a:\n  - id: 1\n  - id: 3\n",
            "[{a: [{id: 1}, {b: x, id: 2}, {id: 3}]}]",
            "- a:\n  - id: 1\n  - b: x\n    id: 2\n  - id: 3\n",
        ),
        ("- a: [1, 2] # 注\n", "[{a: [1, x, 2, '3,']}]", "- a: [1, x, 2, '3,'] # 注\n"),
        ("- a: [1]\n", "[{a: [0, 1]}]", "- a: [0, 1]\n"),
        ("- a: ['1', '2']\n", "[{a: ['1', '2', '3']}]", "- a: ['1', '2', '3']\n"),
        ("- a: [\n    1, # 一\n    2, # 二\n  ]\n", "[{a: [1, 2, 3]}]", "- a: [\n    1, # 一\n    2, 3, # 二\n  ]\n"),
        ("- a: [\n    1,\n    2\n  ]\n", "[{a: [0, 1, 2, 3]}]", "- a: [\n    0,\n    1,\n    2,\n    3\n  ]\n"),
        ("- a: 1\n", "[{a: 1}, {a: 2, b: [3]}]", "- a: 1\n- a: 2\n  b:\n  - 3\n"),
        ("- a: 1", "[{a: 1}, {a: 2}]", "- a: 1\n- a: 2"),
        ("- a: 1\n# 尾\n", "[{a: 1}, {a: 2}]", "- a: 1\n- a: 2\n# 尾\n"),
        ("  - a: 1\n    b: # 注\n", "[{a: 1, b: }, {a: 2}]", "  - a: 1\n    b: # 注\n  - a: 2\n"),
        ("[]\n", "[{a: 1}, {a: 2}]", "- a: 1\n- a: 2\n"),
        ("[] # 空\n", "[{a: 1}]", " # 空\n- a: 1\n"),
        ("--- []\n", "[{a: 1, b: 2}]", "--- \n- a: 1\n  b: 2\n"),
        ("[]", "[{a: 1}]", "- a: 1"),
        ("[ # 空\n]\n", "[{a: 1}]", "[{a: 1} # 空\n]\n"),
        ("[{a: 1}]\n", "[{a: 1}, {a: 2}]", "[{a: 1}, {a: 2}]\n"),
        ('[\n  {"a": "1"}\n]\n', "[{a: 1}, {a: 2}]", '[\n  {"a": "1"},\n  {"a": "2"}\n]\n'),
        ("- a: |\n    一", "[{a: 一}, {a: 2}]", "- a: |-\n    一\n- a: 2"),
        ('- a: ["1"# 注\n    ]\n', "[{a: [1, 2]}]", '- a: ["1", "2" # 注\n    ]\n'),
    ],
)
def test_an_element_is_inserted(before: str, new: str, after: str) -> None:
    """A new element stands behind the one before it, in the manner of its neighbours."""
    assert revised(before, new) == after


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("- a:\n  - 1 # 一\n  - 2 # 二\n  - 3 # 三\n", "[{a: [1, 3]}]", "- a:\n  - 1 # 一\n  # 二\n  - 3 # 三\n"),
        ("- a:\n  - 1\n  - 2\n", "[{a: [2]}]", "- a:\n  - 2\n"),
        ("- a:\n  - 1\n  - 2\n  b: 3\n", "[{a: [1], b: 3}]", "- a:\n  - 1\n  b: 3\n"),
        ("- a:\n  - 1\n  - 2\n  b: 3\n", "[{a: [1], aa: 0, b: 3}]", "- a:\n  - 1\n  aa: 0\n  b: 3\n"),
        (
            "- a:\n  - id: 1\n    # 内\n    b: 1\n  # 间\n  - id: 2\n",
            "[{a: [{id: 2}]}]",
            "- a:\n    # 内\n  # 间\n  - id: 2\n",
        ),
        ("- a: [1, 2, 3]\n", "[{a: [1, 3]}]", "- a: [1, 3]\n"),
        ("- a: [1, 2, 3]\n", "[{a: [1]}]", "- a: [1]\n"),
        ("- a: [1, 2, 3]\n", "[{a: [3]}]", "- a: [3]\n"),
        ("- a: [\n    1, # 一\n    2, # 二\n  ]\n", "[{a: [1]}]", "- a: [\n    1, # 一\n     # 二\n  ]\n"),
        ("- a: [1,# 一\n    2]\n", "[{a: [1]}]", "- a: [1 # 一\n    ]\n"),
        ("- a: [1,\n    2, # 二\n    3]\n", "[{a: [1, 3]}]", "- a: [1,\n    # 二\n    3]\n"),
        ("- a:\n  - 1\n  - 2", "[{a: [1], b: 3}]", "- a:\n  - 1\n  b: 3"),
        ("- a: [1,[2, # 注\n    3]]\n", "[{a: [1]}]", "- a: [1 # 注\n    ]\n"),
        (
            "- a:\n  - b: |\n      一\n  - b: 2\n\n\n    # 深\n  c: 3\n",
            '[{a: [{b: "一\\n"}], c: 3}]',
            "- a:\n  - b: |\n      一\n  # 深\n  c: 3\n",
        ),
        ("- a:\n  - - 1\n    - 2\n  b: 3\n", "[{a: [['2']], b: 3}]", "- a:\n  - - 2\n  b: 3\n"),
        ("- a:\n  - id: 1\n  - id: 2 # 二\n    b: 1\n", "[{a: [{b: 2, id: 2}]}]", "- a:\n  - id: 2 # 二\n    b: 2\n"),
    ],
)
def test_an_element_is_removed(before: str, new: str, after: str) -> None:
    """An element goes from a list, and the comments in it stay."""
    assert revised(before, new) == after


# ---- what is touched, and what is not


@pytest.mark.parametrize(
    "text",
    [
        "- c: 甲 # 注\n  a: 1\n",
        "- {c: [甲], a: 1, d: }\n",
        "- a: 1\n  c:\n  - 甲\n  d: []\n",
    ],
)
def test_what_is_the_same_for_the_model_is_not_touched(text: str) -> None:
    """Shape and order in the text, and defaults that it does not have, are no reason to write."""
    old: Data = {"a": "1", "b": "a default", "c": ["甲"]}
    assert revise(text, {0: (old, old)}) == []
    [splice] = revise(text, {0: (old, {**old, "a": "2"})})
    assert text[splice.start : splice.end] == "1"


def test_a_default_that_changes_is_inserted() -> None:
    """A key that the model had by default is written when it has another value."""
    assert revise("- a: 1\n", {0: ({"a": "1", "b": "open"}, {"a": "1", "b": "closed"})}) == [
        Splice(7, 7, "  b: closed\n")
    ]
    assert revise("- b: open\n", {0: ({}, {"b": "closed"})}) == [Splice(5, 9, "closed")]


def test_a_default_that_goes_is_not_looked_for() -> None:
    """A key that is in the model alone can go without a splice."""
    assert revise("- a: 1\n", {0: ({"a": "1", "b": []}, {"a": "1"})}) == []


def test_a_single_text_stays_one() -> None:
    """A text that stands for a list of one is replaced by a text as long as there is one."""
    assert revise("- a: 1\n", {0: ({"a": ["1"]}, {"a": ["2"]})}) == [Splice(5, 6, "2")]


def test_a_long_list_is_compared_to_its_end() -> None:
    """However often an element comes in a list, one more in front is one splice in front."""
    old: list[Value] = ["甲"] * 300
    text = "- a:\n" + "  - 甲\n" * 300
    assert revise(text, {0: ({"a": old}, {"a": ["乙", *old]})}) == [Splice(7, 7, "- 乙\n  ")]


def test_splices_are_the_smallest_and_sorted() -> None:
    """Changes in several places are a splice each, in the order of the text; the deeper one first where they meet."""
    text = "- a:\n  - 1\n  c: 2\n- a: 3\n"
    changed: dict[int, tuple[Data, Data]] = {
        1: ({"a": "3"}, {"a": "4"}),
        0: ({"a": ["1"], "c": "2"}, {"a": ["1", "x"], "b": "y", "c": "z"}),
    }
    assert revise(text, changed, [{"a": "5"}]) == [
        Splice(11, 11, "  - x\n"),
        Splice(11, 11, "  b: y\n"),
        Splice(16, 17, "z"),
        Splice(23, 24, "4"),
        Splice(25, 25, "- a: 5\n"),
    ]


def test_nothing_behind_the_last_change_is_read() -> None:
    """A change at the beginning of a large file does not wait for its end."""
    text = "- a: 1\n- a: 2\n" + "# 注\n" * 50_000 + "'"
    assert apply(text, revise(text, {0: ({"a": "1"}, {"a": "3"})})) == text.replace("1", "3", 1)


def test_a_change_in_a_large_file_is_quick() -> None:
    """Only the entries that change become nodes; the others are passed over."""
    text = "- id: 1\n  title: 甲\n  log:\n  - on: 2024-06-28\n    note: 乙 # 注\n" * 20_000
    begun = time.process_time()
    [splice] = revise(text, {19_999: ({"id": "1"}, {"id": "1", "goal": "丙"})})
    assert time.process_time() - begun < 10
    assert splice.text == "  goal: 丙\n"


@pytest.mark.parametrize(
    ("text", "old", "new", "offset"),
    [
        ("- a: 1\n", {"a": "1"}, {"a": "\ud800"}, 5),
        ("- b: 1\n", {"b": "1"}, {"b": "1", "c": "\ud800"}, 7),
        ("- {b: 1}\n", {"b": "1"}, {"b": "1", "c": "\ud800"}, 7),
        ("- a: 1\n", {"a": "1"}, {"a": None}, 5),
        ("- a: 1\n", {"a": ["1"]}, {"a": []}, 5),
        ("- a: 1\n", {"a": "1"}, {}, 2),
        ("- a:\n  - 1\n", {"a": ["1"]}, {"a": []}, 7),
        ("- a: [1]\n", {"a": ["1"]}, {"a": []}, 5),
        ("- a: [1, 2]\n", {"a": ["1"]}, {"a": ["2"]}, 5),
        ("- a: {b: 1}\n", {"a": {"b": "1"}}, {"a": "1"}, 5),
        ("- a: [b: 1]\n", {"a": [{"b": "1"}]}, {"a": [{"b": "1", "c": "2"}]}, 6),
    ],
)
def test_what_cannot_be_spliced_is_refused(text: str, old: Data, new: Data, offset: int) -> None:
    """A text that no file can hold, an end of all entries, and another kind of value are left to the person."""
    with pytest.raises(ByHandError) as caught:
        revise(text, {0: (old, new)})
    assert caught.value.offset == offset


def test_splices_are_applied_at_their_places() -> None:
    """The offsets are those of the old text, however many splices there are."""
    assert apply("abcdef", [Splice(0, 0, "1"), Splice(1, 3, ""), Splice(3, 3, "2"), Splice(6, 6, "3")]) == "1a2def3"
    assert apply("abc", []) == "abc"


# ---- any data, laid out in any manner

PIECES = [
    *("甲", "应缴尽缴", "a b", "no", "0123", "9.10", "2024-06-28", "~", "null", "65%", "𠮷", "😀", "", " ", "  ", "\t"),
    *(": ", ":", "a: b", " #", "#2", "x #y", "- ", "-", "? q", "'", "''", '"', '\\"', "\\", ",", "[", "]", "{", "}"),
    *("%", "@", "`", "!x", "&x", "*x", "|", ">", "|-", "---", "...", "- - a", "<<", "=======", "“五险一金”", "说：好"),
    *(
        "\n",
        "\n\n",
        "\n ",
        "\n#",
        "\n- ",
        "\n\t",
        " \n",
        "\nb: c",
        "甲\n乙",
        "甲\n\n乙\n",
        "\r",
        "\r\n",
        "\x85",
        "\u2028",
    ),
    *(
        "\u2029",
        "\u00a0",
        "\u3000",
        "\x07",
        "\0",
        "\x7f",
        "\x9f",
        "\ufeff",
        "\ufffe",
        "\u200b",
        "长" * 300,
        "ab " * 400,
    ),
]

# what the mappings hold, their keys in order: a text, a list of texts, a mapping, or a list of mappings
KINDS: dict[str, dict[str, str]] = {
    "item": {"id": "", "area": "", "title": "", "lead": "[]", "goal": "", "ongoing": "rhythm", "due": "", "status": ""}
    | {"measures": "[measure]", "indicators": "[indicator]", "log": "[entry]"},
    "rhythm": {"every": ""},
    "measure": {"id": "", "text": "", "done": "", "lead": "[]", "support": "[]", "evidence": "[proof]"},
    "indicator": {"name": "", "unit": "", "value": "", "readings": "[reading]"},
    "reading": {"on": "", "value": ""},
    "entry": {"on": "", "event": "", "note": "", "evidence": "[proof]"},
    "proof": {"file": "", "url": "", "sha256": ""},
}


def any_text(dice: Random) -> str:
    """Return a text, often a plain one."""
    return dice.choice("甲乙丙丁") if dice.random() < 0.5 else "".join(dice.choices(PIECES, k=dice.randint(1, 3)))


def any_value(kind: str, dice: Random, size: int) -> Value:
    """Return something of a kind; `size` bounds the lists in it."""
    if kind.startswith("["):
        inner = kind.strip("[]")
        return [any_value(inner, dice, size - 1) for _ in range(dice.randint(1, max(size, 1)))]
    return any_record(kind, dice, size) if kind else any_text(dice)


def any_record(kind: str, dice: Random, size: int = 3) -> Data:
    """Return a mapping with some of the keys it may have, the first or another one for sure."""
    keys = list(KINDS[kind])
    chosen = {keys[0]} | {key for key in keys if dice.random() < 0.5}
    if kind == "proof":
        chosen = {dice.choice(keys)} | {key for key in keys if dice.random() < 0.3}
    record = {key: any_value(KINDS[kind][key], dice, size) for key in keys if key in chosen}
    if "id" in record:
        record["id"] = str(dice.randint(1, 10**6))
    return record


class Pen:
    """Writes data as YAML in many manners, with a comment wherever one may stand."""

    def __init__(self, dice: Random) -> None:
        """Take what decides."""
        self.dice = dice
        self.notes = 0
        self.busy = dice.choice([0, 0.1, 0.4])  # how often a comment or an odd manner is met

    def odd(self) -> bool:
        """Return whether to do the less usual."""
        return self.dice.random() < self.busy

    def note(self) -> str:
        """Return a comment like no other."""
        self.notes += 1
        return f"# {self.dice.choice(['见', '- a: b', 'x: |', chr(39), chr(34), ']', '#'])} <{self.notes}>"

    def tail(self) -> str:
        """Return what may stand behind a value on its line."""
        return self.dice.choice(["  ", " "]) + self.note() if self.odd() else self.dice.choice(["", "", " "])

    def between(self, column: int) -> Iterator[str]:
        """Yield lines of comments and blank lines."""
        while self.odd():
            width = self.dice.choice([0, column, column, column + 2, column + 7])
            yield self.dice.choice(["", "", " " * width, " " * width + self.note(), " " * width + self.note()])

    def document(self, items: list[Value]) -> str:
        """Return a whole file."""
        if not items or self.dice.random() < 0.1:
            lines = self.flow(items, 0, lined=self.odd()).split("\n")
        else:
            lines = list(self.block_list(items, self.dice.choice([0, 0, 0, 2])))
        head = ["---"] if self.odd() else []
        text = "\n".join([*self.between(0), *head, *self.between(0), *lines, *self.between(0)])
        text += "\n" if self.dice.random() < 0.8 else ""
        return text.replace("\n", "\r\n") if self.dice.random() < 0.3 else text

    def block_list(self, values: list[Value], column: int) -> Iterator[str]:
        """Yield the lines of a list with dashes."""
        for value in values:
            yield from self.between(column)
            if isinstance(value, dict) and value and self.dice.random() < 0.9:
                gap = self.dice.choice([1, 1, 1, 3])
                inner = list(self.block_map(value, column + 1 + gap))
                if self.odd():
                    yield from [" " * column + "-" + self.tail(), *self.between(column + 1), *inner]
                else:
                    yield " " * column + "-" + inner[0][column + 1 :]
                    yield from inner[1:]
            else:
                first, *rest = self.inline(value, column, column + 2)
                yield from [" " * column + "-" + first, *rest]

    def block_map(self, data: Data, column: int) -> Iterator[str]:
        """Yield the lines of a mapping, one key a line."""
        keys = list(data)
        if self.odd():
            self.dice.shuffle(keys)
        for at, key in enumerate(keys):
            if at:
                yield from self.between(column)
            sign = " " * column
            name = self.dice.choice([key, key, f"'{key}'", f'"{key}"']) if self.odd() else key
            if self.odd() and self.odd():
                yield sign + "? " + name + self.tail()
                name = ""
            yield from self.pair(sign + name + ":", data[key], column)

    def pair(self, start: str, value: Value, column: int) -> Iterator[str]:
        """Yield the lines of a value behind its key."""
        if isinstance(value, list) and value and self.dice.random() < 0.7:
            yield start + self.tail()
            yield from self.block_list(value, column + self.dice.choice([0, 0, 0, 2, 4]))
        elif isinstance(value, dict) and value and self.dice.random() < 0.5:
            yield start + self.tail()
            yield from self.between(column + 1)
            yield from self.block_map(value, column + self.dice.choice([1, 2, 2, 4]))
        else:
            first, *rest = self.inline(value, column, column + 2)
            yield from [start + first, *rest]

    def inline(self, value: Value, column: int, deeper: int) -> Iterator[str]:
        """Yield a value that begins on the line of its key or dash, as a rule."""
        if value is None:
            yield self.tail()
            return
        if isinstance(value, str) and self.dice.random() < 0.4 and (lines := self.block_scalar(value, column)):
            yield from lines
            return
        start = " "
        if self.odd():
            yield self.tail()
            yield from self.between(deeper)
            start = " " * deeper
        written = self.flow(value, deeper, lined=self.odd())
        if self.odd() and isinstance(value, str):
            parts = re.split("(?<=[^ ]) (?=[^ ])", written, maxsplit=1)
            folded = f"\n{' ' * deeper}".join(parts)
            written = folded if self.says(f"k: {folded}", {"k": value}) else written
        yield from (start + written + self.dice.choice(["", "", "\t"]) + self.tail()).split("\n")

    def block_scalar(self, value: str, column: int) -> list[str]:
        """Return a text below its header, or nothing where that cannot be."""
        sign, chomping = self.dice.choice("||>"), self.dice.choice(["", "-", "+"])
        width = self.dice.choice([1, 2, 2, 4])
        hint = str(width) if value[:1] in " \n\t" or self.odd() else ""
        body = value.removesuffix("\n")
        lines = [" " * (column + width) + line if line else "" for line in body.split("\n")]
        header = f" {sign}{self.dice.choice([hint + chomping, chomping + hint])}"
        written = "\n".join([header, *lines])
        return [header + self.tail(), *lines] if self.says(f"{' ' * column}k:{written}\n", {"k": value}) else []

    def flow(self, value: Value, column: int, *, lined: bool) -> str:
        """Return a value in brackets or quotation marks."""
        if isinstance(value, str):
            return self.text(value)
        if value is None:
            return ""
        quote = '"' if self.odd() else ""
        if isinstance(value, list):
            parts = [self.flow(inner, column + 2, lined=lined) for inner in value]
        else:
            parts = [
                f"{quote}{key}{quote}"
                + (f": {self.flow(inner, column + 2, lined=lined)}" if inner or self.odd() else "")
                for key, inner in value.items()
            ]
        ends = self.dice.choice(["", ","]) if parts and value and self.odd() else ""
        comma = self.dice.choice([", ", ",", " , "])
        inner = "".join(
            self.line(column, lined=lined) + part + (comma if at < len(parts) else ends)
            for at, part in enumerate(parts, 1)
        )
        opening, closing = "[]" if isinstance(value, list) else "{}"
        return opening + inner + self.line(column, lined=lined) + closing

    def line(self, column: int, *, lined: bool) -> str:
        """Return a new line inside brackets, where they have lines."""
        return f"{self.tail()}\n{' ' * self.dice.choice([column, column + 2])}" if lined else ""

    def text(self, value: str) -> str:
        """Return a text in one line."""
        ways = [value, "'" + value.replace("'", "''") + "'"]
        self.dice.shuffle(ways)
        fit = (
            way
            for way in ways
            if "\n" not in way and self.says(f"[{way}]", [value]) and self.says(f"k: {way}", {"k": value})
        )
        double = '"' + "".join(self.escaped(character) for character in value) + '"'
        return double if self.odd() else next(fit, double)

    @staticmethod
    def escaped(character: str) -> str:
        """Return a character as it may stand in double quotes."""
        if character in '"\\':
            return "\\" + character
        return character if " " <= character <= "~" or "\u4e00" < character < "\u9fff" else f"\\U{ord(character):08X}"

    @staticmethod
    def says(document: str, data: Value) -> bool:
        """Return whether a file may hold this."""
        return not decode(document.encode())[1] and parse(document) == (data, [])


def stored(value: Value, dice: Random) -> Value:
    """Return data as a clerk may have put them down: a list of one as a text, an empty one, a key left open."""
    if isinstance(value, list):
        if len(value) == 1 and isinstance(value[0], str) and dice.random() < 0.3:
            return value[0]
        return [stored(inner, dice) for inner in value]
    if not isinstance(value, dict):
        return value
    record = {key: stored(inner, dice) for key, inner in value.items()}
    if "id" in record and dice.random() < 0.3:
        empty: list[Value] = []
        record |= {key: dice.choice([None, empty]) for key in ("lead", "measures", "log") if key not in record}
    return record


def model(record: Data, kind: str) -> Data:
    """Return what the model makes of a mapping, whatever its shape in the file: the keys that say something."""
    found: Data = {}
    for key, inner in KINDS[kind].items():
        value = record.get(key)
        if inner.startswith("["):
            values = value if isinstance(value, list) else [] if value is None else [value]
            value = [model(one, inner.strip("[]")) if isinstance(one, dict) else one for one in values]
        elif isinstance(value, dict):
            value = model(value, inner)
        if value is not None and value != []:
            found[key] = value
    return found


def items_of(text: str) -> list[Data]:
    """Return what the model makes of the text of a file."""
    value, flaws = parse(text)
    assert flaws == []
    assert isinstance(value, list)
    return [model(item, "item") for item in value if isinstance(item, dict)]


def edited(record: Data, kind: str, dice: Random) -> Data:
    """Return a mapping with one thing in it changed."""
    record = deepcopy(record)
    key = dice.choice(list(KINDS[kind]))
    what = KINDS[kind][key]
    now = record.get(key)
    if isinstance(now, dict):
        record[key] = edited(now, what, dice)
    elif isinstance(now, list) and dice.random() < 0.8:
        record[key] = edited_list(now, what.strip("[]"), dice)
    elif now is not None and dice.random() < 0.4 and len(record) > 1 and key not in {"id", "on", "name"}:
        del record[key]
    else:
        record[key] = any_value(what, dice, 2) if key != "id" else str(dice.randint(1, 10**6))
    return {key: record[key] for key in KINDS[kind] if record.get(key) not in (None, [])}


def edited_list(values: list[Value], kind: str, dice: Random) -> list[Value]:
    """Return a list with an element more, less, or another."""
    at = dice.randrange(len(values))
    deed = dice.choice(["append", "insert", "remove", "alter"])
    if deed == "append":
        return [*values, any_value(kind, dice, 2)]
    if deed == "insert":
        return [*values[:at], any_value(kind, dice, 2), *values[at:]]
    if deed == "remove":
        return values[:at] + values[at + 1 :]
    now = values[at]
    return [*values[:at], edited(now, kind, dice) if isinstance(now, dict) else any_text(dice), *values[at + 1 :]]


def any_file(dice: Random) -> str:
    """Return the text of a ledger's file."""
    items = [any_record("item", dice) for _ in range(dice.randint(0, 3))]
    return Pen(dice).document([stored(item, dice) for item in items])


def assert_revised(text: str, dice: Random) -> str:
    """Change the data of a text and the text by splices, compare, and return the new text."""
    old = items_of(text)
    new = deepcopy(old)
    for _ in range(dice.randint(1, 6) if new else 0):
        at = dice.randrange(len(new))
        new[at] = edited(new[at], "item", dice)
    changed = {at: (was, now) for at, (was, now) in enumerate(zip(old, new, strict=True)) if was != now}
    added = [any_record("item", dice) for _ in range(dice.choice([0, 0, 1, 2]))]
    splices = revise(text, changed, added)
    assert splices == sorted(splices, key=lambda splice: splice[:2])
    assert all(before.end <= after.start for before, after in pairwise(splices))
    result = apply(text, splices)
    assert decode(result.encode()) == (result, [])
    assert items_of(result) == [*new, *added]
    marks = re.findall(r"# .{1,6} (<\d+>)", text)
    assert [mark for mark in marks if mark not in result and mark not in repr(old)] == []
    return result


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.randoms(use_true_random=False))
def test_any_data_in_any_layout_are_changed(dice: Random) -> None:
    """Whatever is changed in whatever file, the new text says the new data, has every comment, and can be read."""
    text = any_file(dice)
    assert_revised(text, dice)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.randoms(use_true_random=True))
def test_changes_can_follow_one_another(dice: Random) -> None:
    """What splices have written can be changed by splices."""
    text = any_file(dice)
    for _ in range(6):
        text = assert_revised(text, dice)
