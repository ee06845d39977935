// <button data-opens="#id"> opens a <dialog>; <button data-closes>, Esc and a click beside it close it. A form in it that was taken closes it.
// What htmx brings into a closed <dialog class="sheet"> opens it.
(() => {
  const begin = (dialog) => {
    dialog.showModal();
    dialog.querySelector("[autofocus], input:not([type=hidden]), textarea, select")?.focus();
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.querySelector(opener.dataset.opens);
      if (dialog) begin(dialog);
      return;
    }
    if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
    if (event.target.matches("dialog.sheet") && isBeside(event)) event.target.close();
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const sheet = event.detail.target;
    if (!sheet.matches("dialog.sheet") || sheet.open) return;
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
    begin(sheet);
  });
  const isBeside = (event) => {
    const box = event.target.getBoundingClientRect();
    return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
  };
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.activeElement?.closest("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
