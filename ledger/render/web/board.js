"use strict";
// Filters, sorts and opens stories. Without it the page shows all of the table, and the stories below it.
(() => {
  const form = document.querySelector("form.filters");
  const table = document.getElementById("items");
  const dialog = document.querySelector("dialog");
  if (!table) return;

  const body = table.tBodies[0];
  const rows = [...body.rows];
  const talk = form.querySelector("output");
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const texts = new Map();

  function text(row) {
    if (!texts.has(row)) {
      const story = document.getElementById("story-" + row.id.slice("item-".length));
      texts.set(row, (row.textContent + " " + story.textContent).toLowerCase());
    }
    return texts.get(row);
  }

  function filter() {
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = [...form.querySelectorAll("select")].filter((select) => select.value);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !(
        wanted.every((select) => row.dataset[select.name].split(" ").includes(select.value)) &&
        words.every((word) => text(row).includes(word))
      );
      shown += !row.hidden;
    }
    talk.textContent = shown
      ? talk.dataset.shown.replace("{shown}", shown).replace("{total}", rows.length)
      : talk.dataset.none;
  }

  function key(row, at) {
    const cell = row.cells[at];
    return cell.dataset.order ?? cell.textContent;
  }

  function sort(heading) {
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keys = new Map(rows.map((row) => [row, key(row, heading.cellIndex)]));
    const figures = rows.every((row) => /^-?\d+$/.test(keys.get(row)));
    const compare = figures ? (one, other) => one - other : order;
    rows.sort((one, other) => compare(keys.get(one), keys.get(other)) * (down ? -1 : 1));
    body.append(...rows);
  }

  let opened = null;

  function open(name) {
    const tale = document.getElementById("tale-" + name);
    if (!tale) return;
    if (dialog.open) dialog.close();
    opened = tale;
    dialog.querySelector("h2").textContent = tale.querySelector("h3").textContent;
    dialog.querySelector(".place").append(tale.querySelector(".tale"));
    dialog.showModal();
    dialog.querySelector(".place").scrollTop = 0;
  }

  function put_back() {
    opened.append(dialog.querySelector(".tale"));
    history.replaceState(null, "", location.pathname + location.search);
  }

  function follow() {
    const name = decodeURIComponent(location.hash);
    if (name.startsWith("#story-")) open(name.slice("#story-".length));
  }

  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => sort(heading));
    heading.replaceChildren(button);
  }
  form.hidden = false;
  document.documentElement.classList.add("scripted"); // stories are read one at a time then
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-story]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    open(link.dataset.story);
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.querySelector(".close").addEventListener("click", () => dialog.close());
  dialog.querySelector(".print").addEventListener("click", () => print());
  dialog.addEventListener("close", put_back);
  addEventListener("hashchange", follow);
  filter();
  follow();
})();
