"""What a Word file says of itself, instead of what the library's template says: title, author, language."""

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from ledger.outline.paper import Paper

_FOREIGN = {RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES}  # a picture and a program of others
_LONGEST = 255  # characters of a property
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}


def describe(word: Document, paper: Paper) -> None:
    """Say whose file it is and which language it has; without a time of its making, the same paper is the same file."""
    told = word.core_properties
    told.title, told.author = paper.title[:_LONGEST], paper.signatory[:_LONGEST]
    told.language = _LANGUAGES[paper.language]
    told.comments = ""
    for tag in ("dcterms:created", "dcterms:modified"):
        told._element.remove(told._element.find(qn(tag)))  # noqa: SLF001 (the library sets times, and takes none away)
    package = word.part.package
    for name in [name for name, each in package.rels.items() if each.reltype in _FOREIGN]:
        del package.rels[name]
    for language in (*word.styles.element.iter(qn("w:lang")), *word.settings.element.iter(qn("w:themeFontLang"))):
        language.set(qn("w:eastAsia"), _LANGUAGES[paper.language])
