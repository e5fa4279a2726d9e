(() => {
"use strict";
const PORTION = 100, MOST_PRINTED = 2000, MOST_PAGES = 50;
const SVG = "http://www.w3.org/2000/svg";
const LINK = /^(#|https?:\/\/)/;
const ALLOWED = /^(aria-[a-z]+|class|id|href|rel|title|role|scope|hidden|open|tabindex|for|type|value|min|max|step|name|autocomplete|x|y|d|r|cx|cy|rx|width|height|viewBox|text-anchor|transform|colspan)$/;
const TAGS = /^(a|br|button|caption|code|dd|details|div|dl|dt|em|h[234]|input|label|li|option|output|p|path|pre|rect|circle|section|select|small|span|strong|summary|svg|g|text|title|table|tbody|td|th|thead|tr|ul)$/;
const root = document.documentElement;
const at = (id) => document.getElementById(id);
const data = JSON.parse(at("data").textContent);

// A node is a text, a number (its place among the shared parts), or [tag, attributes, ...children].
const build = (node, space) => {
  if (typeof node === "string") return document.createTextNode(node);
  if (typeof node === "number") return build(data.shared[node], space);
  const [tag, attributes, ...children] = node;
  if (!TAGS.test(tag)) throw new Error(`no element is called ${tag}`);
  const inner = tag === "svg" ? SVG : space;
  const made = inner ? document.createElementNS(inner, tag) : document.createElement(tag);
  const pairs = typeof attributes === "string" ? { class: attributes } : attributes || {};
  for (const [name, value] of Object.entries(pairs)) {
    if (ALLOWED.test(name) && (name !== "href" || LINK.test(value))) made.setAttribute(name, value);
  }
  for (const child of children) made.append(build(child, inner));
  return made;
};
const textOf = (node) => {
  if (typeof node === "string") return node;
  if (typeof node === "number") return textOf(data.shared[node]);
  return node.slice(2).map(textOf).join(" ");
};
const option = (value, words) => {
  const made = document.createElement("option");
  made.value = value;
  made.textContent = words;
  return made;
};
const counted = (n) => n.toLocaleString("en");

// A list that grows by portions.
const growing = (name, make) => {
  const list = at(`${name}-list`), more = at(`${name}-more`);
  let items = [], shown = 0;
  const grow = (until) => {
    const end = Math.min(items.length, until);
    const part = document.createDocumentFragment();
    for (; shown < end; shown++) part.append(make(items[shown]));
    list.append(part);
    const rest = items.length - shown;
    more.hidden = rest === 0;
    more.textContent = `Show ${counted(Math.min(PORTION, rest))} more of ${counted(rest)}`;
  };
  more.addEventListener("click", () => {
    const first = shown;
    grow(shown + PORTION);
    const next = list.children[first]?.querySelector("summary, a");
    if (next) next.focus();
  });
  return {
    show: (wanted) => {
      items = wanted;
      shown = 0;
      list.replaceChildren();
      grow(PORTION);
    },
    grow,
  };
};
const item = (number) => {
  const made = document.createElement("li");
  made.append(build(data.findings[number][3]));
  return made;
};
const listed = at("findings") !== null;
const findings = listed && growing("findings", item);
const documents = listed && growing("documents", (number) => build(data.documents[number][1]));

// Filters; their state is in the fragment of the address.
const NAMES = ["severity", "rule", "file", "text"];
const texts = new Map();
const wordsOf = (number) => {
  if (!texts.has(number)) texts.set(number, textOf(data.findings[number][3]).toLowerCase());
  return texts.get(number);
};
const matches = (wanted) => {
  const severity = data.severities.indexOf(wanted.severity), file = data.files.indexOf(wanted.file);
  const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  data.findings.forEach((each, number) => {
    if (wanted.severity && each[0] !== severity) return;
    if (wanted.rule && !each[1].startsWith(wanted.rule)) return;
    if (wanted.file && each[2] !== file) return;
    if (words.every((word) => wordsOf(number).includes(word))) found.push(number);
  });
  return found;
};
const state = () => Object.fromEntries(NAMES.map((name) => [name, at(name).value]));
const apply = () => {
  const found = matches(state());
  findings.show(found);
  at("count").textContent = `${counted(found.length)} of ${counted(data.findings.length)} findings`;
};
const remember = () => {
  const set = new URLSearchParams(Object.entries(state()).filter(([, value]) => value)).toString();
  history.replaceState(null, "", set ? `#findings?${set}` : "#findings");
  apply();
};
const fillChoices = () => {
  const add = (name, all, pairs) => at(name).replaceChildren(option("", all), ...pairs.map(([value, words]) => option(value, words)));
  const rules = new Map(), files = new Map(), severities = new Map();
  const count = (map, key) => map.set(key, (map.get(key) || 0) + 1);
  for (const [severity, rule, file] of data.findings) {
    count(severities, data.severities[severity]);
    count(files, data.files[file]);
    count(rules, rule);
    const family = /^[A-Z]+/.exec(rule);
    if (family && family[0] !== rule) count(rules, family[0]);
  }
  const told = (map) => [...map].map(([key, n]) => [key, `${key} (${counted(n)})`]);
  add("severity", "all", data.severities.filter((s) => severities.has(s)).map((s) => [s, `${s} (${counted(severities.get(s))})`]));
  add("rule", "all", told(rules).sort(([a], [b]) => (a < b ? -1 : 1)));
  add("file", "all", told(files).filter(([key]) => key));
};
const takeState = (query) => {
  const wanted = new URLSearchParams(query);
  for (const name of NAMES) at(name).value = wanted.get(name) || "";
  for (const name of NAMES) if (at(name).selectedIndex === -1) at(name).value = "";
  apply();
};

// Pages: the fragment names one of a document, a section, or filters.
const places = new Map(data.documents.map(([name], number) => [name, number]));
let leftAt = null;
const showPage = (number) => {
  if (!at("overview").hidden) leftAt = scrollY;
  at("overview").hidden = true;
  const page = build(data.documents[number][2]);
  at("pages").replaceChildren(page);
  window.scrollTo(0, 0);
  page.querySelector("h2").focus({ preventScroll: true });
};
const showOverview = (name) => {
  const was = at("overview").hidden;
  at("overview").hidden = false;
  at("pages").replaceChildren();
  if (!was && !name.includes("?")) return;
  const section = at(name.split("?")[0]);
  if (section && section.id !== "data") section.scrollIntoView();
  if (section?.tagName === "SECTION" && section.id === "documents" && leftAt !== null) window.scrollTo(0, leftAt);
  leftAt = null;
};
const route = () => {
  const name = location.hash.slice(1);
  if (places.has(name)) return showPage(places.get(name));
  if (listed && name.startsWith("findings?")) takeState(name.slice(9));
  if (name) showOverview(name);
  else showOverview("main");
};

// The frontier: one curve at a time, and a mark that the slider moves.
const curve = () => data.curves[at("curve").value];
const move = () => {
  const [, , steps] = curve();
  const [label, words, marks] = steps[at("lifetime").value];
  document.querySelectorAll("#curves .now").forEach((mark, n) => {
    mark.removeAttribute("hidden");
    mark.setAttribute("cx", marks[2 * n]);
    mark.setAttribute("cy", marks[2 * n + 1]);
  });
  at("lifetime").setAttribute("aria-valuetext", label);
  at("price").textContent = words;
};
const draw = () => {
  const [, tree, steps, start] = curve();
  at("curves").replaceChildren(build(tree));
  at("lifetime").max = steps.length - 1;
  at("lifetime").value = start;
  move();
};
const startFrontier = () => {
  at("curve").replaceChildren(...data.curves.map(([name], number) => option(number, name)));
  at("curve").addEventListener("change", draw);
  at("lifetime").addEventListener("input", move);
  at("price-controls").hidden = false;
  draw();
};

// On paper everything is open, as far as paper goes.
let before = null;
addEventListener("beforeprint", () => {
  before = { pages: [...at("pages").children], curves: [...(at("curves")?.children || [])], open: [] };
  if (!at("overview").hidden) {
    if (listed) findings.grow(MOST_PRINTED);
    if (listed) documents.grow(MOST_PRINTED);
    const wanted = data.documents.filter((each) => each[3] || data.documents.length <= MOST_PAGES);
    at("pages").replaceChildren(...wanted.slice(0, MOST_PAGES).map((each) => build(each[2])));
    const others = data.curves.slice(0, MOST_PAGES).filter((each) => each !== curve());
    if (others.length) at("curves").append(...others.map((each) => build(each[1])));
  }
  for (const each of document.querySelectorAll("details:not([open])")) {
    before.open.push(each);
    each.open = true;
  }
});
addEventListener("afterprint", () => {
  if (!before) return;
  for (const each of before.open) each.open = false;
  at("pages").replaceChildren(...before.pages);
  at("curves")?.replaceChildren(...before.curves);
  before = null;
});

root.classList.add("js");
at("pages").replaceChildren();
at("theme-choice").hidden = false;
at("theme").addEventListener("change", (event) => {
  if (event.target.value === "auto") delete root.dataset.theme;
  else root.dataset.theme = event.target.value;
});
const startLists = () => {
  at("filters").hidden = false;
  fillChoices();
  let waiting = 0;
  for (const name of ["severity", "rule", "file"]) at(name).addEventListener("change", remember);
  at("text").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(remember, 120);
  });
  at("clear").addEventListener("click", () => {
    for (const name of NAMES) at(name).value = "";
    remember();
  });
  at("open").addEventListener("click", () => {
    const all = [...at("findings-list").querySelectorAll("details")];
    const open = all.some((each) => !each.open);
    for (const each of all) each.open = open;
    at("open").textContent = open ? "Close all" : "Open all";
  });
  documents.show(data.documents.map((_, number) => number));
  takeState("");
};
if (listed) startLists();
if (data.curves.length) startFrontier();
addEventListener("hashchange", route);
if (location.hash) route();
})();
