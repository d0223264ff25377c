/* The list of an employer's jobs: one box ticks all of the page. Without this file each is ticked by itself. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-jobs]");
  const head = form?.querySelector("thead th");
  if (!head) return;
  const boxes = [...form.querySelectorAll("input[name=job]")];
  const all = Object.assign(document.createElement("input"), { type: "checkbox" });
  all.setAttribute("aria-label", form.dataset.all);
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
  form.addEventListener("change", () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  });
  head.prepend(all, " ");
})();
