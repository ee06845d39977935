// For whoever hears a page: what came by itself. <div id="rows" data-says="3 tickets"> that was swapped is said where its words are new,
// and what stands as a note when a page opens, which no reader would say of itself.
(() => {
  const voice = document.getElementById("voice");
  const parts = () => document.querySelectorAll("[data-says]");
  const heard = new Map([...parts()].map((part) => [part.id, part.dataset.says]));
  const note = document.getElementById("toasts").textContent.trim();
  document.addEventListener("htmx:afterSettle", () => {
    for (const { id, dataset } of parts()) {
      if (heard.get(id) === dataset.says) continue;
      heard.set(id, dataset.says);
      voice.textContent = dataset.says;
    }
  });
  if (note) setTimeout(() => (voice.textContent = note), 500);
})();
