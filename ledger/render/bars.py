"""How long bars are, and of which signs: each tone has its own, so that nobody needs the colours."""

from collections.abc import Iterator
from collections.abc import Sequence
from itertools import accumulate
from itertools import pairwise

from ledger.outline.page import Stacks
from ledger.outline.page import Tone

_SIGNS = {"red": "▓", "": "░", "blue": "█"}


def stacked(stacks: Stacks, width: int) -> Iterator[Sequence[tuple[str, Tone]]]:
    """Yield each bar as runs of signs with their tones; the longest is `width` cells long.

    What is there is seen: a count that rounds to nothing gets one cell.
    """
    longest = max([1, *(sum(count for count, _ in row.counts) for row in stacks.rows)])
    for row in stacks.rows:
        ends = [0, *(round(end * width / longest) for end in accumulate(count for count, _ in row.counts))]
        cells = [
            max(end - begin, bool(count)) for (begin, end), (count, _) in zip(pairwise(ends), row.counts, strict=True)
        ]
        while sum(cells) > width:
            cells[cells.index(max(cells))] -= 1
        yield [(_SIGNS[tone] * n, tone) for n, (_, tone) in zip(cells, row.counts, strict=True)]
