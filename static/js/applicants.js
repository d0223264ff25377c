// The list of applicants: ticks are counted as they are made, all of a page ticked without a reload. One applicant: keys for
// the next and the previous one, which can be turned off, and the choice is kept (WCAG 2.1.4).
(() => {
  const form = document.querySelector("form[data-applicants]");
  const said = form?.querySelector("[data-ticked]");
  if (said) {
    const boxes = [...form.querySelectorAll("input[type=checkbox][name=application]")];
    const count = () => {
      said.textContent = Number(said.dataset.ticked) + boxes.filter((box) => box.checked).length;
    };
    for (const button of form.querySelectorAll("[data-tick]"))
      button.addEventListener("click", (event) => {
        event.preventDefault();
        for (const box of boxes) box.checked = button.dataset.tick === "all";
        count();
      });
    form.addEventListener("change", count);
    count();
  }

  const near = document.querySelector("[data-keys]");
  if (!near) return;
  const KEPT = "desk-keys";
  const on = () => localStorage.getItem(KEPT) !== "off";
  const words = document.createElement("span");
  words.className = "small soft";
  const turn = document.createElement("button");
  turn.type = "button";
  turn.className = "link-button small";
  const say = () => {
    words.textContent = on() ? near.dataset.keys : "";
    turn.textContent = on() ? near.dataset.off : near.dataset.on;
  };
  turn.addEventListener("click", () => {
    localStorage.setItem(KEPT, on() ? "off" : "on");
    say();
  });
  near.append(words, turn);
  say();

  document.addEventListener("keydown", (event) => {
    if (!on() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    near.querySelector(`[data-key~="${CSS.escape(key)}"]`)?.click();
  });
})();
