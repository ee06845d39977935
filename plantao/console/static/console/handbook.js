// A problem of a handbook leads to its place in the text.
(() => {
  const text = document.querySelector("textarea[data-lines]");
  const go = (line, column) => {
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    text.focus();
    text.setSelectionRange(start + column - 1, start + (lines[line - 1] ?? "").length);
    text.scrollTop = Math.max(0, line - 6) * (text.scrollHeight / lines.length);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (!link || !text) return;
    event.preventDefault();
    go(Number(link.dataset.line), Number(link.dataset.column));
  });
  document.querySelector("[data-first]")?.focus();
})();
