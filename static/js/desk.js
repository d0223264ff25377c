// Keys for moderators: A, C, R and others lead to a decision, J and K to the next and the previous case, digits tick the
// reasons of an open decision. A letter only moves the focus or opens a form: deciding is a press of its own. Over a sign
// known from scams that press is the same letter again. Keys can be turned off, and the choice is kept (WCAG 2.1.4).
(() => {
  const KEPT = "desk-keys";
  const on = () => localStorage.getItem(KEPT) !== "off";
  const acts = [...document.querySelectorAll("[data-key]")];
  const reasonsOf = (decision) => [...(decision?.querySelectorAll("input[type=checkbox]") ?? [])];

  const sign = (key) => {
    const made = document.createElement("kbd");
    made.textContent = key.toUpperCase();
    made.setAttribute("aria-hidden", "true");
    return made;
  };

  const show = () => {
    document.querySelectorAll(".decisions kbd").forEach((old) => old.remove());
    if (!on()) return;
    for (const act of acts) {
      act.append(" ", sign(act.dataset.key));
      act.setAttribute("aria-keyshortcuts", act.dataset.key);
    }
    for (const decision of document.querySelectorAll(".decision"))
      reasonsOf(decision)
        .slice(0, 9)
        .forEach((box, at) => box.closest("label").querySelector(".choice__words").prepend(sign(`${at + 1}`), " "));
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

  const lead = (act) => {
    if ("opens" in act.dataset) return act.click(); // a page of its own decides nothing
    const decision = act.closest("details");
    const warning = decision?.querySelector("[data-second-press]");
    if (warning && decision.open) decision.querySelector("button[type=submit]").click();
    else {
      if (decision) decision.open = true;
      (warning ?? reasonsOf(decision)[0] ?? act).focus();
    }
  };

  const tick = (digit) => {
    const box = reasonsOf(document.querySelector(".decision[open]"))[digit - 1];
    box?.click();
    box?.focus();
    return box;
  };

  document.addEventListener("keydown", (event) => {
    if (!on() || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const key = event.key.toLowerCase();
    if (key === "escape") {
      const open = document.activeElement.closest?.(".decision[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      } else document.activeElement.blur();
      return;
    }
    if (key === "enter" && event.target.matches(".decision[open] input[type=checkbox]")) {
      event.preventDefault();
      event.target.closest(".decision").querySelector("button[type=submit]").click();
      return;
    }
    const typed = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typed) return;
    if (/^[1-9]$/.test(key)) {
      if (tick(Number(key))) event.preventDefault();
    } else if (event.target.closest("input")) return;
    else if (key === "j") go(1);
    else if (key === "k") go(-1);
    else {
      const act = acts.find((each) => each.dataset.key === key);
      if (!act) return;
      event.preventDefault();
      lead(act);
    }
  });

  const line = document.createElement("p");
  line.className = "desk__keys";
  const words = document.createElement("span");
  const turn = document.createElement("button");
  turn.type = "button";
  turn.className = "link-button";
  const said = "Keys: A, C, R and the letters on the buttons lead to a decision, 1 to 9 choose reasons, J and K go to the next and previous case. ";
  const say = () => {
    words.textContent = on() ? said : "Keys are off. ";
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
