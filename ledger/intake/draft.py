"""One item of the ledger from its blocks: every field with the line it came from, and what is not sure about it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ledger.events import Progress
from ledger.intake import bodies
from ledger.intake import content as contents
from ledger.intake import states
from ledger.intake.blocks import Block
from ledger.intake.content import Content
from ledger.intake.content import Report
from ledger.intake.content import numeral
from ledger.intake.content import values
from ledger.intake.due import limits_of_item
from ledger.intake.duty import put_labelled
from ledger.intake.lines import narrow
from ledger.intake.making import Around
from ledger.intake.making import Making
from ledger.intake.raw import Raw
from ledger.intake.review import Review
from ledger.intake.segments import Segment
from ledger.intake.statements import Statement
from ledger.intake.statements import stated
from ledger.intake.statements import title
from ledger.intake.statements import told_apart
from ledger.intake.steps import indicators
from ledger.intake.steps import measure
from ledger.intake.terms import Field
from ledger.model import Item
from ledger.model import Type

_COUNTED = re.compile(r"(?:存在|具体|主要|反馈)?(?:问题|任务|事项|建议)[一二三四五六七八九十\d]*[:。.]?")
_STATING: frozenset[Field | None] = frozenset({"problem", "recommendation"})
_KINDS: Mapping[str, Type] = {"立": "immediate", "即": "immediate", "分": "phased", "限": "phased", "阶": "phased"}


@dataclass(frozen=True)
class Drafted:
    """An item, the lines of its fields by their paths (measures.0.text), and whether words set it a time limit."""

    item: Item
    lines: Mapping[str, int]
    limited: bool
    review: tuple[Review, ...]


def drafted(raw: Raw, name: str, area: tuple[str, int], around: Around) -> Drafted:
    """Return the item `name` of an area, which is given with its line."""
    made = Making(name)
    rest = _statement(made, raw, around)
    said = contents.content(raw, rest)
    if around.unnumbered:
        said = contents.by_semicolons(said)
    _described(made, said)
    made.put("area", *area)
    made.put("source", source(raw), raw.heading.line)
    _fields(made, raw)
    put_labelled(made, raw)
    limits_of_item(made, raw, around, bare=not said.measures)
    made.alone = len(said.measures) == 1
    sole = made.alone and not ({"lead", "support"} & set(made.data))
    made.data["measures"] = [measure(made, entry, at, around, sole=sole) for at, entry in enumerate(said.measures)]
    made.data["indicators"] = [*indicators(made, said.measures)]
    _reported(made, said, around)
    _lacks(made, raw, said)
    return Drafted(Item.model_validate({"id": name, **made.data}), made.lines, made.limited, tuple(made.review))


def source(raw: Raw) -> str:
    """Return the item's number as the document has it, with those of the headings above: 二(一)2."""
    marks = [each.mark for each in (*raw.path, raw.heading) if each.mark]
    if marks and marks[-1].style == "A1":
        marks = [mark for mark in marks if mark.style != "A"]  # its number has the letter already
    return "".join(str(mark.number) if mark.style == "行" else numeral(mark).rstrip("、.是") for mark in marks)[:60]


def _statement(made: Making, raw: Raw, around: Around) -> Segment | None:
    """Set what was found or asked for; return what else the heading says."""
    text, line = raw.heading.text, raw.heading.line
    if _COUNTED.fullmatch(narrow(text)) and raw.has("problem", "recommendation"):
        text = ""  # 问题一, and what it is behind a label below
    said, closing = stated(text), bodies.closing(text)
    if said is None and around.kind == "problem" and not raw.fields and not raw.kids and not raw.texts:
        said = told_apart(text[: closing.begin] if closing else text)
    if said is None and closing:
        text = text[: closing.begin].rstrip()
    fields: dict[str, str] = {}
    labelled = [(_of_label(block), block.own.line) for block in raw.fields if block.own.field in _STATING]
    for each, at in [*([(said, line)] if said else []), *labelled]:
        for part, words in (("problem", each.problem), ("recommendation", each.recommendation)):
            if words:
                fields[part] = f"{fields[part]}\n{words}" if part in fields else words
                made.lines.setdefault(part, at)
    if said is None and text and not fields:
        asked = any("建议" in each.text and "问题" not in each.text for each in raw.path)
        kind = "recommendation" if around.kind == "recommendation" or asked else "problem"
        fields[kind] = text
        made.lines[kind] = line
    made.data.update(fields)
    both = "both" if len(fields) > 1 else next(iter(fields), "problem")
    made.put("kind", both, line)
    heading = text if text and not said else next(iter(fields.values()), text)
    made.put("title", title(heading) or made.id, line)
    return Segment(line, text[said.end :].strip()) if said else None


