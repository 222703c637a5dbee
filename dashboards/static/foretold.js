// Foretold's only script. Every page is complete without it: it lets the list of forecasts be searched on pages that no
// server stands behind, opens the part of the data dictionary that an address names, and gives the desk its keys.
"use strict";
(() => {
  const form = document.querySelector("form[data-desk]");
  if (!form) return;
  const place = `draft ${form.dataset.desk}`;
  const kept = ["outcome", "share", "settled_on", "because", "evidence"];
  const fields = () => new FormData(form);
  if (![...kept].some((name) => fields().get(name))) {
    for (const [name, value] of Object.entries(JSON.parse(localStorage.getItem(place) ?? "{}"))) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
  }
  form.addEventListener("input", () => {
    localStorage.setItem(place, JSON.stringify(Object.fromEntries(kept.map((name) => [name, fields().get(name) ?? ""]))));
  });
  // What was decided needs no draft any more; it is listed with a button to undo it.
  for (const undo of document.querySelectorAll("form[action='desk-undo'] [name=forecast]")) {
    localStorage.removeItem(`draft ${undo.value}`);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return form.requestSubmit();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea, input:not([type=radio])")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const aim = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!aim) return;
    event.preventDefault();
    aim.click();
    if (aim.value === "share") form.elements.namedItem("share").focus();
    else if (aim.name === "outcome") form.elements.namedItem("settled_on").focus();
  });
})();
(() => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.tagName === "DETAILS") target.open = true;

  const form = document.querySelector("form[data-list]");
  if (!form) return;
  const found = document.getElementById("found");
  const table = document.getElementById("list");
  const pages = document.getElementById("pages");
  if (!table) return;
  const body = table.tBodies[0];
  const original = { rows: [...body.rows], text: found.textContent };
  const limit = 200;
  const signs = { happened: ["✓", "yes"], "did not": ["✗", "no"], partly: ["◐", "partly"], open: ["○", "open"] };
  const void_ = new Set(["void", "unresolvable"]);
  let list = null;
  let loading = null;

  const load = () => {
    loading ??= new Promise((resolve, reject) => {
      self.foretoldList = (entries) => {
        list = entries.map((e) => ({ e, text: `${e[3]} ${e[4]} ${e[5]}`.toLowerCase() }));
        resolve();
      };
      const script = document.createElement("script");
      script.src = form.dataset.list;
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  };

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

  const row = ([id, made, who, name, claim, quote, p, due, status, , , brier]) => {
    const [sign, kind] = signs[status] ?? ["∅", "open"];
    const mark = element("span", "", sign);
    mark.setAttribute("aria-hidden", "true");
    const said = cell("", "said", linked(`${id}.html`, "claim", cut(claim)));
    if (quote) said.append(element("q", "quote", element("bdi", "", cut(quote))));
    return element("tr", "",
      cell("Said", "date", day(made)),
      cell("Forecaster", "", linked(`../forecasters/${who}.html`, "", name)),
      said,
      cell("Probability", "p", element("strong", "", p)),
      cell("Deadline", "date", day(due)),
      cell("Outcome", "", element("span", `status ${kind}`, mark, ` ${status}`)),
      cell("Brier", "num", brier || "–"));
  };

  const apply = async (remember) => {
    const asked = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    const address = new URLSearchParams(asked).toString();
    if (remember) history.replaceState(null, "", address ? `?${address}` : location.pathname);
    const nothing = !address;
    if (pages) pages.hidden = !nothing;
    if (nothing) {
      body.replaceChildren(...original.rows);
      found.textContent = original.text;
      return;
    }
    try {
      await load();
    } catch {
      found.textContent = "The list could not be loaded, so these pages cannot be searched here.";
      return;
    }
    const words = (asked.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const fits = ({ e, text }) =>
      words.every((word) => text.includes(word)) &&
      (!asked.forecaster || e[2] === asked.forecaster) &&
      (!asked.topic || e[9] === asked.topic) &&
      (!asked.band || e[10] === asked.band) &&
      (!asked.status || asked.status === (e[8] === "open" ? "open" : void_.has(e[8]) ? "void" : "resolved"));
    const hits = list.filter(fits);
    body.replaceChildren(...hits.slice(0, limit).map(({ e }) => row(e)));
    const n = hits.length;
    found.textContent = n === 0 ? "Nothing matches. Try fewer words, or the beginning of one."
      : `${n} forecast${n === 1 ? "" : "s"} found${n > limit ? `, the latest ${limit} of them below` : ""}.`;
  };

  const asked = new URLSearchParams(location.search);
  for (const [name, value] of asked) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(true); });
  form.addEventListener("input", () => apply(true));
  if (asked.size) apply(false);
})();
