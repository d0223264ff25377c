/* Offers the device's time zone to who chose none, where it keeps another time than the page is written in. Without this file the
   account's settings offer it. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-zone]");
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const words = JSON.parse(form.dataset.zones)[mine];
  const now = new Date();
  const time = (timeZone) => now.toLocaleString("en-US", { timeZone });
  if (!words || time(mine) === time(form.dataset.zone)) return;
  form.elements.time_zone.value = mine;
  form.querySelector("[data-mine]").textContent = words;
  form.hidden = false;
})();
