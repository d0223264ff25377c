/* A name taken from the list below a box becomes a tick of its own, or a row. Without this file it is read when the page is saved. */
(() => {
  "use strict";

  const ticked = (room, value) => [...room.querySelectorAll("input")].find((input) => input.value === value);

  function made(room, { value, words }) {
    const template = document.querySelector(`template[data-made-of="${room.id}"]`);
    const number = String(room.children.length);
    const added = template.content.firstElementChild.cloneNode(true);
    for (const element of [added, ...added.querySelectorAll("*")]) {
      for (const name of ["id", "name", "for"]) {
        const given = element.getAttribute(name);
        if (given?.includes("__number__")) element.setAttribute(name, given.replace("__number__", number));
      }
    }
    const [input] = added.querySelectorAll("input[type=hidden], input[type=checkbox]");
    input.value = value;
    if (input.type === "checkbox") {
      input.id = `${room.id}-${number}`;
      added.htmlFor = input.id;
    }
    added.querySelector("span").textContent = words;
    const of = added.querySelector("[data-of]");
    if (of) of.textContent = ` ${words}`;
    return added;
  }

  document.addEventListener("suggestion", (event) => {
    const box = event.target;
    const room = document.getElementById(box.dataset.room);
    const there = ticked(room, event.detail.value);
    if (there?.type === "checkbox") there.checked = true;
    else if (!there) room.append(made(room, event.detail));
    box.value = "";
    const said = box.closest(".field").querySelector("[data-taken]");
    said.textContent = `${said.dataset.taken} ${event.detail.words}`;
  });
})();
