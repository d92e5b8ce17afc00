"""Who is given a part in the sentences of a measure.

A body counts as responsible only where the words give it a part (牵头, 负责, 配合, 会同 …) or a duty (要, 应, 负责): an
object of a measure is none. The words are looked for, and the names before them then read back one by one, so that the
time that it takes grows with the text alone.
"""

import re
from collections.abc import Iterator
from collections.abc import Sequence

from ledger.intake.bodies import CHAR
from ledger.intake.bodies import LEAD
from ledger.intake.bodies import NAME
from ledger.intake.bodies import SUPPORT
from ledger.intake.bodies import Bodies
from ledger.intake.bodies import Part
from ledger.intake.bodies import generic
from ledger.intake.lines import narrow
from ledger.model import Role

_MODAL = r"(?:要|将|应|应当|须|需|负责|按照|组织|统筹|牵头)"
# Words that give those before them a part.
_GIVING: Sequence[tuple[re.Pattern[str], Role]] = (
    (re.compile(rf"(?:共同|分别|具体)*{LEAD}"), "lead"),
    (re.compile(SUPPORT), "support"),
    (re.compile(rf"(?:将|要|应)?(?:协同|会同|联合|协调|商)(?={NAME})"), "lead"),
    (re.compile(rf"(?:联合|共同|联动|协同)(?!{NAME}[、,。])"), "lead"),
    (re.compile(rf"{_MODAL}(?!求|点|件|素|领|员)"), "lead"),
)
_WITH = re.compile(r"协同|会同|联合|商")  # and those behind these support
_FOUNDED = re.compile(rf"成立了?(?P<name>{CHAR}{{2,24}}?(?:工作专班|专班|专项工作组|专项组|工作组|工作小组))")
_OPEN = re.compile(
    r"(?:^|(?<=[。;:,、()”》\n\s])|(?<=由)|(?<=要求)|(?<=按照))(?P<name>[\u4e00-\u9fff]{2,8}(?:部门|单位))(?:要|将|应|按照|负责|牵头|配合)"
)
_BOUND = re.compile(r"[。;:!?()“”》\n\s]")
_AND = r"(?<=[局委办院部会府队心校室科处组联])(?:和|及|与|以及)"
_ASKED = re.compile(r"报请|联系|协调|提请|函请|函告|商请|争取|邀请|督促|指导")  # who is asked does not do it
_BACK = 400  # characters before a word that are looked at


def within(text: str) -> Bodies:
    """Return who is given a part or a duty in the sentences of a measure."""
    plain = re.sub(
        r"《[^》]*》?",
        lambda match: "《" + "〇" * (len(match[0]) - 2) + "》" if len(match[0]) > 1 else match[0],
        narrow(text),
    )
    found: dict[tuple[str, Role], int] = {}
    vague: dict[str, None] = {}
    for name, role, at in _named(plain):
        if generic(name):
            vague[name] = None
        elif _proper(name):
            found[name, role] = min(at, found.get((name, role), at))
    vague |= dict.fromkeys(match["name"] for match in _OPEN.finditer(plain) if generic(match["name"]))
    ordered = sorted(found, key=lambda each: found[each])
    return Bodies(tuple(Part(name, role) for name, role in ordered), tuple(vague))


def _named(plain: str) -> Iterator[tuple[str, Role, int]]:
    """Yield the names that words give a part, and where each stands."""
    for pattern, role in _GIVING:
        for match in pattern.finditer(plain):
            yield from ((name, role, at) for name, at in _before(plain, match.start()))
    for match in _WITH.finditer(plain):
        yield from ((name, "support", at) for name, at in _behind(plain, match.end()))
    for match in _FOUNDED.finditer(plain):
        yield match["name"], "lead", match.start("name")


def _before(plain: str, end: int) -> list[tuple[str, int]]:
    """Return the bodies that stand, in a list, right before a word; none where somebody is asked for something."""
    bounds = [match.end() for match in _BOUND.finditer(plain, max(0, end - _BACK), end)]
    begin = bounds[-1] if bounds else max(0, end - _BACK)
    found: list[tuple[str, int]] = []
    for token in reversed(re.split(r"[、,]", plain[begin:end])):
        own = re.sub(r"^.*(?:由|要求|按照)", "", token)
        names = [each for each in re.split(_AND, re.sub(r"等(?:有关|相关)?(?:部门|单位)?$", "", own)) if each]
        if not names or not all(re.fullmatch(NAME, name) for name in names):
            return found
        if _ASKED.match(names[0]):
            return []
        found[:0] = [(re.sub(r"^(?:同|并|及时|和|与|及)", "", name), plain.rfind(name, begin, end)) for name in names]
        if own != token:
            return found
    return found


_NAMED, _NEXT = re.compile(NAME), re.compile(r"\s*(?:[、,]|和|及|与|以及)\s*")


def _behind(plain: str, at: int) -> Iterator[tuple[str, int]]:
    """Yield the bodies that stand, in a list, right behind a word."""
    while match := _NAMED.match(plain, at):
        yield match[0], at
        following = _NEXT.match(plain, match.end())
        if following is None:
            return
        at = following.end()


_NO_BODY = re.compile(
    r"(?:全部|内部|大部|干部|局部|外部|有所|场所|厕所|措施|各处|之处|到处|问题所|短处|好处|教室|寝室|食堂|宿舍|办法|举办|联办|"
    r"创办|开办|申办|督办|主办|公办|民办|承办|停办|提升|会议室|车站|网站|该局|当局|布局|格局|结局|城镇|乡镇|村镇|学科|专科|本科|"
    r"理科|文科|社会|培训|管理|考核|教师|学生|家长)$|^(?:加强|推进|推动|加快|建立|完善|开展|实施|落实|通过|对|为|把|将|在|与|向|从|"
    r"按|根据|结合|督促|指导|组织|要求|鼓励|支持|引导|强化|提高|完成|制定|成立|进一步|聘请|邀请|报请|协调|选派|依托|利用|深入)"
)


def _proper(name: str) -> bool:
    """Return whether a name found in a sentence is one: no verb before it, no word that only ends like one."""
    return not _NO_BODY.search(name) and 2 < len(name) <= 26 and not re.search(r"[的了是有]", name)
