// Live parts ask again every 15 s: <div data-live hx-get="..." hx-trigger="tick from:body" hx-swap="outerHTML">.
// Not while the page is hidden, a dialog is open, or somebody types or marks words inside the part; at once when the page is looked at again.
(() => {
  const EVERY = 15000;
  const isMarked = (part) => !getSelection().isCollapsed && getSelection().containsNode(part, true);
  const mayAsk = (part) => !document.querySelector("dialog[open]") && !part.querySelector("input:focus, textarea:focus, select:focus") && !isMarked(part);
  document.addEventListener("htmx:confirm", (event) => {
    const part = event.target;
    if (part.matches?.("[data-live]") && event.detail.triggeringEvent?.type === "tick" && !mayAsk(part)) event.preventDefault();
  });
  const tick = () => document.hidden || document.body.dispatchEvent(new CustomEvent("tick"));
  setInterval(tick, EVERY);
  document.addEventListener("visibilitychange", tick);
  const mark = (stale) => (event) => event.detail.elt.matches?.("[data-live]") && event.detail.elt.toggleAttribute("data-stale", stale);
  document.addEventListener("htmx:sendError", mark(true));
  document.addEventListener("htmx:responseError", mark(true));
})();
