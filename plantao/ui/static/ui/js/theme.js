// Light or dark before the first paint: as chosen, else as the system has it. Loaded in the head, before the page is drawn.
(() => {
  const page = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dress = () => {
    const chosen = page.dataset.theme;
    page.dataset.bsTheme = chosen === "system" ? (system.matches ? "dark" : "light") : chosen;
  };
  system.addEventListener("change", dress);
  dress();
})();
