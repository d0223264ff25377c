// Keys for moderators: A, C and R lead to a decision, J and K to the next and the previous case. A key only moves the focus
// or opens a form: deciding is always a press of its own. They can be turned off, and the choice is kept (WCAG 2.1.4).
(() => {
  const KEPT = "desk-keys";
  const on = () => localStorage.getItem(KEPT) !== "off";
  const acts = [...document.querySelectorAll("[data-key]")];

  const show = () => {
    for (const act of acts) {
      act.querySelector("kbd")?.remove();
      if (!on()) continue;
      const key = document.createElement("kbd");
      key.textContent = act.dataset.key.toUpperCase();
      key.setAttribute("aria-hidden", "true");
      act.append(" ", key);
      act.setAttribute("aria-keyshortcuts", act.dataset.key);
    }
  };

  const go = (step) => {
    const cases = [...document.querySelectorAll(".queue a, tr[data-case] th a")];
    if (!cases.length) return;
    const here = cases.findIndex((link) => link === document.activeElement || link.hasAttribute("aria-current"));
    const next = cases[here + step] ?? (here < 0 ? cases[0] : null);
    if (!next) return;
    if (document.querySelector(".queue a[aria-current]")) next.click();
    else next.focus();
  };

  const open = (act) => {
    const details = act.closest("details");
    if (details) details.open = true;
    (details?.querySelector("input[type=radio]") ?? act).focus();
  };

  document.addEventListener("keydown", (event) => {
    if (!on() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const key = event.key.toLowerCase();
    if (key === "j") go(1);
    else if (key === "k") go(-1);
    else {
      const act = acts.find((each) => each.dataset.key === key);
      if (!act) return;
      event.preventDefault();
      open(act);
    }
  });

  const line = document.createElement("p");
  line.className = "desk__keys";
  const words = document.createElement("span");
  const turn = document.createElement("button");
  turn.type = "button";
  turn.className = "link-button";
  const say = () => {
    words.textContent = on() ? "Keys: A, C, R lead to a decision, J and K to the next and previous case. " : "Keys are off. ";
    turn.textContent = on() ? "Turn keys off" : "Turn keys on";
    show();
  };
  turn.addEventListener("click", () => {
    localStorage.setItem(KEPT, on() ? "off" : "on");
    say();
  });
  line.append(words, turn);
  document.querySelector("#main")?.append(line);
  say();
})();
