/* Suggestions below a search box while a person types: the combobox with a list of the ARIA practices. Without this file the box
   is an ordinary one. Elements are looked up each time, as the search page replaces its own when one goes back. */
(() => {
  "use strict";
  const LEAST = 2; // letters
  const WAIT = 140; // milliseconds without a key before anything is asked
  let waiting = 0;
  let asking = null; // what stops the question under way
  let shownFor = null; // the words the list answers

  const list = () => document.getElementById("suggestions");
  const options = () => [...(list()?.querySelectorAll("[role=option]") ?? [])];
  const isOpen = () => list() !== null && !list().hidden;
  const isBox = (element) => element instanceof HTMLInputElement && element.dataset.suggest !== undefined;
  const boxOf = () => document.querySelector("input[data-suggest]");

  const make = (tag, given) => Object.assign(document.createElement(tag), given);

  function prepare(box) {
    if (!list()) {
      const found = make("div", { id: "suggestions", className: "suggest", hidden: true });
      found.setAttribute("role", "listbox");
      found.setAttribute("aria-label", "Suggestions");
      // Taken with the pointer, the list must not take the focus from the words.
      found.addEventListener("mousedown", (event) => event.preventDefault());
      found.addEventListener("click", (event) => follow(event.target.closest("[role=option]")));
      const said = make("div", { id: "suggestions-said", className: "hidden" });
      said.setAttribute("role", "status");
      (box.closest("[data-suggest-room]") ?? box.form).append(found, said);
    }
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", "suggestions");
    box.setAttribute("aria-expanded", String(isOpen()));
  }

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    asking = null;
    if (!list()) return;
    list().hidden = true;
    list().replaceChildren();
    shownFor = null;
    document.getElementById("suggestions-said").textContent = "";
    const box = boxOf();
    box?.setAttribute("aria-expanded", "false");
    box?.removeAttribute("aria-activedescendant");
  }

  async function ask(box) {
    const words = box.value.trim();
    asking?.abort();
    if (words.length < LEAST) return close();
    if (words === shownFor) return;
    const mine = (asking = new AbortController());
    try {
      const answer = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q: words })}`, { signal: mine.signal });
      if (!answer.ok) return close();
      const inside = await answer.text();
      // An answer that comes late, to other words, or to a box that was left, is of no use.
      if (mine.signal.aborted || box.value.trim() !== words || document.activeElement !== box) return;
      show(box, words, inside);
    } catch {
      if (asking === mine) close();
    }
  }

  function show(box, words, inside) {
    list().innerHTML = inside;
    list().scrollTop = 0;
    const number = options().length;
    list().hidden = number === 0;
    shownFor = words;
    box.setAttribute("aria-expanded", String(number > 0));
    box.removeAttribute("aria-activedescendant");
    document.getElementById("suggestions-said").textContent =
      number === 0 ? "No suggestions" : number === 1 ? "1 suggestion" : `${number} suggestions`;
  }

  const activeAt = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  function activate(box, at) {
    options().forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    const option = options()[at];
    if (!option) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function follow(option) {
    if (!option) return;
    const { address, value, words } = option.dataset;
    const box = boxOf();
    close();
    if (address !== undefined) location.assign(address);
    else box.dispatchEvent(new CustomEvent("suggestion", { bubbles: true, detail: { value, words } }));
  }

  document.addEventListener("focusin", (event) => {
    if (isBox(event.target)) prepare(event.target);
  });
  document.addEventListener("focusout", (event) => {
    if (isBox(event.target)) close();
  });
  document.addEventListener("submit", close);
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!isBox(box)) return;
    prepare(box);
    clearTimeout(waiting);
    if (box.value.trim().length < LEAST) close();
    else waiting = setTimeout(ask, WAIT, box);
  });

  document.addEventListener("keydown", (event) => {
    const box = event.target;
    if (!isBox(box) || event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!isOpen()) {
      if (event.key === "ArrowDown" && box.value.trim().length >= LEAST) {
        event.preventDefault();
        ask(box);
      }
      return;
    }
    const number = options().length;
    const at = activeAt();
    // From the last line, and from the first, one comes back to the words.
    const to = {
      ArrowDown: at + 1 < number ? at + 1 : -1,
      ArrowUp: at < 0 ? number - 1 : at - 1,
      Home: at < 0 ? null : 0,
      End: at < 0 ? null : number - 1,
    }[event.key];
    if (to !== undefined && to !== null) {
      event.preventDefault();
      activate(box, to);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      follow(options()[at]);
    }
  });

  if (isBox(document.activeElement)) prepare(document.activeElement);
})();
