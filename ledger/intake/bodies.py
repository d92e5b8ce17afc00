"""Who answers for what: departments with their roles in labels and in closing brackets.

有关部门 and its kin name nobody; they are handed back apart.
"""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace

from ledger.intake.lines import narrow
from ledger.intake.statements import DOING
from ledger.model import Role

_SUFFIX = (
    r"(?:委员会|办公室|领导小组|工作组|工作小组|专项组|工作专班|专班|督导委|督导室|分局|支队|大队|总队|中心|党组|党委|党工委|"
    r"管委会|人民政府|政府办|政府|纪委监委|监委|纪委|编办|教委|卫健委|改革委|发改委|经信委|住建委|组织部|宣传部|统战部|法院|"
    r"检察院|研究院|工商联|文联|社科联|侨联|科协|红十字会|关工委|纪检监察组|进修学院|学院|大学|学校|中学|小学|幼儿园|集团|公司|协会|医院|团区委|团县委|团委|妇联|总工会|残联|街道|"
    r"街道办|[局委办厅部院科室股处所站镇乡])"
)
CHAR = r"[\u4e00-\u9fffA-Za-z0-9·—]"
NAME = rf"{CHAR}{{1,24}}?{_SUFFIX}"
# What names nobody in particular.
_GENERIC = re.compile(
    r"^(?:各|有关|相关|全[区县市校体]|所有|其他|其它|本|该|我|区级|县级|市级|区直|县直|市直|区属|辖区|属地|学校$|职能|成员|"
    r"主管部门|业务|行业|镇街|街镇|乡镇|部门$|单位$|政府$|办公室$|领导小组$|企业$|家长$|教师$|集团$|幼儿园$|中小学|公办|民办|小学$|中学$|"
    r"专班$|工作组$|工作专班$|委员会$|党委$|党组$|科室|处室|相应|对应|涉及|牵头部门|责任单位|责任部门)"
)
LEAD = (
    r"(?:(?:按照?各?自?职责(?:分工)?)?(?:分别|共同)?(?:负责|落实)|总?牵头(?:负责|落实|抓总)?|主办|负总责|主责|"
    r"负责(?:牵头|落实|实施|组织)?|承办|主抓)"
)
SUPPORT = r"(?:积极|主动|共同|协同|密切|做好|具体)*(?:配合|协助|协办|参与|参加|协同|支持)(?:配合|落实|实施|组建|做好)?"
_TOKEN_ROLE = re.compile(
    rf"(?P<name>.+?)\s*[(]?(?:(?P<lead>{LEAD}|牵头单位|责任单位|主办单位)|(?P<support>{SUPPORT}|配合单位))[)]?$"
)
_HEAD_ROLE = re.compile(
    r"^(?:(?P<lead>(?:牵头|主责|主办)(?:单位|部门)?:|牵头单位)|(?P<open>由|责任单位:?)|"
    r"(?P<support>(?:配合|协同|协办)(?:单位|部门)?:|会同|协同|联合|商|配合单位|配合))(?P<name>.+)$"
)


@dataclass(frozen=True)
class Part:
    """A body with its part."""

    name: str
    role: Role


@dataclass(frozen=True)
class Bodies:
    """Who was named with which part, and the words that name nobody in particular."""

    parts: tuple[Part, ...] = ()
    generic: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()  # named beside the bodies: 市住建局 刘某
    offices: tuple[str, ...] = ()  # in brackets behind one: 区教委（学前科）
    remarks: tuple[str, ...] = ()  # in brackets as well, and nobody by name: 区教委（含直属学校）

    def names(self, role: Role) -> tuple[str, ...]:
        """Return the bodies with this part, each once."""
        return tuple(dict.fromkeys(part.name for part in self.parts if part.role == role))

    def __add__(self, other: "Bodies") -> "Bodies":
        """Return both together."""
        return Bodies(
            tuple(dict.fromkeys((*self.parts, *other.parts))),
            tuple(dict.fromkeys((*self.generic, *other.generic))),
            tuple(dict.fromkeys((*self.persons, *other.persons))),
            tuple(dict.fromkeys((*self.offices, *other.offices))),
            tuple(dict.fromkeys((*self.remarks, *other.remarks))),
        )


