// Single keys. An element says which is its own: data-key="r" (a link or button is pressed, a field is entered), and data-key-says what
// it does where its own words don't. A list is [data-list] of [data-item], each with a link [data-open]; j and k walk it, Enter opens.
(() => {
  const KEPT = "plantao.keys";
  const isOn = () => localStorage.getItem(KEPT) !== "off";
  const isTyping = (element) => element.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const sheet = document.getElementById("keys");
  const isSeen = (element) => element.offsetParent !== null || element.closest("dialog[open]");

  const walk = (step) => {
    const items = [...document.querySelectorAll("[data-list] [data-item]")].filter(isSeen);
    if (!items.length) return;
    const focused = items.findIndex((item) => item.contains(document.activeElement));
    const here = focused < 0 ? items.findIndex((item) => item.matches("[aria-current=true]")) : focused;
    const next = items[Math.min(Math.max(here + step, 0), items.length - 1)];
    items.forEach((item) => item.removeAttribute("aria-current"));
    next.setAttribute("aria-current", "true");
    next.querySelector("[data-open]")?.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  const list = () => {
    const body = sheet.querySelector("[data-keys-listed]");
    body.querySelectorAll("[data-keys-own]").forEach((row) => row.remove());
    for (const row of body.querySelectorAll("[data-keys-if]")) row.hidden = !document.querySelector(row.dataset.keysIf);
    for (const owner of document.querySelectorAll("[data-key]")) {
      const row = body.insertRow();
      row.dataset.keysOwn = "";
      const key = document.createElement("kbd");
      key.textContent = owner.dataset.key;
      const head = document.createElement("th");
      head.scope = "row";
      head.append(key);
      row.append(head);
      row.insertCell().textContent = owner.dataset.keySays || owner.getAttribute("aria-label") || owner.textContent.trim();
    }
  };
  const press = (owner) => (isTyping(owner) ? (owner.focus(), owner.select?.()) : (owner.focus(), owner.click()));

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && isTyping(event.target) && !event.target.closest("dialog")) {
      event.preventDefault(); // a search field would be emptied
      return event.target.blur();
    }
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") { list(); sheet.showModal(); return event.preventDefault(); }
    if (!isOn()) return;
    if (event.key === "j" || event.key === "k") { walk(event.key === "j" ? 1 : -1); return event.preventDefault(); }
    const owner = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key && isSeen(each));
    if (owner) { press(owner); event.preventDefault(); }
  });
  const choice = sheet.querySelector("[data-keys-on]");
  choice.checked = isOn();
  choice.addEventListener("change", () => localStorage.setItem(KEPT, choice.checked ? "on" : "off"));
})();
