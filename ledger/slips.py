"""Slips of the keyboard: what a clerk did where the parser only says what it could not read.

Text and offsets only; the parser's words come in from `ledger.yamltext`.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from ledger.errors import Flaw

# What libyaml says of the commonest mistakes, by a few of its words, and what they are called here. The context is
# where the thing began that never came to its end, the problem is where libyaml noticed.
_CONTEXTS = (
    ("simple key", "colon-missing"),
    ("quoted scalar", "open-quote"),
    ("flow", "open-bracket"),
    ("scanning an alias", "quotes-needed"),
    ("scanning an anchor", "quotes-needed"),
    ("a tag", "quotes-needed"),
    ("scanning a block scalar", "quotes-needed"),
)
_PROBLEMS = (
    ("found unknown escape character", "bad-escape"),
    ("did not find expected hexdecimal number", "bad-escape"),
    ("block sequence entries are not allowed", "quotes-needed"),
    ("found character that cannot start", "quotes-needed"),
    ("mapping values are not allowed", "colon"),
    ("did not find expected key", "indentation"),
    ("did not find expected '-'", "indentation"),
)
_INDENT = re.compile(r"[ \t]*")
_CONTENT = re.compile(r"[ ]*(?:- +)*")  # what stands before the first word of a line


class Report(NamedTuple):
    """What the parser said: the problem and where it noticed it, and in what, begun where, it was (empty, -1: none)."""

    problem: str
    noticed: int
    context: str
    begun: int


def diagnose(text: str, report: Report, last_text: Callable[[], int]) -> Flaw:
    """Return what was most likely done; `last_text` tells where the last value before the problem begins."""
    noticed = min(report.noticed, len(text))
    line = text.rfind("\n", 0, noticed) + 1
    tab = text.find("\t", line)
    if tab >= 0 and not text[line:tab].strip(" -"):
        return Flaw(tab, "tab")
    code = next((code for words, code in _PROBLEMS if report.problem.startswith(words)), "syntax")
    begun = next((code for words, code in _CONTEXTS if words in report.context), "")
    if code == "syntax" and begun:
        return (_slip(text, report.begun) if begun == "colon-missing" else None) or _at(text, report.begun, begun)
    if code == "colon" and ":" not in text[line:noticed]:
        return _run_on(text, line)
    if code == "indentation" and text[line:noticed].strip(" -"):
        return _text_behind(text, line, last_text())
    if code == "indentation":
        return _slip(text, line) or Flaw(noticed, code)
    return _at(text, noticed, code, problem=report.problem)


def _at(text: str, offset: int, code: str, **fields: str) -> Flaw:
    return Flaw(offset, code, {"character": text[offset : offset + 1], **fields})


def _run_on(text: str, line: int) -> Flaw:
    """Return what is wrong where a key was read as the end of the text above it: no colon there, or too much indent."""
    above = text.rfind("\n", 0, max(line - 1, 0)) + 1
    if line and (slip := _slip(text, above)):
        return slip
    start = _end(_CONTENT, text, above)
    if line and not re.search(r":(?:[ \t\r\n]|$)", text[start:line]):
        return Flaw(start, "colon-missing")
    return _slip(text, line) or Flaw(_end(_INDENT, text, line), "indentation")


# Slips of the keyboard that make a line unreadable: where in the line, and what they are called.
_SLIPS = (
    (re.compile(r"[ ]*(?:- ?)?[^\s:：]{0,60}(?P<at>：)"), "wide-character"),
    (re.compile(r"[ ]*(?:- +)*\S{0,60}?(?P<at>[\u00a0\u3000])"), "wide-character"),
    (re.compile(r"[ ]*(?P<at>[－—–])"), "wide-character"),
    (re.compile(r"[ ]*-(?P<at>[^\s-])"), "space-missing"),
    (re.compile(r"[ ]*(?:- +)*\w+:(?P<at>[^\s:])"), "space-missing"),
)


def _slip(text: str, start: int) -> Flaw | None:
    """Return the slip in the line that `start` lies in, if it has one of the usual."""
    line = text.rfind("\n", 0, start) + 1
    for pattern, code in _SLIPS:
        if match := pattern.match(text, line):
            return _at(text, match.start("at"), code)
    return None


def _text_behind(text: str, line: int, last_text: int) -> Flaw:
    """Return what is wrong where text goes on behind a closing quotation mark or bracket."""
    if 0 <= last_text < line:  # the mark that closed it was meant to open another
        return Flaw(last_text, "open-quote")
    value = re.compile(r"(?:[^:\n]*:[ ]+)?").match(text, _end(_CONTENT, text, line))
    return _at(text, value.end() if value else line, "quotes-needed")


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Return where the match of a pattern that always matches ends."""
    match = pattern.match(text, start)
    return match.end() if match else start