def listed(text: str, role: Role) -> Bodies:
    """Return the bodies of a label's value: `role` is the label's; words like 牵头 and 配合 in it go before."""
    tokens = [*_tokens(text)]
    roles: list[Role | None] = []
    names: list[str] = []
    stated: Role | None = None
    for token, ends in tokens:
        name, own, leading = _token(token)
        if leading:
            stated = own
        names.append(name)
        roles.append(own if own and not leading else stated)
        if own and not leading:
            for at in range(len(roles) - 2, -1, -1):
                if roles[at] is not None:
                    break
                roles[at] = own
        if ends:
            stated = None
    rest: Role = "support" if "lead" in roles and role == "lead" else role
    beside = any(re.search(rf"{_SUFFIX}$", name) for name in names)
    persons = [name for name in names if beside and _PERSON.fullmatch(name) and not re.search(rf"{_SUFFIX}$", name)]
    parts = [(name, given or rest) for name, given in zip(names, roles, strict=True) if name and name not in persons]
    found = Bodies(
        tuple(dict.fromkeys(Part(name, given) for name, given in parts if not generic(name))),
        tuple(dict.fromkeys(name for name, _ in parts if generic(name))),
        tuple(dict.fromkeys(persons)),
    )
    return found + _beside(text)


_PERSON = re.compile(
    r"[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦"
    r"付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤][\u4e00-\u9fff×XＸ*]{1,2}"
)
# Where the next body begins without a sign between: 县教育局县住建局.
_NEXT = (
    r"(?<=[)])(?=[区县市])|"
    r"(?<=.[局委办部院])(?=[区县市](?!委员|政府|人民)[^、,/\s]{1,8}[局委办部院]|各(?:镇街|乡镇|街道|学校|单位))"
)
_BETWEEN = re.compile(rf"[、,/\s]+|(?<=[局委办院部会府队心校室科处组])(?:和|及|与|以及)|{_NEXT}")
_BRACKETS = re.compile(r"[(](?!牵头|主办|配合|协助|责任|以下|简称)(?P<inner>[^()]*)[)]")


_TITLED = re.compile(rf"(?:.{{0,4}}(?:长|主任|书记))?(?:{_PERSON.pattern})(?:.{{0,3}}(?:长|主任|书记))?")


def _beside(text: str) -> Bodies:
    """Return who and what is named in the brackets behind bodies: a person, an office, or a remark as a whole."""
    found = Bodies()
    plain = narrow(text)
    for bracket in _BRACKETS.finditer(plain):
        if generic(re.split(r"[、,;。\s]", plain[: bracket.start()])[-1]):
            continue  # 各镇（街道）
        named = [each for each in re.split(r"[、,/\s]+", bracket["inner"]) if each]
        if all(map(_TITLED.fullmatch, named)):
            found += Bodies(persons=tuple(named))
        elif all(re.search(r"[科室处股]$", each) for each in named):
            found += Bodies(offices=tuple(named))
        else:
            found += Bodies(remarks=(bracket["inner"].strip(),))
    return found


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what stands between separators, and whether a sentence ends behind it."""
    plain = re.sub(r"[(](?:以下)?(?:统?简)?称[^()]*[)]", "", _BRACKETS.sub("", narrow(text)))
    for clause in re.split(r"[;。\n]", plain):
        names = [
            name
            for name in re.split(rf"[、,/\s]+|(?<=[局委办院部会府队心校室科处组])(?:和|及|与|以及)|{_NEXT}", clause)
            if name
        ]
        yield from ((name.strip(":."), at == len(names) - 1) for at, name in enumerate(names))


_LONGEST = 60  # characters; no body's name with its role is longer


def _token(token: str) -> tuple[str, Role | None, bool]:
    """Return a token's name, the part it is given, and whether the word for it stands before the name."""
    if len(token) > _LONGEST:
        return token, None, False
    token = re.sub(r"(?:为|是)?(?:牵头|责任)单位$", lambda match: match[0] if len(token) > len(match[0]) else "", token)
    if found := _HEAD_ROLE.match(token):
        name, own, _ = _token(found["name"])
        stated: Role | None = "support" if found["support"] else "lead" if found["lead"] else None
        return (name, own, False) if own else (name, stated, stated is not None)
    found = _TOKEN_ROLE.match(token)
    name = re.sub(r"等(?:有关|相关|部门|单位)*$", "", found["name"] if found else token).strip("()")
    return name, ("lead" if found["lead"] else "support") if found else None, False


