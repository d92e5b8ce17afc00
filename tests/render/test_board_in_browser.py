"""The board in a real browser: searched, sorted, opened, printed, on a telephone, in the dark, without a script."""

import json
import re
import shutil
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import BrowserContext
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright

from sharing import Run

pytestmark = pytest.mark.system("chromium")

Open = Callable[..., Page]
Scheme = Literal["light", "dark"]

# The smallest contrast (WCAG 2) of any text with what is behind it, and where that is.
CONTRAST = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = rgba(getComputedStyle(each).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  let least = [21, ""];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility() || element.closest("script")) continue;
    const drawn = element.closest("svg");
    const ink = light(rgba(getComputedStyle(element)[drawn ? "fill" : "color"]));
    const series = element.closest(".text-overlay .series");
    const tone = series && [...series.classList].find((name) => name.startsWith("f-"));
    const bar = series && drawn.querySelector(`.series.${tone} rect`);
    const paper = light(bar ? rgba(getComputedStyle(bar).fill) : behind(element));
    const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (contrast < least[0]) least = [contrast, element.textContent];
  }
  return least;
}"""


# Of each chart: how far it goes beyond its card, how near labels come to bars, how long the longest bar is.
DRAWN = """() => [...document.querySelectorAll("svg.chart")].map((drawn) => {
  const boxes = (what) => [...drawn.querySelectorAll(what)].map((each) => each.getBoundingClientRect());
  const card = drawn.closest(".card").getBoundingClientRect();
  const beyond = (box) => Math.max(card.left - box.left, box.right - card.right, box.bottom - card.bottom);
  const outside = boxes("*:not(title)").map(beyond);
  const bars = boxes(".series rect").filter((box) => box.width && box.height);
  const labels = drawn.matches(".bars") ? boxes(".axis.y text") : [];
  const gap = Math.min(...bars.map((box) => box.left)) - Math.max(...labels.map((box) => box.right));
  return [Math.max(...outside), gap, Math.max(...bars.map((box) => box.width))];
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield the system's Chromium; a sandbox of its own is not to be had by root."""
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def written(run: Run, shipped: Path, tmp_path: Path) -> Path:
    """Return the board of the shipped ledger in Chinese, one item of it worked on, one closed, one title hostile."""
    (shipped / "照片.pdf").write_bytes(b"1")
    for words in (
        ("progress", "2", "--note", "已检查56所", "--on", "2024-06-03"),
        ("reading", "2", "完全缴纳占比", "82", "--on", "2024-06-30"),
        ("set", "3", "lead=区教委", "title=</script><b onclick=alert(1)>粗</b> & “引号”"),
        ("done", "3.1", "3.2", "--on", "2024-06-10", "--evidence", str(shipped / "照片.pdf")),
        ("close", "3", "--on", "2024-06-12", "--verified-by", "区政府教育督导委", "--override", "试"),
    ):
        done = run(*words)
        assert done.exit_code == 0, done.output
    assert run("report", "html", "-o", str(tmp_path / "看板.html"), lang="zh").exit_code == 0
    return tmp_path / "看板.html"


@pytest.fixture
def opened(browser: Browser, written: Path) -> Iterator[Open]:
    """Yield a function that opens the board; whatever it asks of the network, or complains of, fails the test."""
    contexts: list[BrowserContext] = []
    heard: list[str] = []

    def opens(
        *, width: int = 1280, scheme: Scheme = "light", script: bool = True, file: Path = written, at: str = ""
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: heard.append(said.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("request", lambda asked: heard.append(asked.url) if asked.resource_type != "document" else None)
        page.add_init_script("addEventListener('securitypolicyviolation', (e) => console.log(e.violatedDirective))")
        page.goto(file.as_uri() + at)
        return page

    yield opens
    for context in contexts:
        context.close()
    assert heard == []


def shown(page: Page) -> list[str]:
    """Return the numbers of the items in the rows that are to be seen."""
    return page.locator("#items tbody tr:visible td:first-child").all_inner_texts()


def test_the_figures_are_those_of_the_facts(run: Run, opened: Open, tmp_path: Path) -> None:
    """What the page says first is what the JSON says."""
    assert run("report", "html", "-o", str(tmp_path / "a.json")).exit_code == 0
    facts = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    page = opened()
    now = facts["now"]
    assert page.locator(".rate .figure").inner_text() == f"{facts['completion_rate']:g}%"
    assert [int(text) for text in page.locator(".tiles .figure").all_inner_texts()] == [
        now["total"], now["closed"], now["verified"], now["submitted"], now["in_progress"], now["open"],
        now["overdue"],
    ]  # fmt: skip
    assert page.locator("svg.chart").count() == 3
    assert page.locator("svg.chart .value").filter(has_text="1").count() > 0


def test_search_and_filters(opened: Open) -> None:
    """Words and choices narrow the table, together, and it says how many are left; all come back at once."""
    page = opened()
    said = page.locator("output")
    assert said.inner_text() == "显示18项，共18项"
    page.get_by_label("搜索").fill("已检查56所")  # stands in the history alone
    assert (shown(page), said.inner_text()) == (["2"], "显示1项，共18项")
    page.get_by_label("搜索").fill("")
    page.locator("form").get_by_label("亮灯").select_option(label="红灯")
    page.locator("form").get_by_label("牵头单位").select_option(label="区人社局")
    assert shown(page) == ["2"]
    page.locator("form").get_by_label("状态").select_option(label="未启动")
    assert (shown(page), said.inner_text()) == ([], "没有符合条件的事项。")
    page.get_by_role("button", name="显示全部").click()
    page.wait_for_function("document.querySelector('output').textContent.startsWith('显示18项')")
    assert len(shown(page)) == 18


def test_sorting(opened: Open) -> None:
    """A heading is a button: it sorts up, then down, by value, and says which way."""
    page = opened()
    heading = page.get_by_role("columnheader", name="序号")
    heading.get_by_role("button").click()
    assert (heading.get_attribute("aria-sort"), shown(page)) == ("ascending", [str(n) for n in range(1, 19)])
    heading.get_by_role("button").press("Enter")
    assert (heading.get_attribute("aria-sort"), shown(page)[:2]) == ("descending", ["18", "17"])
    page.get_by_role("columnheader", name="天数").get_by_role("button").click()
    assert (heading.get_attribute("aria-sort"), shown(page)[:2]) == (None, ["2", "7"])
    page.get_by_role("columnheader", name="亮灯").get_by_role("button").click()
    assert (shown(page)[0], shown(page)[-1]) == ("2", "3")


def test_a_story(opened: Open) -> None:
    """An item opens its whole story over the page; Escape goes back to where one was, and it opens again."""
    page = opened()
    dialog = page.get_by_role("dialog")
    for name, heading, said in (("2", "五险一金", "已检查56所"), ("9", "城区义务教育", "9.1"), ("2", "五险一金", "82")):
        page.locator(f"#items a[data-story='{name}']").focus()
        page.keyboard.press("Enter")
        assert heading in dialog.get_by_role("heading", level=2).inner_text()
        assert said in dialog.inner_text()
        assert dialog.locator(".tale").count() == 1
        page.keyboard.press("Escape")
        assert not dialog.is_visible()
        assert page.evaluate("document.activeElement.dataset.story") == name
    page.locator(".time a").first.click()
    assert dialog.is_visible()
    page.get_by_role("button", name="关闭").click()
    assert not dialog.is_visible()


def test_a_link_to_a_story(opened: Open) -> None:
    """An address that names a story opens it; one that names none does nothing."""
    page = opened(at="#story-3")
    assert (
        page.get_by_role("dialog")
        .get_by_role("heading", level=2)
        .inner_text()
        .endswith("<b onclick=alert(1)>粗</b> & “引号”")
    )
    assert "照片.pdf" in page.get_by_role("dialog").inner_text()
    assert not opened(at="#story-99").get_by_role("dialog").is_visible()


def test_without_a_script(opened: Open) -> None:
    """Figures, charts, table and stories can be read where no script runs; nothing is there that would do nothing."""
    page = opened(script=False)
    assert page.locator("svg.chart rect:visible").count() > 3
    assert len(shown(page)) == 18
    assert page.locator("form, th button, dialog").filter(visible=True).count() == 0
    page.locator("#tale-2 summary").click()
    assert "已检查56所" in page.locator("#story-2").inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_on_a_telephone(opened: Open, *, script: bool) -> None:
    """The page never scrolls sideways at 375 px, with a story open or not, and the smallest letters can be read."""
    page = opened(width=375, script=script)
    wide = "[document.documentElement.scrollWidth, document.body.scrollWidth]"
    assert page.evaluate(wide) == [375, 375]
    assert page.evaluate("document.querySelector('svg.chart').getBoundingClientRect().width") > 300
    assert page.evaluate("document.getElementById('items').getBoundingClientRect().right") < 375
    if script:
        page.locator("#items a[data-story='2']").click()
        box = page.get_by_role("dialog").bounding_box()
        assert box is not None
        assert (box["x"], box["width"]) == (0, 375)
        assert page.evaluate(wide) == [375, 375]


@pytest.mark.parametrize("name", ["会同有关部门联合成立的专班" * 6, " Working Group of the Wide West" * 2])
def test_long_names(run: Run, shipped: Path, opened: Open, tmp_path: Path, name: str) -> None:
    """However long areas and departments are called, charts stay in their cards and bars have their room."""
    for file in ("departments.yaml", "items.yaml", "ledger.yaml", "routines.yaml"):
        text = (shipped / file).read_text(encoding="utf-8")
        text = re.sub(r"(?m)((?:name|lead|support|department|to|by|-):? *)(区教委|区人社局)$", rf'\1"\2{name}"', text)
        (shipped / file).write_text(re.sub(r"(?m)^(  area: )(.*)$", rf'\1"\2{name}"', text), encoding="utf-8")
    assert run("report", "html", "-o", str(tmp_path / "长.html"), lang="zh").exit_code == 0
    for width, medium in ((690, "print"), (1280, "screen"), (375, "screen")):  # A4 is about 690 px wide
        page = opened(width=width, file=tmp_path / "长.html")
        page.emulate_media(media="print" if medium == "print" else "screen")
        for outside, gap, longest in page.evaluate(DRAWN):
            assert (outside < 0, gap > 0, longest > 50) == (True, True, True), (width, medium)
    assert page.locator("svg.chart title").count() > 3
    assert page.evaluate("document.documentElement.scrollWidth") == 375


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(opened: Open, scheme: Scheme) -> None:
    """Every text stands out from what is behind it by 4.5 to 1, in the light and in the dark."""
    page = opened(scheme=scheme)
    least, where = page.evaluate(CONTRAST)
    assert least >= 4.5, where
    page.locator("#items a[data-story='2']").click()
    least, where = page.evaluate(CONTRAST)
    assert least >= 4.5, where
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 22, 27)"
    assert dark is (scheme == "dark")


def test_on_paper(opened: Open) -> None:
    """It prints on A4: charts and table without controls and stories; an open story prints alone."""
    page = opened()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.locator("svg.chart:visible").count() == 3
    assert len(shown(page)) == 18
    assert page.locator("form, summary, .stories, .skip").filter(visible=True).count() == 0
    buttons = "[...document.querySelectorAll('th button')].map((each) => getComputedStyle(each).display)"
    assert set(page.evaluate(buttons)) == {"contents"}  # else Chromium prints the head of the table once
    page.emulate_media(media="screen")
    page.locator("#items a[data-story='2']").click()
    page.emulate_media(media="print")
    assert "已检查56所" in page.get_by_role("dialog").inner_text()
    assert page.locator("main, dialog button").filter(visible=True).count() == 0


def test_names_for_those_who_listen(opened: Open) -> None:
    """Regions, tables, controls and charts have names; the first stop of the keyboard leads past the charts."""
    page = opened()
    assert page.locator("html").get_attribute("lang") == "zh"
    assert page.locator("h1").count() == 1
    for role in ("img", "region", "table", "searchbox", "combobox", "button", "search"):
        found = [one.aria_snapshot().partition("\n")[0] for one in page.get_by_role(role).all()]
        assert found, role
        assert [said for said in found if not re.match(rf"- '?{role} \"", said)] == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#table"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "table"


def test_an_empty_ledger(run: Run, shipped: Path, opened: Open, tmp_path: Path) -> None:
    """A ledger without items has a page that says so, and a script that has nothing to do."""
    (shipped / "items.yaml").write_text("[]\n", encoding="utf-8")
    (shipped / "routines.yaml").unlink()
    assert run("report", "html", "-o", str(tmp_path / "空.html"), lang="zh").exit_code == 0
    page = opened(file=tmp_path / "空.html")
    assert page.locator("main").inner_text().strip() == "台账中尚无整改事项。"
