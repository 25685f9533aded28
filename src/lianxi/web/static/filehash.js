// Reckons the SHA-256 of a file that the person chose and writes it into the form; the file is never sent:
// its control has no name. Without crypto.subtle (a page that is not served safely) the field stays hidden.
"use strict";
(() => {
  if (!window.crypto || !window.crypto.subtle) return;
  const most = 512 * 1024 * 1024;
  for (const part of document.querySelectorAll("[data-hash]")) {
    const input = part.querySelector("[data-hash-into]");
    const said = part.querySelector("[data-hash-said]");
    part.hidden = false;
    input.addEventListener("change", async () => {
      const target = input.form.elements[input.dataset.hashInto];
      const file = input.files[0];
      target.value = "";
      if (!file) return;
      if (file.size > most) {
        said.textContent = "文件太大，请用 certutil 计算后粘贴。";
        return;
      }
      const sum = await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      target.value = [...new Uint8Array(sum)].map((one) => one.toString(16).padStart(2, "0")).join("");
      said.textContent = "已算出校验值，文件没有上传。";
      input.value = "";
    });
  }
})();