def generic(name: str) -> bool:
    """Return whether words name nobody in particular: 有关部门, 各镇街."""
    return (
        bool(_GENERIC.search(name))
        or bool(re.search(r"(?:相关|有关|各).{0,4}(?:部门|单位|学校|镇街|科室)|^各", name))
        or bool(re.search(r"\d{4}年|\d月|^\d+$", name))  # a time limit or a number in the wrong column
        or bool(DOING.match(name) and not re.search(rf"{_SUFFIX}$", name))  # something to be done
        or len(name) < 2
    )


@dataclass(frozen=True)
class Closing:
    """The brackets that a text closes with: where they begin, who is named in them, and words for a time limit."""

    begin: int
    bodies: Bodies
    wording: str


_QUANTITY = re.compile(r"\d+(?:所|处|站|室|间|个)$")  # 城区3所 is no body


def _opened(plain: str) -> int:
    """Return where the bracket opens that a text closes with, whatever brackets are in it: 各县（市、区）政府."""
    depth = 0
    for at in range(len(plain) - 1, -1, -1):
        depth += (plain[at] in ")】]") - (plain[at] in "(【[")
        if not depth:
            return at
    return -1


def closing(text: str) -> Closing | None:
    """Return what the brackets say that a text closes with; None where they name nobody."""
    plain = narrow(text).rstrip("。. ;")
    if not plain.endswith((")", "】", "]")):
        return None
    begin = _opened(plain)
    inner = plain[begin + 1 : -1]
    if (nested := re.search(r"[(](?:牵头|主办|配合|责任)$", plain[: len(plain) - 1])) and begin > 0:
        begin = max(plain.rfind("(", 0, nested.start()), 0)
        inner = plain[begin + 1 : -1]
    tokens = [token for token in re.split(r"[,;。]", inner) if token]
    timed = [token for token in tokens if _TIMED.search(token)]
    rest = ",".join(token for token in tokens if token not in timed)
    names = [token for token, _ in _tokens(rest)]
    roles = re.search(rf"{LEAD}|配合|协助|参与|协办", rest)
    alone = all(re.fullmatch(rf"{NAME}|各.+", name) and not _QUANTITY.search(name) for name in names)
    if begin <= 0 or not names or not (roles or alone):
        return None
    found = listed(rest, "lead")
    known = tuple(part for part in found.parts if re.fullmatch(NAME, part.name) and not _QUANTITY.search(part.name))
    others = tuple(part.name for part in found.parts if part not in known)
    named = replace(found, parts=known, remarks=(*found.remarks, *others))
    return Closing(begin, named, timed[0] if timed else "") if known or found.generic else None


_TIMED = re.compile(r"\d{4}年|\d{1,2}月|年底|长期|持续|每[年月季周]|立行立改|学期|为期|日前")
_ALIAS = re.compile(rf"(?P<full>{NAME})\s*[(](?:以下)?(?:统?简)?称[:为]?[“\"]?(?P<short>{CHAR}{{2,12}}?)[”\"]?[)]")


def aliases(texts: Iterable[str]) -> dict[str, str]:
    """Return short names by the full ones, where the document says so: 区教育委员会（以下简称区教委）."""
    found: dict[str, str] = {}
    for text in texts:
        for match in _ALIAS.finditer(narrow(text)):
            full = re.split(r"[由与和及对]", match["full"])[-1]
            found.setdefault(full, match["short"])
    return found


def same(names: Sequence[str]) -> dict[str, str]:
    """Return the names that only have the place before another: 长寿区教委 is 区教委, if no other place has one."""
    shorts = {name for name in names if re.match(r"[区县市州旗镇]", name)}
    longer: dict[str, list[str]] = {}
    for name in names:
        for cut in range(1, 7):
            if name[cut:] in shorts and re.match(r"[\u4e00-\u9fff]+", name[:cut]) and not re.match(r"[市省]", name):
                longer.setdefault(name[cut:], []).append(name)
    return {found[0]: short for short, found in longer.items() if len(found) == 1}
