"""Which language is spoken, and that both have their catalogue."""

import gettext
import locale
from collections.abc import Sequence

import pytest

from ledger import i18n
from ledger.i18n import Language
from ledger.i18n import choose

ZH = {"LANG": "zh_CN.UTF-8"}
EN = {"LANG": "en_GB.UTF-8"}


@pytest.mark.parametrize(
    ("args", "environ", "language"),
    [
        (["--lang", "zh"], EN, "zh"),
        (["--lang", "en"], ZH, "en"),
        (["--lang=zh"], EN, "zh"),
        (["--lang=en"], ZH, "en"),
        (["status", "--lang", "zh", "--format", "json"], EN, "zh"),
        (["--lang", "zh"], {"LEDGER_LANG": "en"}, "zh"),
        (["--lang=en"], {"LEDGER_LANG": "zh"}, "en"),
        (["status"], {"LEDGER_LANG": "zh", **EN}, "zh"),
        (["status"], {"LEDGER_LANG": "en", "LC_ALL": "zh_CN.UTF-8", **ZH}, "en"),
        (["status"], {"LEDGER_LANG": "", **ZH}, "zh"),
        (["status"], ZH, "zh"),
        (["status"], EN, "en"),
        ([], {"LC_ALL": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", **ZH}, "en"),
        ([], {"LC_ALL": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8", **EN}, "zh"),
        ([], {"LC_MESSAGES": "zh_CN.UTF-8", **EN}, "zh"),
        ([], {"LC_MESSAGES": "en_GB.UTF-8", **ZH}, "en"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "", **ZH}, "zh"),
        ([], {"LC_ALL": "C", **ZH}, "en"),
        ([], {"LANG": "zh_TW"}, "zh"),
        ([], {"LANG": "Chinese_China.936"}, "zh"),
        ([], {"LEDGER_LANG": "zh_CN.UTF-8", **EN}, "zh"),
        ([], {"LEDGER_LANG": "ZH", **EN}, "zh"),
        ([], {"LEDGER_LANG": "zh-Hans", **EN}, "zh"),
        ([], {"LEDGER_LANG": "en_US", **ZH}, "en"),
        ([], {"LEDGER_LANG": "EN", **ZH}, "en"),
        (["--lang=en"], {"LEDGER_LANG": "zh_CN.UTF-8", **ZH}, "en"),
    ],
)
def test_the_option_goes_before_the_variable_before_the_locale(
    args: Sequence[str], environ: dict[str, str], language: Language
) -> None:
    """--lang decides, else LEDGER_LANG, else the locale in the order LC_ALL, LC_MESSAGES, LANG."""
    assert choose(args, environ) == language


@pytest.mark.parametrize(
    ("args", "language"),
    [
        (["--lang", "zh", "status", "--lang", "en"], "en"),
        (["--lang", "en", "status", "--lang", "zh"], "zh"),
        (["--lang=en", "status", "--lang=zh"], "zh"),
        (["--lang", "en", "status", "--lang=zh"], "zh"),
        (["--lang", "zh", "status", "--lang=en"], "en"),
        (["--lang=zh", "status", "--lang", "en"], "en"),
        (["--lang=en", "status", "--lang", "zh"], "zh"),
        (["--lang=en", "--lang=zh", "--lang", "en"], "en"),
    ],
)
def test_the_last_option_wins(args: Sequence[str], language: Language) -> None:
    """An option behind the command word overrides the one before it, as click reads them."""
    assert choose(args, {}) == language


@pytest.mark.parametrize("args", [["--lang", "fr"], ["--lang=中文"], ["--lang"], ["--language", "en"], ["lang", "en"]])
def test_words_that_name_no_language_are_passed_over(args: Sequence[str]) -> None:
    """An unknown word does not decide: the next wish does, and click refuses the word later."""
    assert choose(args, {"LEDGER_LANG": "zh"}) == "zh"
    assert choose(args, ZH) == "zh"


def test_an_unknown_word_leaves_an_earlier_option_standing() -> None:
    """A misspelt second --lang does not undo the first, so that the refusal is spoken in that language."""
    assert choose(["--lang", "zh", "status", "--lang", "fr"], EN) == "zh"


def test_an_unknown_variable_is_passed_over() -> None:
    """LEDGER_LANG with a word that names no language leaves it to the locale."""
    assert choose([], {"LEDGER_LANG": "chinese", **ZH}) == "zh"


@pytest.mark.parametrize(
    ("name", "language"), [("Chinese (Simplified)_China", "zh"), ("zh_CN", "zh"), ("English_India", "en"), (None, "en")]
)
def test_without_variables_the_systems_locale_decides(
    monkeypatch: pytest.MonkeyPatch, name: str | None, language: Language
) -> None:
    """Windows has no such variables, but Python knows the user's locale."""
    monkeypatch.setattr(locale, "getlocale", lambda: (name, "936"))
    assert choose([], {}) == language


@pytest.mark.parametrize(("language", "translated"), [("zh", True), ("en", False)])
def test_click_speaks_the_same_language(language: Language, *, translated: bool) -> None:
    """The process-wide gettext, which click asks, finds the same catalogue."""
    i18n.install(language)
    sentence = "The file is not there."
    assert (gettext.gettext(sentence) != sentence) == translated
    assert gettext.gettext(sentence) == i18n.translation(language).gettext(sentence)


def test_chinese_has_a_catalogue_and_english_needs_none() -> None:
    """A sentence comes out translated in Chinese and unchanged in English."""
    sentence = "The file is not there."
    assert i18n.translation("en").gettext(sentence) == sentence
    assert i18n.translation("zh").gettext(sentence) != sentence


def test_a_marked_message_stays_what_it_is() -> None:
    """Marking a sentence for the catalogue changes nothing in it."""
    assert i18n.N_("The file is not there.") == "The file is not there."
