// What goes wrong between the page and the desk. A refusal (409) is shown in the form that asked; all else as a note. Nothing typed is lost.
(() => {
  const say = (which) => {
    const note = document.getElementById(`says-${which}`)?.content.cloneNode(true);
    if (note) document.getElementById("toasts").replaceChildren(note);
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, elt } = event.detail;
    if (xhr.status !== 409) return;
    const form = elt.closest("form, dialog, [data-refusals]");
    event.detail.target = form?.querySelector("[data-refusal]") ?? document.querySelector("[data-refusal]");
    event.detail.shouldSwap = event.detail.target !== null;
    event.detail.swapOverride = "innerHTML show:nearest";
    event.detail.isError = false;
  });
  document.addEventListener("htmx:sendError", (event) => event.detail.elt.matches("[data-live]") || say("unreachable"));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.elt.matches("[data-live]")) return;
    say([403, 404].includes(event.detail.xhr.status) ? "gone" : "failed");
  });
  document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".toast-note")?.remove());
})();
