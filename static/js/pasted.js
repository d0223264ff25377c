/* A description while it is written: what is pasted with its form (from Word, a web page) becomes Markdown, and the preview follows.
   The board does both; without this file it mends what was pasted when the job is saved, and "Save and preview" shows it. */
(() => {
  "use strict";
  const LONGEST = 400000; // characters of HTML sent to the board; of longer ones the plain text is pasted
  const WAIT = 600; // milliseconds without a key before the preview follows
  const token = document.querySelector("input[name=csrf_token]")?.value;

  async function ask(address, name, value) {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ [name]: value, csrf_token: token }), redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  }

  function insert(field, words) {
    field.focus();
    if (document.execCommand("insertText", false, words)) return; // can be undone with one press
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function formed(html) {
    // The board reads it. Were it made into elements here, each style of Word's would be one that the page's policy refuses.
    const body = (/<body\b[^>]*>([\s\S]*)<\/body>/i.exec(html)?.[1] ?? html).replace(/<!--[\s\S]*?-->/g, "");
    return /<(?:p|li|h[1-4]|table|br|div)\b/i.test(body) ? body : "";
  }

  for (const field of document.querySelectorAll("textarea[data-markdown]")) {
    field.addEventListener("paste", async (event) => {
      const html = formed(event.clipboardData?.getData("text/html") ?? "");
      const plain = event.clipboardData?.getData("text/plain") ?? "";
      if (!html || html.length > LONGEST) return;
      event.preventDefault();
      insert(field, await ask(field.dataset.markdown, "html", html).catch(() => plain));
    });
    const preview = document.getElementById(field.dataset.preview ?? "");
    if (!preview) continue;
    let waiting = 0;
    let asked = 0;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const turn = ++asked;
        const shown = await ask(field.dataset.shown, "description", field.value).catch(() => null);
        if (shown !== null && turn === asked) preview.innerHTML = shown;
      }, WAIT);
    });
  }
})();
