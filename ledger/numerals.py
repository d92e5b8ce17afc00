"""Chinese numerals as offices count with them: 一, 十, 二十一."""

_SIGNS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """Return a number from 1 to 99 as a Chinese numeral; any other one in digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number <= 99:  # noqa: PLR2004 (two signs)
        return str(number)
    return f"{'' if tens < 2 else _SIGNS[tens]}{'十' if tens else ''}{_SIGNS[ones] if ones else ''}"  # noqa: PLR2004 (十, not 一十)