def _of_label(block: Block) -> Statement:
    """Return what a label for problems or recommendations states, with the words inside its quotation marks."""
    text = contents.text_of(block)
    plain = Statement(text, None, 0) if block.own.field == "problem" else Statement(None, text, 0)
    said = stated(text)
    return said if said and not text[said.end :].strip() else plain


def _described(made: Making, said: Content) -> None:
    """Add the lines that say more of the problem."""
    key = "problem" if "problem" in made.data else "recommendation"
    for text in said.described:
        made.lines.setdefault(key, text.line)
        made.data[key] = f"{made.data[key]}\n{text.text}" if key in made.data else text.text


def _fields(made: Making, raw: Raw) -> None:
    keys: Mapping[Field, str] = {"goal": "\n", "leader": "、", "office": "、", "person": "、"}
    for key, sign in keys.items():
        if found := dict(values(raw.fields, key)):
            made.put(key, sign.join(found), next(iter(found.values())))
    for text, line in values(raw.fields, "type"):
        _type(made, text, line)
    for block in raw.fields:
        if block.own.field in {"evidence", "note", "source"} and block.own.text:
            made.doubt("not-kept", block.own.line, words=block.own.text, field=block.own.word)


def _type(made: Making, text: str, line: int) -> None:
    if text[:1] in _KINDS:
        made.put("type", _KINDS[text[0]], line)
    else:
        made.doubt("no-rhythm" if states.lasting(text) else "not-kept", line, words=text)


def _reported(made: Making, said: Content, around: Around) -> None:
    """Record what the document reports as progress on its day; what it calls done closes nothing."""
    reports = [report for report in said.reports if report.text]
    begun = [each for each in reports if states.state(each.status) != "not" and not states.answered(each.text)]
    for report in reports:
        _doubts(made, report)
    by = next(iter(made.data.get("lead", ())), around.issuer)
    if any(each.done for each in made.data["measures"]):
        made.data["status"] = "in_progress"
    if not begun:
        return
    if around.calendar.base is None:
        made.doubt("undated-report", begun[0].line, words=begun[0].text[:40])
    elif by is None:
        made.doubt("nobody-reports", begun[0].line, words=begun[0].text[:40])
    else:
        note = "\n".join(dict.fromkeys(report.text for report in begun))
        made.data["log"] = [Progress(on=around.calendar.base, event="progress", by=by, note=note)]
        made.lines["log.0"] = begun[0].line
        made.data["status"] = "in_progress"


def _doubts(made: Making, report: Report) -> None:
    match states.state(report.status):
        case "done":
            made.doubt("claimed-done", report.line, words=report.status)
        case "not":
            made.doubt("not-begun", report.line, words=report.status)
    if report.status and states.lasting(report.status):
        made.doubt("no-rhythm", report.line, words=report.status)


def _lacks(made: Making, raw: Raw, said: Content) -> None:
    held = [made.data, *map(dict, made.data["measures"])]
    if not any(each.get("lead") or each.get("support") or each.get("person") for each in held):
        made.doubt("no-body", raw.heading.line)
    if not said.measures and raw.has("measures"):
        made.doubt("no-measures", raw.heading.line)
    for block in raw.loose:
        made.doubt("loose-measure", block.own.line, words=block.own.text[:40])
