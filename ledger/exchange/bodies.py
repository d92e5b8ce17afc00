"""The departments in a cell, with the role that words beside them give: 区教委牵头，区财政局、区人社局配合."""

import re
from collections.abc import Iterator

from ledger.model import Role

_SUPPORT = re.compile(r"配合|协同|协办|协助|参与")
_LEAD = re.compile(r"牵头|主责|主办")
_WORDS = re.compile(
    r"[(（]?(?:牵头|主责|主办|负责|配合|协同|协办|协助|参与|责任(?=单位|部门))(?:单位|部门)?[)）]?[:：]?"
)


def bodies(text: str, role: Role) -> Iterator[tuple[Role, str]]:
    """Yield the names in a cell of a column of this role, each with its own; a word counts for its whole clause."""
    for clause in re.split(r"[,，;；\n]", text):
        parts = [part for part in re.split(r"[、/\s]+", clause) if part]
        whole = _role(parts[-1], _role(parts[0], role)) if parts else role
        for part in parts:
            if name := _WORDS.sub("", part).strip():
                yield _role(part, whole), name


def _role(words: str, other: Role) -> Role:
    if _SUPPORT.search(words):
        return "support"
    return "lead" if _LEAD.search(words) else other
