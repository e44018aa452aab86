// What a page does: switch language and colours, fold code, explain terms, sort and search tables.
(() => {
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const keep = (key, value) => { try { localStorage.setItem("diptych-" + key, value); } catch { /* private window */ } };

  // language
  const showLanguage = (language) => {
    root.dataset.language = language;
    root.lang = language === "zh" ? "zh-Hans" : "en";
    for (const button of all("[data-set-language]"))
      button.setAttribute("aria-pressed", String(button.dataset.setLanguage === language));
    document.dispatchEvent(new CustomEvent("diptych-language"));
  };
  for (const button of all("[data-set-language]"))
    button.addEventListener("click", () => { showLanguage(button.dataset.setLanguage); keep("language", button.dataset.setLanguage); });
  showLanguage(root.dataset.language);

  // page colours
  const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const showTheme = () => all("[data-toggle-theme]").forEach((b) => b.setAttribute("aria-pressed", String(dark())));
  for (const button of all("[data-toggle-theme]"))
    button.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; keep("theme", root.dataset.theme); showTheme(); });
  showTheme();

  // code
  for (const button of all("[data-toggle-code]"))
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(open));
      root.classList.toggle("show-code", open);
      for (const fold of all("details.how")) fold.open = open;
    });
  const reach = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    all(".reached").forEach((element) => element.classList.remove("reached"));
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (target.classList.contains("code")) { target.classList.add("reached"); target.focus({ preventScroll: true }); }
    target.scrollIntoView();
  };
  addEventListener("hashchange", reach);
  addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) reach();
  });
  reach();

  // terms: the popover API opens them by click and key; here also by pointing, placed at the term
  for (const term of all(".gloss")) {
    const box = document.getElementById(term.getAttribute("popovertarget"));
    if (!box) continue;
    let closing;
    const place = () => {
      if (box.opener !== term) return; // the same box explains the term in both languages
      const at = term.getBoundingClientRect();
      const left = Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8));
      const below = at.bottom + 6 + box.offsetHeight < innerHeight;
      box.style.left = left + "px";
      box.style.top = (below ? at.bottom + 6 : Math.max(8, at.top - box.offsetHeight - 6)) + "px";
    };
    const stay = () => clearTimeout(closing);
    const leave = () => { closing = setTimeout(() => box.matches(":popover-open") && box.dataset.from === "pointer" && box.hidePopover(), 250); };
    box.addEventListener("toggle", (event) => { if (event.newState === "open") place(); else delete box.dataset.from; });
    term.addEventListener("pointerdown", () => { box.opener = term; });
    term.addEventListener("keydown", () => { box.opener = term; });
    term.addEventListener("click", (event) => {
      if (box.matches(":popover-open") && box.dataset.from === "pointer") event.preventDefault(); // a click makes it stay
      delete box.dataset.from;
    });
    term.addEventListener("pointerenter", (event) => {
      stay();
      if (event.pointerType === "mouse" && !box.matches(":popover-open")) {
        box.opener = term;
        box.dataset.from = "pointer";
        box.showPopover({ source: term });
      }
    });
    term.addEventListener("pointerleave", leave);
    box.addEventListener("pointerenter", stay);
    box.addEventListener("pointerleave", leave);
  }

  // a list that is searched as one types
  for (const input of all("input[data-find]")) {
    const items = all(input.dataset.find);
    const said = new Map(items.map((item) => [item, (item.closest("section").querySelector("h2").textContent + " " + item.textContent).toLowerCase()]));
    const find = () => {
      const sought = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let found = 0;
      for (const item of items) {
        item.hidden = !sought.every((word) => said.get(item).includes(word));
        found += !item.hidden;
      }
      for (const part of new Set(items.map((item) => item.closest("section"))))
        part.hidden = !part.querySelector("li:not([hidden])");
      for (const part of all("section.functions")) if (!part.querySelector("li")) part.hidden = sought.length > 0;
      input.parentElement.querySelector("output").textContent = `${found} / ${items.length}`;
    };
    input.parentElement.hidden = false;
    input.addEventListener("input", find);
    find();
  }

  // tables
  const words = {
    en: { search: "Search:", info: "_START_–_END_ of _TOTAL_", infoEmpty: "0 of 0", infoFiltered: "(from _MAX_)", pages: "Pages:", lengthMenu: "_MENU_ rows", zeroRecords: "Nothing found",
      aria: { orderable: ": sort", orderableReverse: ": sort the other way", orderableRemove: ": back to the first order" } },
    zh: { search: "搜索：", info: "第 _START_–_END_ 行，共 _TOTAL_ 行", infoEmpty: "0 行", infoFiltered: "（原有 _MAX_ 行）", pages: "翻页：", lengthMenu: "每页 _MENU_ 行", zeroRecords: "没有符合的行",
      aria: { orderable: "：排序", orderableReverse: "：反向排序", orderableRemove: "：恢复原序" } },
  };
  const dress = (table) => {
    if (!window.DiptychTables || table.dataset.dressed) return;
    table.dataset.dressed = "yes";
    const searched = table.classList.contains("searched");
    const language = { ...words[root.dataset.language], paginate: { first: "«", previous: "‹", next: "›", last: "»" } };
    const box = table.parentElement;
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    // numbers sort as numbers although a dash stands where there is none
    const number = (text, kind) => {
      if (kind !== "sort" && kind !== "type") return text;
      const value = parseFloat(String(text).replace(/<[^>]*>|[,\s]/g, "").replace("−", "-"));
      return Number.isNaN(value) ? -Infinity : value;
    };
    // each table's turning of pages has a name of its own
    const name = () => table.closest(".dt-container")?.querySelector(".dt-paging nav")
      ?.setAttribute("aria-label", words[root.dataset.language].pages + " " + (table.caption?.innerText.trim() || table.id));
    const made = new window.DiptychTables(table, {
      paging: searched, searching: searched, info: searched, order: [], autoWidth: false,
      columns: heads.map((head) => ({ ariaTitle: head.innerText.trim(), ...(head.classList.contains("number") ? { render: number } : {}) })),
      pageLength: 10, lengthMenu: [10, 25, 100, { label: "∞", value: -1 }], language,
      layout: searched ? { topStart: "search", topEnd: null, bottomStart: "info", bottomEnd: "paging" } : { topStart: null, topEnd: null, bottomStart: null, bottomEnd: null },
    });
    made.on("draw", name);
    name();
    // the table alone scrolls, not its search box
    const cell = table.closest(".dt-layout-table");
    if (!cell || !box.classList.contains("scroll")) return;
    for (const name of ["class", "role", "tabindex", "aria-labelledby", "aria-label"])
      if (box.hasAttribute(name)) { cell.setAttribute(name, name === "class" ? cell.className + " scroll" : box.getAttribute(name)); box.removeAttribute(name); }
  };
  const tables = all("table.data").filter((table) => table.tHead && table.tBodies[0]?.rows.length > 2);
  for (const table of tables) {
    const fold = table.closest("details");
    if (fold && !fold.open) fold.addEventListener("toggle", () => dress(table), { once: true });
    else dress(table);
  }
  document.addEventListener("diptych-language", () => {
    for (const table of all("table[data-dressed]")) {
      const box = table.closest(".dt-container");
      const label = box?.querySelector(".dt-search label");
      if (label) label.textContent = words[root.dataset.language].search;
    }
  });
})();
