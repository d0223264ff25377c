/* Signing in and up: a button that shows the password, a question about an address with a slip of the keys in it, and the time
   zone a new account reads moments in.
   Without this file the browser's own means remain, and the server asks about the address. Words come from the page. */
(() => {
  "use strict";
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "link-button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };

  for (const field of document.querySelectorAll("input[data-show]")) {
    const { show, hide } = field.dataset;
    const toggle = button(show, () => {
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      toggle.textContent = shown ? show : hide;
    });
    toggle.classList.add("show-password");
    field.after(toggle);
    field.form.addEventListener("submit", () => (field.type = "password")); // else the browser keeps it as a text
  }

  for (const field of document.querySelectorAll("input[data-time-zone]")) {
    field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  }

  for (const field of document.querySelectorAll("input[data-typos]")) {
    const typos = JSON.parse(field.dataset.typos);
    const place = document.createElement("p");
    place.setAttribute("role", "status");
    place.className = "small";
    field.after(place);
    field.addEventListener("change", () => {
      place.replaceChildren();
      const [name, domain] = field.value.trim().split("@");
      const right = name && domain && typos[domain.toLowerCase()];
      if (!right) return;
      const meant = `${name}@${right}`;
      const use = button(field.dataset.use.replace("{}", meant), () => {
        field.value = meant;
        place.replaceChildren();
        field.focus();
      });
      place.append(field.dataset.meant.replace("{}", meant), " ", use);
    });
  }
})();
