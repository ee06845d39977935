// Who signs out leaves nothing that they typed in this browser: <form data-leaves="7"> of person 7. Where there is any, a page asks first.
(() => {
  document.addEventListener("submit", (event) => {
    const { leaves, asks } = event.target.dataset;
    if (!leaves) return;
    const typed = Object.keys(localStorage).filter((key) => key.startsWith(`plantao.draft.${leaves}.`));
    if (typed.length && asks) {
      event.preventDefault();
      location.assign(asks);
    } else typed.forEach((key) => localStorage.removeItem(key));
  });
})();
