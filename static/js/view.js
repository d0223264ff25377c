/* How lists of jobs are shown, before the first is drawn: as this browser was asked to, or with the job beside it that the
   address names. */
{
  let view = null;
  try { view = localStorage.getItem("jobs-view"); } catch { /* a browser that keeps nothing */ }
  if (new URLSearchParams(location.search).has("job")) view = "detail";
  if (view === "compact" || view === "detail") document.documentElement.classList.add(view);
}
