"""The two languages: which one to speak, and where its words are.

English stands in the source, Chinese in `ledger/locale`. What the ledger says itself is translated through a
`Translation` that is handed down. click, and the help texts that it prints, ask the process-wide gettext instead:
`install` points that one at the same catalogue.
"""

import gettext
import locale
import os
from collections.abc import Mapping
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal
from typing import get_args

Language = Literal["zh", "en"]
Translation = gettext.NullTranslations

LOCALE = Path(__file__).parent / "locale"
ENGLISH = gettext.NullTranslations()
_CATALOGUES: Mapping[Language, str] = {"zh": "zh_CN", "en": "en"}


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for a message that is translated later)
    """Mark `message` for the catalogue and return it unchanged."""
    return message


def choose(args: Sequence[str], environ: Mapping[str, str]) -> Language:
    """Return the language to speak: `--lang` among `args`, else LEDGER_LANG, else the locale.

    It looks at the raw arguments because click prints help before it has read the options. A word that names no
    language is passed over here; click refuses it later.
    """
    words = [part for word in args for part in (word.split("=", 1) if word.startswith("--lang=") else [word])]
    asked = [after for word, after in pairwise(words) if word == "--lang"]
    for wish in (*reversed(asked), environ.get("LEDGER_LANG", "").lower()[:2]):
        if wish in get_args(Language):
            return "zh" if wish == "zh" else "en"
    return "zh" if _locale_name(environ).lower().startswith(("zh", "chinese")) else "en"


def _locale_name(environ: Mapping[str, str]) -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return environ[name]
    return locale.getlocale()[0] or ""  # Windows has no such variables, but Python has set the user's locale


def translation(language: Language) -> Translation:
    """Return the catalogue of `language`; English is the source and needs none."""
    return gettext.translation("ledger", LOCALE, [_CATALOGUES[language]], fallback=True)


def install(language: Language) -> None:
    """Make click, which knows only the process-wide gettext, speak `language`."""
    gettext.bindtextdomain("ledger", LOCALE)
    gettext.textdomain("ledger")
    os.environ["LANGUAGE"] = _CATALOGUES[language]
