/* The search page, better: choices take effect when they are made, the count is announced, and focus goes where it is of use.
   Without this file every choice is sent by its button. Going back replaces the page's elements, so they are looked up each time. */
(() => {
  "use strict";
  if (!window.htmx) return;
  const form = () => document.getElementById("search");
  const filters = () => document.getElementById("filters");
  const heading = () => document.getElementById("results");
  document.documentElement.classList.add("live");

  // Enter in a field of text sends the form by itself, after it has said that the field changed.
  let entered = null;
  document.addEventListener("keydown", (event) => { entered = event.key === "Enter" ? event.target : null; });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field === entered) return;
    if (field.form && field.form === form() && field.id !== "q") field.form.requestSubmit();
  });

  // On a narrow screen the filters cover the page while they are open, and what lies behind cannot be reached.
  const narrow = matchMedia("(max-width: 43.74rem)");
  const covers = () => narrow.matches && Boolean(filters()?.open);
  const shutBehind = () => {
    const covered = covers();
    for (let at = filters(); at && at !== document.body; at = at.parentElement) {
      for (const other of at.parentElement.children) {
        if (other !== at && !other.matches("[role=status]")) other.inert = covered;
      }
    }
  };
  document.addEventListener("toggle", (event) => { if (event.target === filters()) shutBehind(); }, true);
  // Beside the results they always stand open.
  const fit = () => {
    if (filters() && !narrow.matches) filters().open = true;
    shutBehind();
  };
  narrow.addEventListener("change", () => {
    if (filters()) filters().open = false;
    fit();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !covers()) return;
    filters().open = false;
    filters().querySelector("summary").focus();
  });

  const toHead = () => heading().closest(".results-head").scrollIntoView({ block: "start" });
  const showJobs = () => {
    filters().open = false;
    shutBehind();
    heading().focus({ preventScroll: true });
    toHead();
  };
  const waiting = () => document.getElementById("found").getAttribute("aria-busy") === "true";
  let shown = false; // asked for while the last choice is still on its way
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#show") || !covers()) return;
    event.preventDefault();
    shown = waiting();
    if (!shown) showJobs();
  });
  const sayWhatIsShown = () => {
    const button = document.getElementById("show");
    if (button) button.textContent = button.dataset.live;
  };
  sayWhatIsShown();
  fit();

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

  // The server does not know whether the filters stand open: merging in what it says leaves that alone.
  htmx.registerExtension("filters-stay-open", {
    htmx_before_morph_attr: (element, change) => change.attrName !== "open" || !element.matches("#filters, .filter-family"),
  });

  // A long list is narrowed by a few letters of what one looks for.
  const narrowed = (box) => {
    const letters = box.value.trim().toLowerCase();
    const says = (element) => element.textContent.toLowerCase().includes(letters);
    const show = (choices, all) => choices.filter((choice) => !(choice.hidden = !all && !says(choice))).length;
    const list = box.parentElement;
    show([...list.querySelectorAll(":scope > .choice")], false);
    for (const family of list.querySelectorAll(".filter-family")) {
      family.hidden = !show([...family.querySelectorAll(".choice")], says(family.querySelector("summary")));
      if (letters) family.open = true;
    }
  };
  document.addEventListener("input", (event) => { if (event.target.matches(".filter-find")) narrowed(event.target); });

  // A box the reader ticked stays ticked when new results are merged in, whatever they say: a filter taken away by its chip
  // would come back with the next choice.
  const showWhatCounts = () => {
    for (const field of document.querySelectorAll("#found :is(input, option)")) {
      if (field.matches("option")) field.selected = field.defaultSelected;
      else if (field.type === "text") field.value = field.defaultValue;
      else field.checked = field.defaultChecked;
    }
  };

  const moveOn = () => {
    // "All 40 employers" becomes the list it promised.
    if (opening) return document.querySelector(`${opening} summary`)?.focus();
    if (shown) return showJobs();
    if (covers()) {
      if (document.activeElement === document.body) filters().querySelector("summary").focus();
      return;
    }
    if (moveFocus) heading().focus({ preventScroll: true });
    // A choice made far down leaves fewer jobs: their first is in sight, and not the paper below the last.
    if (heading().getBoundingClientRect().top < 0) toHead();
  };

  document.addEventListener("htmx:after:swap", () => {
    if (!heading()) return;
    entered = null;
    showWhatCounts();
    sayWhatIsShown();
    fit();
    for (const box of document.querySelectorAll(".filter-find")) if (box.value) narrowed(box);
    document.getElementById("found").removeAttribute("aria-busy");
    document.getElementById("said").textContent = heading().textContent;
    moveOn();
    shown = false;
  });
})();
