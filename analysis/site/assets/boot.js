// Before the first paint: the reader's language and page colours, from the address or from last time.
(() => {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search);
  const read = (key) => { try { return localStorage.getItem("diptych-" + key); } catch { return null; } };
  const language = asked.get("lang") || read("language");
  const theme = asked.get("theme") || read("theme");
  root.classList.add("js");
  if (language === "zh") { root.dataset.language = "zh"; root.lang = "zh-Hans"; }
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
})();
