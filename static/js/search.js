/* The search page, better: choices take effect when they are made, the count is announced, and focus goes where it is of use.
   Without this file every choice is sent by its button. Going back replaces the page's elements, so they are looked up each time. */
(() => {
  "use strict";
  if (!window.htmx) return;
  const form = () => document.getElementById("search");
  document.documentElement.classList.add("live");

  // Enter in a field of text sends the form by itself, after it has said that the field changed.
  let entered = null;
  document.addEventListener("keydown", (event) => { entered = event.key === "Enter" ? event.target : null; });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field === entered) return;
    if (field.form && field.form === form() && field.id !== "q") field.form.requestSubmit();
  });

  // Fields left at nothing stay out of the address; a place taken away is said, as miles around it go with it.
  document.addEventListener("htmx:config:request", (event) => {
    const request = event.detail.ctx.request;
    if (!request.form || request.form !== form()) return;
    for (const name of new Set(request.body.keys())) {
      const values = request.body.getAll(name).filter((value) => (value !== "" || name === "near") && !(name === "sort" && value === "best"));
      request.body.delete(name);
      values.forEach((value) => request.body.append(name, value));
    }
  });

  // A link inside the results is gone after the swap, so focus moves to the heading; a choice keeps the focus it has.
  let moveFocus = false;
  let opening = "";
  document.addEventListener("htmx:before:request", (event) => {
    const from = event.detail.ctx.sourceElement;
    opening = from.closest(".filter-more") ? from.hash : "";
    moveFocus = from.closest("#found") !== null || document.activeElement?.id === "q";
    document.getElementById("found")?.setAttribute("aria-busy", "true");
  });
  // A box the reader ticked stays ticked when new results are merged in, whatever they say: a filter taken away by its chip
  // would come back with the next choice.
  const showWhatCounts = () => {
    for (const field of document.querySelectorAll("#found :is(input, option)")) {
      if (field.matches("option")) field.selected = field.defaultSelected;
      else if (field.type === "text") field.value = field.defaultValue;
      else field.checked = field.defaultChecked;
    }
  };

  document.addEventListener("htmx:after:swap", () => {
    const heading = document.getElementById("results");
    if (!heading) return;
    entered = null;
    showWhatCounts();
    document.getElementById("found").removeAttribute("aria-busy");
    document.getElementById("said").textContent = heading.textContent;
    // "All 40 employers" becomes the list it promised.
    if (opening) document.querySelector(`${opening} summary`)?.focus();
    if (opening || !moveFocus) return;
    heading.focus({ preventScroll: true });
    if (heading.getBoundingClientRect().top < 0) heading.scrollIntoView({ block: "start" });
  });
})();
