/* A long list of boxes to tick becomes a box to type in: what is typed finds the choices, the chosen stand above, the list is
   folded. The boxes themselves stay what is sent, and are all there is without this file. Words come from the page. */
(() => {
  "use strict";
  const MOST = 8; // lines shown at once
  const make = (tag, given) => Object.assign(document.createElement(tag), given);
  const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // By its name, or by another name, which is shown then; the closest first.
  function match(choice, parts) {
    const typed = parts.join(" ");
    const fits = (words) => parts.every((part) => words.includes(part));
    const same = choice.also.find((name) => name === typed);
    if (choice.read.startsWith(parts[0]) && fits(choice.read)) return { choice, rank: 0 };
    if (same) return { choice, rank: 1, name: same };
    if (fits(choice.read)) return { choice, rank: 2 };
    const name = choice.also.find((one) => one.startsWith(typed)) ?? choice.also.find(fits);
    return name && { choice, rank: name.startsWith(typed) ? 3 : 4, name };
  }

  function enhance(place) {
    const fieldset = place.querySelector("fieldset");
    const groups = [...fieldset.querySelectorAll("details.choices__group")];
    if (!groups.length) return;
    const id = fieldset.querySelector("input").name;
    const choices = groups.flatMap((group) =>
      [...group.querySelectorAll("input[type=checkbox]")].map((box) => {
        const label = box.closest("label");
        const words = label.textContent.trim();
        return { box, words, read: plain(words), also: label.dataset.also?.split("|") ?? [] };
      }),
    );
    const all = make("details", { className: "find__all" });
    all.append(make("summary", { textContent: place.dataset.all }));
    groups[0].before(all);
    all.append(...groups);

    const label = make("label", { htmlFor: `${id}-find`, textContent: place.dataset.find, className: "find__label" });
    const input = make("input", { type: "text", id: `${id}-find`, autocomplete: "off", spellcheck: false });
    const list = make("ul", { id: `${id}-found`, className: "find__list", hidden: true });
    const chosen = make("ul", { className: "find__chosen" });
    const said = make("p", { className: "hidden" });
    said.setAttribute("role", "status");
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", place.dataset.find);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" }))
      input.setAttribute(name, value);
    const room = make("div", { className: "find" });
    room.append(label, input, list);
    all.before(chosen, room, said);

    let active = -1;
    const options = () => [...list.children];

    function close() {
      list.hidden = true;
      list.replaceChildren();
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function activate(at) {
      active = at;
      options().forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
      if (at < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", options()[at].id);
    }

    function tick(box, on) {
      box.checked = on;
      box.dispatchEvent(new Event("change", { bubbles: true }));
      said.textContent = `${on ? place.dataset.added : place.dataset.removed} ${box.closest("label").textContent.trim()}`;
    }

    function look() {
      const parts = plain(input.value).split(/\s+/).filter(Boolean);
      close();
      if (!parts.length) return;
      const found = choices.filter(({ box }) => !box.checked).map((choice) => match(choice, parts)).filter(Boolean);
      found.sort((one, other) => one.rank - other.rank);
      found.slice(0, MOST).forEach(({ choice, name }, number) => {
        const option = make("li", { id: `${list.id}-${number}`, textContent: choice.words });
        option.dataset.value = choice.box.value;
        if (name) option.append(" ", make("span", { className: "find__also", textContent: name }));
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => take(choice));
        list.append(option);
      });
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(!!found.length));
      said.textContent = found.length ? "" : place.dataset.none;
    }

    function take(choice) {
      tick(choice.box, true);
      input.value = "";
      close();
      input.focus();
    }

    function show() {
      const on = choices.filter(({ box }) => box.checked);
      chosen.replaceChildren(
        ...on.map(({ box, words }) => {
          const button = make("button", { type: "button", className: "chip" });
          button.append(make("span", { className: "hidden", textContent: `${place.dataset.remove} ` }), words, make("span", { className: "chip__x", textContent: "×", ariaHidden: "true" }));
          button.addEventListener("click", () => {
            tick(box, false);
            input.focus();
          });
          const item = make("li", {});
          item.append(button);
          return item;
        }),
      );
      chosen.hidden = !on.length;
    }

    input.addEventListener("input", (event) => {
      event.stopPropagation(); // no word of the form is typed here
      look();
    });
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const number = options().length;
      if (event.key === "Enter") {
        event.preventDefault(); // a press of Enter here chooses, and saves nothing
        if (number) choices.some((choice) => choice.box.value === options()[Math.max(active, 0)].dataset.value && (take(choice), true));
      } else if (event.key === "Escape" && number) close();
      else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && number) {
        event.preventDefault();
        activate((active + (event.key === "ArrowDown" ? 1 : number - (active < 0 ? 0 : 1))) % number);
      }
    });
    fieldset.addEventListener("change", show);
    show();
  }

  for (const place of document.querySelectorAll("[data-find]")) enhance(place);
})();
