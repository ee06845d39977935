// Within [data-arrows] the arrow keys go from the field to what was found and on; Enter in the field goes to the first.
(() => {
  const reach = document.querySelector("[data-arrows]");
  const field = reach.querySelector("input[type=search]");
  const picks = () => [...reach.querySelectorAll("[data-pick]")];
  reach.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? (event.key === "Enter" && event.target === field ? 1 : 0);
    const stops = [field, ...picks()];
    const here = stops.indexOf(event.target);
    if (!step || here < 0) return;
    event.preventDefault();
    stops[Math.min(Math.max(here + step, 0), stops.length - 1)].focus();
  });
})();
