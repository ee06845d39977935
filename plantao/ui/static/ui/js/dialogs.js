// <button data-opens="#id"> opens a <dialog>; <button data-closes>, Esc and a click beside it close it. A form in it that was taken closes it.
// What htmx brings into a closed <dialog class="sheet"> opens it. What was typed into one that was closed stands in it when the same is asked again.
(() => {
  const typed = {}; // by the form's action: the values of each field that somebody changed
  const isMark = (field) => ["checkbox", "radio"].includes(field.type);
  const refill = (form) => {
    const values = typed[form.action] ?? {};
    for (const field of form.elements) {
      if (!(field.name in values)) continue;
      if (isMark(field)) field.checked = values[field.name].includes(field.value);
      else field.value = values[field.name][0];
    }
  };
  document.addEventListener("input", ({ target: field }) => {
    if (!field.form || field.type === "file" || !field.closest("dialog.sheet")) return;
    (typed[field.form.action] ??= {})[field.name] = new FormData(field.form).getAll(field.name);
  });
  const begin = (dialog) => {
    dialog.querySelectorAll("form").forEach(refill);
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
  });
  const leaveMenus = ({ target }) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
  };
  document.addEventListener("click", leaveMenus);
  document.addEventListener("focusin", leaveMenus);
  document.addEventListener("htmx:afterSwap", (event) => {
    const sheet = event.detail.target;
    if (!sheet.matches("dialog.sheet") || sheet.open) return;
    const menu = document.activeElement.closest("details.menu");
    if (menu) {
      menu.querySelector("summary").focus(); // where the sheet, closed, gives the focus back to
      menu.open = false;
    }
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
