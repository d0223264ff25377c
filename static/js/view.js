/* How lists of jobs are shown, before the first is drawn: as this browser was asked to. */
try {
  if (localStorage.getItem("jobs-view") === "compact") document.documentElement.classList.add("compact");
} catch { /* a browser that keeps nothing */ }
