/* A form with a file. data-draft is where what is typed is kept meanwhile; data-largest, how many bytes the file may have.
   Without this file the form keeps what is typed by its buttons, and the server judges the file. Words come from the page. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-largest]");
  if (!form) return;
  const file = form.querySelector("input[type=file]");

  file.addEventListener("change", () => {
    form.querySelector("[data-too-big-said]")?.remove();
    const large = file.files[0]?.size > Number(form.dataset.largest);
    file.closest(".field").classList.toggle("field--error", large);
    file.toggleAttribute("aria-invalid", large);
    if (!large) return;
    file.value = ""; // it would be refused: not sent over a slow line
    const said = document.createElement("p");
    said.className = "field__error";
    said.setAttribute("role", "alert");
    said.dataset.tooBigSaid = "";
    said.textContent = form.dataset.tooBig;
    file.before(said);
  });

  if (!form.dataset.draft) return;
  const WAIT = 1500; // milliseconds without a key
  const place = form.querySelector("[data-draft-said]");
  let waiting = 0;
  let unkept = false;

  async function keep(leaving = false) {
    clearTimeout(waiting);
    if (!unkept) return;
    unkept = false;
    const fields = new FormData(form);
    fields.delete("resume"); // files go with the form itself
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST", body: new URLSearchParams(fields), redirect: "manual", keepalive: leaving,
      });
      if (!answer.ok) throw new Error(answer.status);
      place.textContent = await answer.text();
    } catch {
      unkept = true;
      place.textContent = form.dataset.notSaved;
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target === file) return;
    unkept = true;
    clearTimeout(waiting);
    waiting = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => { unkept = false; clearTimeout(waiting); });
  document.addEventListener("visibilitychange", () => document.hidden && keep(true));
  addEventListener("pagehide", () => keep(true));
})();
