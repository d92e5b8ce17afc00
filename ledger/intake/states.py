"""Words for how far something is: 已完成, 正在整改, 未整改, 长期坚持, and the day on which it was done."""

import re
from typing import Literal

from ledger.intake.lines import narrow

_DONE = (
    r"(?:(?:已|已经|现已|均已|基本|全部)+(?:全部|基本|全面)?(?:完成|整改|办结|销号|落实|解决|到位|更换|清退)(?:整改|到位|完毕|完成|销号)*|"
    r"完成整改|整改完成|整改到位|办结|完成)"
)


_DOING = (
    r"(?:正在(?:整改|推进|办理|进行|落实|实施)(?:中|落实)?|(?:基本)?达到序时进度|整改中|推进中|进行中|部分完成|阶段性完成|序时推进|"
    r"按序时(?:进度)?推进|持续整改中?)"
)


_NOT = r"(?:(?:因.{0,20}[,，])?(?:暂|尚)?未(?:整改|启动|开展|完成(?:整改)?|达到序时进度|销号|办结)|滞后)"


_LASTING = (
    r"(?:(?:并|且|需)?(?:长期坚持|持续(?:整改|推进|巩固|坚持)|长期整改|长期推进|常态化(?:推进|开展|整改)?|立行立改))"
)


_STATUS = re.compile(
    rf"^(?:(?:该|此)(?:项)?(?:问题|任务|事项|工作)|目前|截至目前|现|整改)?[,:]?(?P<status>(?:{_DONE}|{_DOING}|{_NOT}|{_LASTING})"
    rf"(?:\s*[,、;]?\s*(?:{_DONE}|{_DOING}|{_NOT}|{_LASTING}))*)(?=[。;,、.\s]|$)"
)


_AT_END = re.compile(rf"[,。;](?P<status>(?:目前)?(?:{_DONE}|{_DOING}|{_NOT}))[。;]?$")
_DONE_ON = re.compile(
    r"(?:已于|于)(?P<day>\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-./]\d{1,2}[-./]\d{1,2})(?:前)?(?:已|全部|全面|正式|均)*"
    r"(?:完成|整改|办结|更换|拆除|到位|印发|出台|投用|投入使用|移交|开班|验收|清退)"
)


def status(text: str) -> str:
    """Return the words for its state that a report begins with, or nothing."""
    plain = narrow(text)
    found = _STATUS.match(plain) or _AT_END.search(plain)
    return text[found.start("status") : found.end("status")] if found else ""


def state(words: str) -> str:
    """Return what words for a state come to: done, doing, not, or nothing where they say none of these."""
    plain = narrow(words)
    if answer := answered(words):
        return answer
    for name, pattern in (("not", _NOT), ("doing", _DOING), ("done", _DONE)):
        if re.search(pattern, plain):
            return name
    return ""


def answered(words: str) -> Literal["done", "not", ""]:
    """Return what the answer to 是否销号 comes to, which is no report of progress; nothing for other words."""
    plain = narrow(words).strip(" 。")
    return "done" if plain in {"是", "√", "✓", "✔"} else "not" if plain in {"否", "×", "✗", "✘"} else ""


def lasting(words: str) -> bool:
    """Return whether words say that something is kept up for ever: 长期坚持."""
    return bool(re.search(r"长期|持续|常态", words))


def done_on(text: str) -> str:
    """Return the day on which a text says that something was finished, as it is written, or nothing."""
    found = _DONE_ON.search(narrow(text))
    return found["day"] if found else ""


def is_status(text: str) -> bool:
    """Return whether a text says nothing more than how far something is."""
    found = _STATUS.match(narrow(text))
    return found is not None and len(text) - found.end() <= 2
