/* The long form of a job: keeps what is typed, warns before it is lost, shows the controls that apply, adds a place, and finds a
   choice by typing. Without this file the form works by its buttons. Words come from the page, which has them translated. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const WAIT = 1500; // milliseconds without a key before what is typed is kept
  const say = form.dataset;
  let waiting = 0;
  let unkept = false; // typed and not kept yet
  let sending = null; // the request under way
  let leaving = false; // the form is being sent

  const parts = () => document.getElementById("parts");

  function status(words, wrong = false) {
    const place = document.getElementById("kept-said");
    if (place.textContent !== words) place.textContent = words; // said aloud once
    place.classList.toggle("parts__said--wrong", wrong);
  }

  async function keep(hiding = false) {
    clearTimeout(waiting);
    if (!unkept || sending || leaving) return;
    unkept = false;
    const body = new URLSearchParams(new FormData(form));
    try {
      sending = fetch(say.keep, { method: "POST", body, redirect: "manual", keepalive: hiding && body.toString().length < 60000 });
      const answer = await sending;
      if (answer.ok) {
        show(await answer.text());
      } else {
        unkept = true;
        const plain = answer.headers.get("Content-Type")?.startsWith("text/plain");
        status(answer.type === "opaqueredirect" ? say.signedOut : plain ? await answer.text() : say.notKept, true);
      }
    } catch {
      unkept = true;
      status(say.notKept, true);
    }
    sending = null;
  }

  function show(list) {
    const open = [...parts().querySelectorAll("details[open]")].map((details) => details.dataset.part);
    const at = parts().contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    parts().innerHTML = list;
    for (const part of open) parts().querySelector(`details[data-part="${part}"]`)?.setAttribute("open", "");
    if (at) parts().querySelector(`a[href="${at}"]`)?.focus();
    mark();
    status(parts().querySelector("[data-said]").dataset.said);
  }

  function typed() {
    unkept = true;
    clearTimeout(waiting);
    waiting = setTimeout(keep, WAIT);
  }

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  document.addEventListener("visibilitychange", () => document.hidden && keep(true));
  form.addEventListener("submit", (event) => {
    leaving = true;
    clearTimeout(waiting);
    if (!sending) return;
    // What is on its way to be kept must not arrive after the job is saved.
    event.preventDefault();
    const button = event.submitter;
    sending.catch(() => null).then(() => {
      sending = null;
      form.requestSubmit(button);
    });
  });
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("beforeunload", (event) => {
    if (unkept && !leaving) event.preventDefault();
  });

  // Controls that do not apply are put away; one that holds something never is.
  const holds = (box) => {
    const typed = [...box.querySelectorAll("input:not([role=combobox]), textarea")]; // a list beside them always says something
    const controls = typed.length ? typed : [...box.querySelectorAll("select")];
    return controls.some((control) =>
      control.type === "checkbox" || control.type === "radio" ? control.checked : control.value.trim() !== "");
  };
  function apply() {
    for (const box of form.querySelectorAll("[data-when]")) {
      const chosen = form.querySelector(`[name="${box.dataset.when}"]:checked`)?.value ?? "";
      box.hidden = !box.dataset.is.split(" ").includes(chosen) && !holds(box) && !box.querySelector(".field__error");
    }
  }
  form.addEventListener("change", apply);
  apply();

  // What was read from an ad is marked at its field until somebody changes it.
  function unmark(event) {
    const mark = event.target.closest(".field:has(> .field__guess)")?.querySelector(":scope > .field__guess");
    if (!mark) return;
    for (const one of form.querySelectorAll(`[aria-describedby~="${mark.id}"]`))
      one.setAttribute("aria-describedby", one.getAttribute("aria-describedby").replace(mark.id, "").trim());
    mark.remove();
  }
  form.addEventListener("input", unmark);
  form.addEventListener("change", unmark);

  // One more place, without a page in between.
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=add_place]");
    if (!button) return;
    const rows = form.querySelectorAll("[data-place]");
    event.preventDefault();
    if (rows.length >= Number(button.dataset.most)) {
      const said = document.getElementById("places-said");
      said.textContent = button.dataset.full;
      return;
    }
    const row = rows[rows.length - 1].cloneNode(true);
    const number = rows.length;
    row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/\d+/, String(number + 1)));
    for (const element of row.querySelectorAll("[id], [name], [for], [aria-describedby]"))
      for (const name of ["id", "name", "for", "aria-describedby"])
        if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace(/places-\d+/, `places-${number}`));
    for (const error of row.querySelectorAll(".field__error")) error.remove();
    for (const error of row.querySelectorAll(".field--error")) error.classList.remove("field--error");
    for (const control of row.querySelectorAll("input, select")) {
      control.value = "";
      control.removeAttribute("aria-invalid");
    }
    rows[rows.length - 1].after(row);
    row.querySelector("input").focus();
  });

  // The part one is in is marked in the list.
  let here = "";
  const watch = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) here = entry.target.querySelector("h2").id;
      mark();
    },
    { rootMargin: "-20% 0px -70% 0px" },
  );
  function mark() {
    for (const link of parts().querySelectorAll("a[data-part]"))
      link.dataset.part === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  }
  for (const section of form.querySelectorAll(".form-part")) watch.observe(section);
})();
