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
  // A form that opens has the cursor at once: what is typed after its key goes into it, and is no key of the page.
  for (const details of page.querySelectorAll("details.say")) {
    const summary = details.querySelector("summary");
    summary.addEventListener("click", (event) => {
      event.preventDefault();
      const isByKey = !event.isTrusted; // pressed by keys.js
      details.open = isByKey || !details.open;
      if (details.open) details.querySelector("textarea").focus();
    });
  }
  // The bar at the bottom of a phone writes into the same forms.
  for (const opener of document.querySelectorAll("[data-writes]")) {
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      const details = page.querySelector(`details[data-say="${opener.dataset.writes}"]`);
      details.open = true;
      details.scrollIntoView({ block: "start" });
      details.querySelector("textarea").focus({ preventScroll: true });
    });
  }
  // Who else is here is told that we write. What is shown as new counts as seen by forms in which nothing was typed yet.
  const drafts = [...page.querySelectorAll("form[data-draft]")];
  const isWritten = (form) => form.querySelector("textarea").value.trim() !== "";
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.id === "live" && drafts.some(isWritten)) event.detail.parameters.writing = "1";
  });
  document.addEventListener("htmx:afterSettle", () => {
    const seen = document.getElementById("seen").value;
    for (const form of drafts) if (!isWritten(form)) form.querySelector("[name=seen]").value = seen;
  });
})();
