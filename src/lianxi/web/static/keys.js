// Security keys (WebAuthn): a form marked data-key asks the browser with the options it carries, and posts the answer.
(() => {
  "use strict";
  const told = (form, words) => {
    const line = form.querySelector("[role=alert]") ?? form.appendChild(document.createElement("p"));
    line.setAttribute("role", "alert");
    line.className = "no";
    line.textContent = words;
  };
  for (const form of document.querySelectorAll("form[data-key]")) {
    form.addEventListener("submit", async (event) => {
      if (form.elements.response.value) return;
      event.preventDefault();
      const given = JSON.parse(form.dataset.options);
      try {
        const isNew = form.dataset.key === "create";
        const publicKey = isNew
          ? PublicKeyCredential.parseCreationOptionsFromJSON(given)
          : PublicKeyCredential.parseRequestOptionsFromJSON(given);
        const answer = await (isNew ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
        form.elements.response.value = JSON.stringify(answer.toJSON());
        form.submit();
      } catch (error) {
        told(form, `安全密钥没有答复（${error.name}）。请插好密钥再试；须用 HTTPS 的网址打开本页。`);
      }
    });
  }
})();
