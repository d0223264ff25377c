/* Lists of jobs, better: which were seen, which are hidden, how they are shown, and a walk by keys. All of it is kept in this
   browser alone and sent nowhere. Without this file nothing of it is shown. */
(() => {
  "use strict";
  const MOST_KEPT = 1000;
  const root = document.documentElement;
  const kept = (name) => {
    try { return JSON.parse(localStorage.getItem(name)) ?? {}; } catch { return {}; }
  };
  const keep = (name, values) => {
    const newest = Object.fromEntries(Object.entries(values).slice(-MOST_KEPT));
    try { localStorage.setItem(name, JSON.stringify(newest)); } catch { /* full, or not allowed: it lasts as long as the page */ }
  };

  const opened = document.currentScript.dataset.seen;
  if (opened) {
    const { [opened]: _, ...others } = kept("jobs-seen");
    keep("jobs-seen", { ...others, [opened]: 1 });
  }

  document.addEventListener("job:seen", ({ detail: job }) => {
    if (job in kept("jobs-seen")) return;
    put("jobs-seen", job, true);
    dress();
  });

  const cards = () => [...document.querySelectorAll(".job-card[data-job]")];
  const piece = (name) => document.getElementById("job-tools").content.querySelector(`[data-piece=${name}]`).cloneNode(true);
  const dropped = new Set(); // hidden on this page: each leaves a line with its undo

  const dress = () => {
    const [seen, jobs, employers] = ["jobs-seen", "jobs-hidden", "employers-hidden"].map(kept);
    for (const old of document.querySelectorAll("[data-piece]")) old.remove();
    let away = 0;
    for (const card of cards()) {
      const { job, employer } = card.dataset;
      const hidden = job in jobs || employer in employers;
      const justNow = hidden && dropped.has(job);
      card.classList.toggle("job-card--hidden", hidden && !justNow);
      card.classList.toggle("job-card--dropped", justNow);
      if (job in seen) card.querySelector(".job-card__employer").append(" ", piece("seen"));
      if (justNow) card.append(line(card, employer in employers));
      else card.querySelector(".job-card__foot").append(" ", piece(hidden ? "show" : "hide"));
      away += hidden && !justNow;
    }
    if (!away) return;
    const count = piece("count");
    count.querySelector("[data-num]").textContent = away;
    document.querySelector(".cards:has(.job-card--hidden)").before(count);
  };

  const line = (card, whole) => {
    const said = piece("dropped");
    const more = said.querySelector("[data-do=employer]");
    const name = card.querySelector(".job-card__name")?.textContent;
    if (whole || !name) more.remove();
    else more.querySelector("[data-name]").textContent = name;
    return said;
  };

  const put = (name, key, on) => {
    const values = kept(name);
    if (on) values[key] = 1;
    else delete values[key];
    keep(name, values);
  };
  const acts = {
    hide: (card) => {
      put("jobs-hidden", card.dataset.job, true);
      dropped.add(card.dataset.job);
    },
    employer: (card) => put("employers-hidden", card.dataset.employer, true),
    show: (card) => {
      put("jobs-hidden", card.dataset.job, false);
      put("employers-hidden", card.dataset.employer, false);
      dropped.delete(card.dataset.job);
    },
    reveal: () => root.classList.toggle("hidden-shown"),
  };
  document.addEventListener("click", (event) => {
    const act = event.target.closest("[data-piece] [data-do], [data-piece][data-do]");
    if (!act) return;
    const card = act.closest(".job-card");
    acts[act.dataset.do](card);
    dress();
    const next = card ? card.querySelector(".job-card__dropped [data-do]") ?? card.querySelector(".job-card__title a") : null;
    (next ?? document.querySelector(`[data-do=${act.dataset.do}]`))?.focus();
  });

  // As cards, short, or with the job chosen beside the list: by the links above it.
  const VIEWS = ["compact", "detail"];
  const wide = matchMedia("(min-width: 68.75rem)"); // as in browse.css
  const showView = () => {
    const found = document.getElementById("found");
    if (!found) return;
    let view = null;
    try { view = localStorage.getItem("jobs-view"); } catch { /* as the address says */ }
    if (view) found.classList.remove(...VIEWS);
    const asked = VIEWS.find((one) => root.classList.contains(one) || found.classList.contains(one));
    const shown = asked === "detail" && !wide.matches ? "cards" : asked ?? "cards";
    for (const link of found.querySelectorAll("[data-view]")) {
      if (link.dataset.view === shown) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  wide.addEventListener("change", showView);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-view]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    try { localStorage.setItem("jobs-view", link.dataset.view); } catch { /* for this page */ }
    // An address that names a view leads on, so that the one it names is not shown again by the next search.
    if (new URLSearchParams(location.search).has("view")) return;
    event.preventDefault();
    for (const view of VIEWS) root.classList.toggle(view, link.dataset.view === view);
    showView();
    document.dispatchEvent(new Event("jobs:view"));
  });

  // Keys: only while the list, or the heading above it, has the focus (WCAG 2.1.4).
  const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const here = event.target.closest(".job-card");
    if ((!here && event.target.id !== "results") || !event.target.matches("#results, .job-card__title a")) return;
    if (event.key === "o" && here) event.target.click();
    if (!(event.key in STEPS)) return;
    const shown = cards().filter((card) => card.querySelector(".job-card__title").checkVisibility());
    const next = shown[here ? shown.indexOf(here) + STEPS[event.key] : 0];
    event.preventDefault();
    const title = next?.querySelector(".job-card__title a");
    title?.focus();
    title?.dispatchEvent(new Event("job:walked", { bubbles: true }));
  });

  const start = () => {
    dress();
    showView();
  };
  document.addEventListener("htmx:after:swap", start);
  window.addEventListener("pageshow", (event) => { if (event.persisted) start(); });
  start();
})();
