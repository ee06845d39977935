// <time data-due datetime="...">: counts by the second, by the desk's clock and not this machine's; how that is said stands on <html>.
(() => {
  const page = document.documentElement.dataset;
  const ahead = (Date.parse(page.now) || Date.now()) - Date.now();
  const two = (number) => String(number).padStart(2, "0");
  const words = (seconds) => {
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    if (hours >= 24) return `${Math.floor(hours / 24)} d ${hours % 24} h`;
    return hours ? `${hours} h ${two(minutes)} min` : `${minutes}:${two(seconds % 60)}`;
  };
  const show = (time, now) => {
    const left = Math.ceil((Date.parse(time.dateTime) - now) / 1000);
    const said = (left > 0 ? page.left : page.late).replace("{}", words(Math.abs(left)));
    if (time.textContent !== said) time.textContent = said;
    const clock = time.closest(".clock");
    if (clock && left <= 0) clock.dataset.state = "breached";
    if (clock) clock.toggleAttribute("data-near", left > 0 && left <= 1800);
  };
  const all = () => document.querySelectorAll("time[data-due]").forEach((time) => show(time, Date.now() + ahead));
  setInterval(all, 1000);
  document.addEventListener("htmx:afterSettle", all);
  all();
})();
