// Foretold's only script. Every page is complete without it: it lets the list of forecasts be searched on pages that no
// server stands behind, opens the part of the data dictionary that an address names, shows what a later run wrote into alarm.js, and gives the
// desk its keys.
"use strict";
self.foretoldAlarm = (alarm) => {
  const place = document.getElementById("alarm");
  if (!place) return;
  place.hidden = !alarm;
  if (!alarm) return;
  place.querySelector("strong").textContent = alarm.what;
  place.querySelector("span").textContent = alarm.more;
};
(() => {
  // What was decided after it was typed needs no draft any more; it is listed with a button to undo it.
  let decided = 0;
  for (const undo of document.querySelectorAll("form[data-decided]")) {
    const line = Number(undo.elements.namedItem("line").value);
    const written = localStorage.getItem(`draft ${undo.dataset.decided}`);
    if (written && !(JSON.parse(written).decided >= line)) localStorage.removeItem(`draft ${undo.dataset.decided}`);
    decided = Math.max(decided, line);
  }
  const form = document.querySelector("form[data-desk]");
  if (!form) return;
  const place = `draft ${form.dataset.desk}`;
  const kept = ["outcome", "decision", "share", "settled_on", "because", "evidence", "claim", "speaker", "deadline", "probability", "side"];
  const fields = () => new FormData(form);
  if (!kept.some((name) => name !== "side" && fields().get(name))) {  // a side is always chosen
    for (const [name, value] of Object.entries(JSON.parse(localStorage.getItem(place) ?? "{}"))) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    for (const part of form.querySelectorAll("details")) {
      part.open ||= [...part.querySelectorAll("input, textarea")].some((field) => field.value);
    }
  }
  form.addEventListener("input", () => {
    const typed = Object.fromEntries(kept.map((name) => [name, fields().get(name) ?? ""]));
    localStorage.setItem(place, JSON.stringify({ ...typed, decided }));
  });
})();
(() => {
  if (!document.querySelector("[data-key]")) return;
  const form = document.querySelector("form[data-desk]");
  const field = (name) => form.elements.namedItem(name);
  // Keys of one letter are for those who want them: speech input and stray fingers press them too.
  const single = document.querySelector("[data-single-keys]");
  single.checked = localStorage.getItem("single keys") !== "off";
  single.closest("label").hidden = false;
  single.addEventListener("change", () => {
    if (single.checked) localStorage.removeItem("single keys");
    else localStorage.setItem("single keys", "off");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const inside = event.target.closest("details");
      return form?.requestSubmit(inside?.querySelector("button") ?? undefined);
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (!single.checked) return;
    const aim = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!aim) return;
    event.preventDefault();
    if (aim.matches("textarea")) return aim.focus();
    if (aim.matches("[data-reason]") && !field("because").value.trim()) return field("because").focus();
    aim.click();
    if (aim.value === "share") field("share").focus();
    else if (aim.name === "outcome") field("settled_on").focus();
    else if (aim.name === "decision") field("because").focus();
    else if (aim.tagName === "SUMMARY") field("claim").focus();
  });
})();
(() => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.tagName === "DETAILS") target.open = true;
  // Pages do not know where they are published; the browser does.
  for (const place of document.querySelectorAll("[data-address]")) {
    place.textContent = new URL(place.dataset.address, location.href).href;
  }
  for (const link of document.querySelectorAll("[data-copy]")) {
    link.addEventListener("click", (event) => {
      if (!navigator.clipboard) return;
      event.preventDefault();
      navigator.clipboard.writeText(link.href).then(() => { link.textContent = "Address copied"; }, () => { location.href = link.href; });
    });
  }
})();
(() => {
  const form = document.querySelector("form[data-list]");
  const table = document.getElementById("list");
  if (!form || !table) return;
  const found = document.getElementById("found");
  const take = document.getElementById("take");
  const pages = document.getElementById("pages");
  const body = table.tBodies[0];
  const original = { rows: [...body.rows], text: found.textContent, take: [...take.childNodes] };
  const perPage = 50;
  const signs = { happened: ["✓", "yes"], "did not": ["✗", "no"], partly: ["◐", "partly"], open: ["○", "open"] };
  const void_ = new Set(["void", "unresolvable"]);
  const columns = ["forecast_id", "made_on", "forecaster_id", "forecaster", "claim", "quote", "probability", "due_latest_on", "status", "topic", "band", "brier", "source_id", "term", "condition"];
  const [MADE, WHO, NAME, CLAIM, QUOTE, P, DUE, STATUS, TOPIC, BAND, BRIER, SOURCE, TERM, CONDITION] = columns.slice(1).map((_, n) => n + 1);
  let list = null;
  let loading = null;
  let page = 1;

  const load = () => {
    loading ??= new Promise((resolve, reject) => {
      self.foretoldList = (entries) => {
        list = entries.map((e) => ({ e, text: [e[NAME], e[CLAIM], e[QUOTE]].map((part) => ` ${plain(part)} `).join("|") }));
        resolve();
      };
      const script = document.createElement("script");
      script.src = form.dataset.list;
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  };

  // Words without case and accents, as the index of a live server has them; what is asked for is a word or the beginning
  // of one, a single letter only a word.
  const plain = (text) => (text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase().match(/[\p{L}\p{N}\p{Co}]+/gu) ?? []).join(" ");

  const element = (name, cls, ...children) => {
    const made = document.createElement(name);
    if (cls) made.className = cls;
    made.append(...children);
    return made;
  };
  const linked = (href, cls, text) => {
    const made = element("a", cls, element("bdi", "", text));
    made.href = href;
    return made;
  };
  const cell = (label, cls, ...children) => {
    const made = element("td", cls, ...children);
    if (label) made.dataset.label = label;
    return made;
  };
  const day = (iso) =>
    iso ? new Date(`${iso}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }) : "–";
  const cut = (text) => (text.length > 220 ? `${text.slice(0, 220).replace(/\s+\S*$/, "")} …` : text);

  const row = (e) => {
    const [sign, kind] = signs[e[STATUS]] ?? ["∅", "open"];
    const mark = element("span", "", sign);
    mark.setAttribute("aria-hidden", "true");
    const said = cell("", "said", linked(`${e[0]}.html`, "claim", cut(e[CLAIM])));
    if (e[QUOTE]) said.append(element("q", "quote", element("bdi", "", cut(e[QUOTE]))));
    if (e[CONDITION]) said.append(element("small", "soft", "only if: ", element("bdi", "", cut(e[CONDITION]))));
    return element("tr", "",
      cell("Said", "date", day(e[MADE])),
      cell("Forecaster", "", linked(`../forecasters/${e[WHO]}.html`, "", e[NAME])),
      said,
      cell("Probability", "p", element("strong", "", e[P] === null ? "–" : `${Math.round(100 * e[P])} %`)),
      cell("Deadline", "date", day(e[DUE])),
      cell("Outcome", "", element("span", `status ${kind}`, mark, ` ${e[STATUS]}`)),
      cell("Brier", "num", e[BRIER] === null ? "–" : e[BRIER].toFixed(3)));
  };

  // A value that a spreadsheet would take for a formula is made plain with an apostrophe.
  const csv = (entries) => [columns, ...entries].map((e) => e.map((value) => {
    const text = value === null ? "" : typeof value === "string" && /^\s*[=+@-]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }).join(",")).join("\r\n");

  const is = (status, state) =>
    state === "open" ? status === "open" : state === "void" ? void_.has(status) : status !== "open" && !void_.has(status);
  const fits = (asked) => {
    const q = (asked.q ?? "").split(/\s+/).filter(Boolean);
    const words = q.map(plain).filter(Boolean).map((word) => ` ${word}${/(^| )\S$/u.test(word) ? " " : ""}`);
    if (q.length && !words.length) return () => false;  // signs alone are found nowhere
    const low = Number.parseFloat(asked.low), high = Number.parseFloat(asked.high);
    return ({ e, text }) =>
      words.every((word) => text.includes(word)) &&
      (!asked.forecaster || e[WHO] === asked.forecaster) &&
      (!asked.source || e[SOURCE] === asked.source) &&
      (!asked.topic || e[TOPIC] === asked.topic) &&
      (!asked.band || e[BAND] === asked.band) &&
      (!asked.word || e[TERM] === asked.word) &&
      (!asked.since || (e[MADE] && e[MADE] >= asked.since)) &&
      (!asked.until || (e[MADE] && e[MADE] <= asked.until)) &&
      (Number.isNaN(low) || (e[P] !== null && e[P] >= low)) &&
      (Number.isNaN(high) || (e[P] !== null && (e[P] < high || (high === 1 && e[P] === 1)))) &&
      (!asked.status || (asked.status === "scored" ? e[BRIER] !== null && !e[CONDITION] : is(e[STATUS], asked.status)));
  };
  const last = (value, turn) => (value === null || value === "" ? Infinity : turn(value));
  const keys = {
    due: (e) => last(e[DUE], Date.parse),
    probability: (e) => last(e[P], (p) => -p),
    brier: (e) => last(e[BRIER], (b) => b),
    "-brier": (e) => last(e[BRIER], (b) => -b),
  };

  const show = (hits, asked) => {
    const n = hits.length;
    const nPages = Math.max(1, Math.ceil(n / perPage));
    page = Math.min(page, nPages);
    body.replaceChildren(...hits.slice((page - 1) * perPage, page * perPage).map(row));
    found.textContent = n === 0 ? "Nothing matches. Try fewer words, or the beginning of one."
      : `${n} forecast${n === 1 ? "" : "s"} found${nPages > 1 ? `; page ${page} of ${nPages}` : ""}. `;
    const turn = (to, text) => {
      const button = element("button", "plain", text);
      button.type = "button";
      button.addEventListener("click", () => { page = to; show(hits, asked); found.scrollIntoView(); });
      return button;
    };
    if (page > 1) found.append(turn(page - 1, "Back"), " ");
    if (page < nPages) found.append(turn(page + 1, "Further"));
    const link = element("a", "", "CSV of these");
    link.download = "forecasts.csv";
    link.href = URL.createObjectURL(new Blob([csv(hits)], { type: "text/csv" }));
    take.replaceChildren(link);
  };

  const apply = async (remember) => {
    const asked = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    const address = new URLSearchParams(asked).toString();
    if (remember) history.replaceState(null, "", address ? `?${address}` : location.pathname);
    if (pages) pages.hidden = Boolean(address);
    for (const heading of table.querySelectorAll("[data-sort]")) {
      if (heading.dataset.sort === (asked.sort ?? "").replace("-", "") && asked.sort) {
        heading.setAttribute("aria-sort", asked.sort === "probability" || asked.sort === "-brier" ? "descending" : "ascending");
      } else heading.removeAttribute("aria-sort");
    }
    if (!address) {
      body.replaceChildren(...original.rows);
      found.textContent = original.text;
      take.replaceChildren(...original.take);
      return;
    }
    try {
      await load();
    } catch {
      found.textContent = "The list could not be loaded, so these pages cannot be searched here.";
      return;
    }
    const hits = list.filter(fits(asked)).map(({ e }) => e);
    const key = keys[asked.sort];
    if (key) hits.sort((a, b) => key(a) - key(b) || 0);
    page = 1;
    show(hits, asked);
  };

  for (const heading of table.querySelectorAll("[data-sort]")) {
    const link = element("a", "", heading.textContent);
    link.href = heading.dataset.sort ? `?sort=${heading.dataset.sort}` : "?";
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const sort = form.elements.namedItem("sort");
      sort.value = heading.dataset.sort === "brier" && sort.value === "brier" ? "-brier" : heading.dataset.sort;
      apply(true);
    });
    heading.replaceChildren(link);
  }
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of asked) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
    const folded = value && field?.closest("details");
    if (folded) folded.open = true;
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(true); });
  form.addEventListener("input", () => apply(true));
  if (asked.size) apply(false);
})();
