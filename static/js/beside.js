/* The job chosen beside the list: a click or a walk by keys shows the next one, without leaving the list. Without this file the
   titles of such a list lead to the same list with another job beside it. Elements are looked up each time, as the search page
   replaces its own. */
(() => {
  "use strict";
  const WAIT = 120; // milliseconds without a key before the job walked to is asked for
  const wide = matchMedia("(min-width: 68.75rem)"); // as in browse.css
  const pane = () => document.getElementById("beside");
  const on = () => wide.matches && pane() !== null && pane().closest(".detail") !== null;
  const TITLES = ".results-list .job-card__title a";
  const titles = () => [...document.querySelectorAll(TITLES)];
  const jobOf = (title) => title.closest(".job-card").dataset.job;
  const current = () => titles().find((title) => jobOf(title) === pane().dataset.job);
  let asking = null; // what stops the question under way
  let waiting = 0;

  const mark = (chosen) => {
    for (const title of titles()) {
      if (title === chosen) title.setAttribute("aria-current", "true");
      else title.removeAttribute("aria-current");
    }
  };
  const seen = (job) => document.dispatchEvent(new CustomEvent("job:seen", { detail: job }));
  const name = (job) => {
    const address = new URL(location);
    address.searchParams.set("view", "detail");
    address.searchParams.set("job", job);
    history.replaceState(history.state, "", address);
  };

  async function show(title, chosen) {
    const place = pane();
    const job = jobOf(title);
    clearTimeout(waiting);
    asking?.abort();
    const mine = (asking = new AbortController());
    mark(title);
    place.setAttribute("aria-busy", "true");
    let inside = null;
    try {
      const answer = await fetch(title.href, { headers: { "HX-Request-Type": "partial" }, signal: mine.signal });
      if (answer.ok) inside = await answer.text();
    } catch { /* said below, unless another job was chosen meanwhile */ }
    if (mine.signal.aborted) return;
    if (inside === null) place.textContent = place.dataset.failed;
    else place.innerHTML = inside;
    place.scrollTop = 0;
    place.dataset.job = job;
    place.removeAttribute("aria-busy");
    if (!chosen) return;
    name(job);
    if (inside !== null) seen(job);
    document.getElementById("said").textContent = inside === null ? place.textContent : `${place.dataset.said} ${title.textContent}`;
  }

  // Who reads the first job and goes on has seen it too.
  const choose = (title) => {
    if (jobOf(title) === pane().dataset.job) return;
    if (pane().dataset.job) seen(pane().dataset.job);
    show(title, true);
  };

  // A press of a key goes to the job's own page, as everywhere.
  document.addEventListener("click", (event) => {
    const title = event.target.closest(TITLES);
    if (!title || !on() || event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    choose(title);
  });
  document.addEventListener("job:walked", (event) => {
    if (!on() || !event.target.matches(TITLES)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => choose(event.target), WAIT);
  });
  // Into the job and back to its place in the list.
  document.addEventListener("keydown", (event) => {
    if (!on() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowRight" && event.target.matches(TITLES)) {
      event.preventDefault();
      pane().focus();
    } else if (event.key === "Escape" && pane().contains(event.target)) current()?.focus();
  });

  const start = () => {
    // By their own addresses: what is opened in a new tab is the job's page.
    for (const title of titles()) if (title.dataset.page) title.href = title.dataset.page;
    if (!on() || pane().dataset.job) return;
    const first = titles().find((title) => title.checkVisibility());
    if (first) show(first, false);
  };
  document.addEventListener("htmx:after:swap", start);
  document.addEventListener("jobs:view", start);
  wide.addEventListener("change", start);
  start();
})();
