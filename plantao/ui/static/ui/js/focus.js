// What htmx swaps takes nothing from whoever works there: the focus, the place in a list and what was unfolded are found again in what comes.
// A form that comes back with errors has the cursor in the first wrong field; one that is refused, on the button that answers.
(() => {
  const STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const nameOf = (stop) => [stop.tagName, stop.pathname ?? stop.textContent.trim(), stop.getAttribute("aria-label")].join();
  const stopsIn = (part) => [...part.querySelectorAll(STOPS)];
  const left = new Map(); // by what is swapped: how it was

  const leave = ({ detail: { target } }) => {
    if (!target) return;
    const stops = stopsIn(target);
    const here = document.activeElement;
    const alike = stops.filter((stop) => nameOf(stop) === nameOf(here));
    left.set(target, {
      name: nameOf(here),
      place: stops.indexOf(here),
      turn: alike.indexOf(here),
      current: target.querySelector("[aria-current=true] [data-open]")?.pathname,
      unfolded: [...target.querySelectorAll("details")].map((each) => each.open),
    });
  };
  const arrive = ({ target: fresh, detail: { target } }) => {
    const was = left.get(target);
    left.delete(target);
    if (!was) return;
    const part = target.isConnected ? target : (document.getElementById(target.id) ?? fresh);
    part.querySelectorAll("details").forEach((each, number) => (each.open ||= was.unfolded[number] ?? false));
    const current = [...part.querySelectorAll("[data-item] [data-open]")].find((each) => each.pathname === was.current);
    current?.closest("[data-item]").setAttribute("aria-current", "true");
    if (was.place < 0 || part.contains(document.activeElement)) return;
    const stops = stopsIn(part);
    const alike = stops.filter((stop) => nameOf(stop) === was.name);
    (alike[Math.min(was.turn, alike.length - 1)] ?? stops[Math.min(was.place, stops.length - 1)])?.focus({ preventScroll: true });
  };
  for (const swap of ["htmx:beforeSwap", "htmx:oobBeforeSwap"]) document.addEventListener(swap, leave);
  for (const swap of ["htmx:afterSwap", "htmx:oobAfterSwap"]) document.addEventListener(swap, arrive);

  document.addEventListener("htmx:afterSwap", ({ target, detail: { xhr } }) => {
    if (xhr?.status === 422) (target.querySelector("[aria-invalid=true]") ?? target.querySelector("[type=submit]"))?.focus();
  });
  document.addEventListener("htmx:afterRequest", ({ detail: { xhr, elt } }) => {
    if (xhr?.status !== 409) return;
    for (const field of elt.querySelectorAll("[data-wrong]")) { // it was refused, so it was filled in well
      field.removeAttribute("data-wrong");
      field.querySelectorAll("[aria-invalid]").forEach((each) => each.removeAttribute("aria-invalid"));
      field.querySelector(".field-error")?.remove();
    }
    (elt.querySelector("[data-refusal] button") ?? elt.querySelector("[type=submit]"))?.focus();
  });
  document.querySelector("main [aria-invalid=true]")?.focus();
})();
