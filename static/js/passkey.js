// Forms with data-passkey ask the browser for a passkey when sent, put its answer into `credential`, and are then sent.
// Without this file, in a browser without passkeys, or at an address of numbers, the forms stay hidden and the other ways in remain.
(() => {
  const forms = document.querySelectorAll("form[data-passkey]");
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  // Browsers give passkeys to names only: at 127.0.0.1 there are none, at localhost there are.
  if (/^[\d.]+$|:/.test(location.hostname)) return;

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const ask = (kind, options) => {
    const challenge = bytes(options.challenge);
    if (kind === "create") {
      const user = { ...options.user, id: bytes(options.user.id) };
      const excludeCredentials = known(options.excludeCredentials);
      return navigator.credentials.create({ publicKey: { ...options, challenge, user, excludeCredentials } });
    }
    return navigator.credentials.get({ publicKey: { ...options, challenge, allowCredentials: known(options.allowCredentials) } });
  };

  const written = (credential) => {
    const { response } = credential;
    const out = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) {
      out.attestationObject = text(response.attestationObject);
      out.transports = response.getTransports ? response.getTransports() : [];
    } else {
      out.authenticatorData = text(response.authenticatorData);
      out.signature = text(response.signature);
      if (response.userHandle) out.userHandle = text(response.userHandle);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: out,
    });
  };

  for (const form of forms) {
    form.hidden = false;
    const answer = form.elements.credential;
    const error = form.querySelector("[data-passkey-error]");
    form.addEventListener("submit", async (event) => {
      if (answer.value) return;
      event.preventDefault();
      error.hidden = true;
      try {
        answer.value = written(await ask(form.dataset.passkey, JSON.parse(form.dataset.options)));
        form.submit();
      } catch (problem) {
        const again = problem.name === "InvalidStateError" ? "This passkey is added already." : "No passkey was given. Try again.";
        error.textContent = again;
        error.hidden = false;
      }
    });
  }
  document.querySelectorAll("[data-passkey-without]").forEach((part) => { part.hidden = true; });
})();
