"""A paper as one page of HTML: self-contained, nothing fetched, nothing run, set like the paper it is."""

from collections.abc import Sequence
from html import escape

from ledger.outline.paper import Annex
from ledger.outline.paper import Grid
from ledger.outline.paper import Heading
from ledger.outline.paper import Paper
from ledger.settings import Fonts

_SHORT = 10  # characters of the longest text in a column that is not broken, as days and numbers are not
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
body {{ max-width: 42em; margin: 2em auto; padding: 0 1em; font: 1.1rem/1.8 {body}, FangSong, STFangsong, serif; }}
h1 {{ font: 1.6rem/1.5 {title}, SimSun, "Songti SC", serif; text-align: center; }}
h2, h3 {{ font-size: inherit; font-weight: normal; margin: 0; text-indent: 2em; }}
h2 {{ font-family: {heading}, SimHei, "Heiti SC", sans-serif; }}
h3 {{ font-family: {subheading}, KaiTi, "Kaiti SC", serif; }}
p {{ margin: 0; text-indent: 2em; }}
p.addressee {{ text-indent: 0; }}
p.signed {{ text-align: right; padding-right: 2em; }}
p.stamp {{ font-size: 0.7rem; line-height: 1.4; margin-top: 2em; text-indent: 0; overflow-wrap: anywhere; }}
table {{ border-collapse: collapse; width: 100%; font-size: 0.9rem; line-height: 1.4; }}
th, td {{ white-space: pre-line; border: 1px solid; padding: 0.3em 0.5em; text-align: left; vertical-align: top; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
article + article {{ break-before: page; margin-top: 6em; }}
td.short {{ white-space: nowrap; }}
.annex {{ break-before: page; margin-top: 3em; overflow-x: auto; }}
@page {{ size: A4; margin: 37mm 26mm 35mm 28mm; }}
@media screen {{ .annex {{ position: relative; left: 50%; transform: translateX(-50%); width: max-content; }} }}
@media screen {{ .annex {{ min-width: 100%; max-width: calc(100vw - 4em); }} }}
@media print {{ body {{ margin: 0; max-width: none; }} }}
@media (prefers-color-scheme: dark) {{ :root {{ color-scheme: dark; }} }}
"""


def render(papers: Sequence[Paper], fonts: Fonts) -> bytes:
    """Return papers as the bytes of an HTML file."""
    style = _STYLE.format(**{name: f"'{escape(font)}'" for name, font in fonts.model_dump().items()})
    body = "\n".join(map(_article, papers))
    language, title = escape(papers[0].language), escape(papers[0].title)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    ).encode()


def _article(paper: Paper) -> str:
    parts = [f"<h1>{escape(paper.title)}</h1>"]
    if paper.addressee:
        parts.append(f'<p class="addressee">{escape(paper.addressee)}</p>')
    for part in paper.text:
        if isinstance(part, Grid):
            parts.append(_table(part))
            continue
        tag = f"h{part.level + 1}" if isinstance(part, Heading) else "p"
        parts.append(f"<{tag}>{escape(part.text if isinstance(part, Heading) else part)}</{tag}>")
    parts += [f'<p class="signed">{escape(text)}</p>' for text in (paper.signatory, paper.day) if text]
    if paper.stamp:
        parts.append(f'<p class="stamp">{escape(paper.stamp)}</p>')
    parts += map(_annex, paper.annexes)
    content = "\n".join(parts)
    return f"<article>\n{content}\n</article>"


def _annex(annex: Annex) -> str:
    title = f'<p class="addressee">{escape(annex.label)}{escape(annex.title)}</p>'
    return f'<section class="annex">{title}\n{_table(annex.grid)}</section>'


def _table(grid: Grid) -> str:
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in grid.headings)
    kinds = [' class="short"' if max(map(len, column)) <= _SHORT else "" for column in zip(*grid.rows, strict=True)]
    cells = (zip(kinds, row, strict=True) for row in grid.rows)
    rows = "\n".join(f"<tr>{''.join(f'<td{kind}>{escape(text)}</td>' for kind, text in row)}</tr>" for row in cells)
    above = f"<thead><tr>{head}</tr></thead>\n" if head else ""
    return f"<table>\n{above}<tbody>\n{rows}\n</tbody>\n</table>"
