// The page of a ticket. What is typed is kept in this browser until it was sent: <form data-draft="reply"> on [data-ticket][data-person].
(() => {
  const page = document.querySelector("[data-ticket]");
  if (!page) return;
  const keyOf = (form) => `plantao.draft.${page.dataset.person}.${page.dataset.ticket}.${form.dataset.draft}`;
  for (const form of page.querySelectorAll("form[data-draft]")) {
    const field = form.querySelector("textarea");
    field.value ||= localStorage.getItem(keyOf(form)) ?? "";
    if (field.value) form.closest("details").open = true;
    field.addEventListener("input", () => (field.value ? localStorage.setItem(keyOf(form), field.value) : localStorage.removeItem(keyOf(form))));
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (form && event.detail.xhr?.status < 300) localStorage.removeItem(keyOf(form));
  });
  // While a form is open its key goes into its field; else it opens it.
  for (const details of page.querySelectorAll("details.say")) {
    const [summary, field] = [details.querySelector("summary"), details.querySelector("textarea")];
    const says = { key: summary.dataset.key, keySays: summary.dataset.keySays };
    const move = () => {
      const [to, from] = details.open ? [field, summary] : [summary, field];
      delete from.dataset.key;
      Object.assign(to.dataset, says);
    };
    details.addEventListener("toggle", () => {
      move();
      if (details.open && document.activeElement === summary) field.focus();
    });
    move();
  }
})();
// A form that was asked for opens as a sheet over the page.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "act" || event.detail.target.open) return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => (menu.open = false));
  event.detail.target.showModal();
  event.detail.target.querySelector("[autofocus], input:not([type=hidden]), textarea, select")?.focus();
});
