/* Suggestions under the search box; filters that close and can be typed in. Every page is whole without it. */
"use strict";

const box = document.querySelector("[data-suggestions]");
if (box) suggest(box, document.getElementById("suggestions"), document.getElementById("suggested"));

/** A combobox (ARIA 1.2): the list under the box is walked by arrows, and how many there are is said. */
function suggest(box, list, said) {
  let waiting, asked, at = -1;
  const set = (values) => Object.entries(values).forEach(([name, value]) => box.setAttribute(name, value));
  set({ role: "combobox", "aria-autocomplete": "list", "aria-controls": "suggestions", "aria-expanded": "false" });

  function show(html) {
    list.innerHTML = html;
    at = -1;
    box.removeAttribute("aria-activedescendant");
    const found = list.querySelector("[data-said]");
    said.textContent = found ? found.dataset.said : "";
    const some = Boolean(list.querySelector("a"));
    for (const [name, value] of [["role", "listbox"], ["aria-label", list.dataset.label]]) {
      if (some) list.setAttribute(name, value);
      else list.removeAttribute(name);
    }
    set({ "aria-expanded": String(some) });
  }

  function choose(step) {
    const options = [...list.querySelectorAll("a")];
    if (!options.length) return;
    at = at < 0 && step < 0 ? options.length - 1 : (at + step + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    options[at].scrollIntoView({ block: "nearest" });
    set({ "aria-activedescendant": options[at].id });
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggestions}?q=${encodeURIComponent(box.value)}`, { signal: asked.signal });
      show(answer.ok ? await answer.text() : "");
    } catch (error) {
      if (error.name !== "AbortError") show("");
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 250);
  });
  box.addEventListener("keydown", (event) => {
    const chosen = list.querySelector("[aria-selected='true']");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Escape" && list.firstElementChild) show("");
    else if (event.key === "Enter" && chosen) chosen.click();
    else return;
    event.preventDefault();
  });
  box.form.addEventListener("focusout", (event) => {
    if (!box.form.contains(event.relatedTarget)) {
      clearTimeout(waiting);
      asked?.abort();
      show("");
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
}

const OPEN = ":is(.facet, .actions > details, .menu)[open]";

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector(OPEN);
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
let left = null;
document.addEventListener("pointerdown", () => { left = document.activeElement; }, true);
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll(OPEN)) {
    if (open.contains(event.target)) continue;
    const within = open.contains(left);
    open.open = false;
    // What takes no focus leaves one where one was.
    if (within && document.activeElement.tabIndex < 0) open.querySelector("summary").focus({ preventScroll: true });
  }
});

// Where style alone cannot open what is folded.
addEventListener("beforeprint", () => {
  for (const shut of document.querySelectorAll(".folded:not([open])")) shut.open = true;
});

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
for (const typed of document.querySelectorAll("[data-narrows]")) {
  typed.hidden = false;
  typed.addEventListener("input", () => {
    const words = folded(typed.value.trim());
    for (const rest of typed.parentElement.querySelectorAll(".rest")) rest.open = Boolean(words);
    for (const label of typed.parentElement.querySelectorAll("label")) label.hidden = !folded(label.textContent).includes(words);
  });
}
