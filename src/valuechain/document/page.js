// The page: what is pointed at lights up, levers move the model, the table sorts.
const $ = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const came = location.hash;
const m = JSON.parse($("numbers").textContent);
const say = (text, parts = {}) =>
  (m.words[text] ?? text).replace(/\{(\w+)\}/g, (all, name) => parts[name] ?? all);
const at = new Map(m.services.map((s, e) => [s.id, e]));
const place = new Map(m.parties.map((p, k) => [p.id, k]));
const to = customers(m);
const nameOf = (k) => m.parties[k].name;
m.services.forEach((s, e) => {
  s.name = `${nameOf(s.from)} \u2192 ${nameOf(to[e])}${s.delivers ? ` (${s.delivers})` : ""}`;
});
const asFiled = reading(m, 1), file = { ...whatIf(m, asFiled, {}), ...knowledge(m, asFiled, {}) };
const { local, fixed, number, percent, keptApart, signed } = numerals(m.point);
const points = (share) => {
  const number = signed(share);
  return say(/^[+-]?1$/.test(number) ? "{number} point" : "{number} points", { number });
};
const atMost = (bounded) => bounded ? `${say("at most")} ` : "";
const node = (tag, attributes = {}, ...inside) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
};

// The diagram.
const parts = new Map();
for (const part of all("#chain [data-of]")) {
  const id = part.dataset.of;
  if (!parts.has(id)) parts.set(id, { texts: [], bars: [] });
  const found = parts.get(id);
  if (part.closest("#titles")) { found.over = part; part.classList.add("pick"); }
  else if (part.tagName === "text") found.texts.push(part);
  else found.bars.push(part);
}
for (const { texts } of parts.values()) for (const text of texts) text.dataset.was = text.textContent;
const lines = all("#chain #ways > use");
all("#chain #titles > g").forEach((arrow, i) => {
  const line = lines[2 * i + 1];
  parts.get(arrow.dataset.of).line = line;
  line.dataset.was = line.getAttribute("stroke");
});
function reach(start, forward) {
  const found = new Set([start]), ways = new Set(), waiting = [start];
  while (waiting.length) {
    const here = waiting.pop();
    m.services.forEach((s, e) => {
      const [tail, head] = forward ? [s.from, to[e]] : [to[e], s.from];
      if (tail !== here) return;
      ways.add(s.id);
      if (!found.has(head)) { found.add(head); waiting.push(head); }
    });
  }
  return [found, ways];
}
function around(id) {
  const e = at.get(id);
  if (m.folded || (e === undefined && !place.has(id))) return new Set([id]);
  const ends = e === undefined ? [place.get(id), place.get(id)] : [m.services[e].from, to[e]];
  const [before, into] = reach(ends[0], false), [after, out] = reach(ends[1], true);
  const ids = new Set([...into, ...out, id]);
  for (const k of [...before, ...after]) ids.add(m.parties[k].id);
  return ids;
}
function light(id) {
  const near = id === null ? null : around(id);
  for (const [of, { texts, bars, over, line }] of parts) {
    const far = near !== null && !near.has(of);
    for (const part of [...texts, ...bars, line]) part?.classList.toggle("dim", far);
    over?.classList.toggle("lit", near !== null && !far);
  }
  const title = id === null ? "" : parts.get(id).over.querySelector("title").textContent;
  $("pointed").textContent = title.split("\n").join(" \u00b7 ") || $("pointed").dataset.empty;
}
const owner = (event) => event.target.closest?.("#titles [data-of]")?.dataset.of ?? null;
let kept = null;
function keep(id) {
  kept = id;
  light(id);
  $("light").value = id ?? "";
}
$("chain").addEventListener("pointerover", (event) => kept === null && light(owner(event)));
$("chain").addEventListener("click", (event) => {
  const id = owner(event);
  keep(id === kept ? null : id);
  if (id !== null && !m.folded) add(id);
});
for (const over of [...all("#chain #titles > rect"), ...all("#chain #titles > g")]) {
  const [name] = over.querySelector("title").textContent.split("\n");
  $("light").append(node("option", { value: over.dataset.of }, name));
}
$("light").addEventListener("change", () => keep($("light").value || null));

// What if.
let scale = 1, read = asFiled;
const levers = new Map();
const servicesOf = (id) => at.has(id) ? [at.get(id)]
  : m.services.flatMap((s, e) => m.parties[s.from].id === id ? [e] : []);
function now(services, set = {}) {
  const known = services.filter((e) => isKnown(m, set, e)), some = known.length ? known : services;
  return some.reduce((sum, e) => sum + (set[e] ?? 1 - read.own[e]), 0) / some.length;
}
function add(id, value) {
  if (levers.has(id)) { if (value !== undefined) move(id, value); return; }
  const services = servicesOf(id);
  if (!services.length) return;
  const name = at.has(id) ? m.services[at.get(id)].name
    : say("All that {name} delivers", m.parties[place.get(id)]);
  const slider = node("input", { type: "range", min: 0, max: 100, step: 1, "aria-label": name });
  const told = node("output"), reset = node("button", { type: "button" }, say("as it is"));
  reset.setAttribute("aria-label", `${name}: ${say("as it is")}`);
  levers.set(id, { services, slider, told, value: null });
  slider.addEventListener("input", () => move(id, slider.value / 100));
  reset.addEventListener("click", () => move(id, null));
  $("levers").append(node("div", { class: "lever" }, node("span", {}, name), told, reset, slider));
  if (value === undefined) answer(); else move(id, value);
}
// A service is set once: the lever that moved last takes back those that set what it sets.
function move(id, value) {
  const moved = levers.get(id);
  for (const lever of levers.values())
    if (lever.services.some((e) => moved.services.includes(e))) lever.value = null;
  moved.value = value;
  answer();
}
function settings() {
  const found = {};
  for (const { services, value } of levers.values())
    if (value !== null) for (const e of services) found[e] = value;
  return found;
}
function answer() {
  const set = settings(), then = { set, ...whatIf(m, read, set), ...knowledge(m, read, set) };
  const solved = ![...then.received, ...file.received].some(Number.isNaN);
  if (solved) tellLevers(set);
  const moved = solved && (Object.keys(set).length > 0 || scale !== 1);
  const [before, after] = moved ? keptApart(file.outcome, then.outcome) : [percent(file.outcome)];
  const bound = atMost(m.ends.some(([k]) => then.bounded[k]));
  const missed = after === percent(m.target) && then.outcome < m.target - 1e-9;
  const told = `${bound}${missed ? `${say("just below")} ` : ""}${after}`;
  const rise = moved ? ` \u2192 ${told} (${points(then.outcome - file.outcome)})` : "";
  if (!solved) $("outcome").textContent = say("not known: some loops depend on themselves almost completely");
  else if (file.outcome !== null) $("outcome").textContent = before + rise;
  $("groups").textContent = solved && m.ends.length > 1 ? m.ends.map(([k]) =>
    `${nameOf(k)} ${atMost(then.bounded[k])}${percent(then.received[k])}`).join(" \u00b7 ") : "";
  redraw(then, moved);
  rank(solved ? then : null);
  remember();
}
function tellLevers(set) {
  for (const lever of levers.values()) {
    const quality = now(lever.services, set);
    lever.slider.value = Math.round(100 * quality);
    const known = lever.services.some((e) => isKnown(m, {}, e));
    const was = known ? percent(now(lever.services)) : say("100 %, taken where nobody measured");
    const told = lever.services.some((e) => e in set) ? "{quality} by itself, instead of {was}"
      : known ? "{was} by itself, as it is" : "not measured: taken as 100 %";
    lever.told.textContent = say(told, { quality: percent(quality), was });
  }
}
const links = m.links.map((services) => services.map((id) => at.get(id)));
function rank(then) {
  if (file.outcome === null) return;
  const best = !then ? [] : ranked(m, read, then, linksWith(m, links, then.set)).filter(({ gain }) => gain >= 0.0005).slice(0, 3);
  $("next").replaceChildren(...best.map(({ services: [e], gain }) => node("li", {},
    `${nameOf(m.services[e].from)} \u2192 ${nameOf(to[e])}: ${points(gain)}`)));
}
// The number of a service or a party, as the drawing has it.
function labelOf(then, e, k, share) {
  if (e !== undefined) return isKnown(m, then.set, e) ? number(share) : "?";
  return then.told[k] ? `${then.bounded[k] ? "\u2264 " : ""}${percent(share)}` : "?";
}
function redraw(then, moved) {
  if (m.folded) return;
  for (const [id, { texts, bars, over, line }] of parts) {
    const e = at.get(id), k = place.get(id);
    const [was, is] = e !== undefined ? [file.satisfaction[e], then.satisfaction[e]]
      : k !== undefined ? [file.received[k], then.received[k]] : [0, 0];
    const rise = is - was, differs = moved && Math.abs(rise) >= 0.0005;
    const changed = differs || (moved && (e !== undefined ? e in then.set
      : k !== undefined && ["told", "bounded"].some((each) => then[each][k] !== file[each][k])));
    for (const text of texts) {
      const told = /^(\?|(\u2264 )?[\d.,]+(\u2013[\d.,]+)?( %)?)$/.test(text.dataset.was);
      if (told) text.textContent = changed ? labelOf(then, e, k, is) : text.dataset.was;
    }
    const seen = differs && Math.abs(rise) >= 0.005, ink = seen && (rise > 0 ? "#2b7bba" : "#8f0f14");
    for (const { style } of bars) {
      style.transform = differs && was > 0 ? `scaleY(${is / was})` : "";
      style.fill = ink || "";
    }
    line?.setAttribute("stroke", ink || line.dataset.was);
    const title = over.querySelector("title"), words = over.dataset.was ??= title.textContent;
    title.textContent = moved ? `${say("as it is")}: ${words}` : words;
  }
}
function remember() {
  const set = [...levers].filter(([, lever]) => lever.value !== null)
    .map(([id, lever]) => [id, Math.round(100 * lever.value)]);
  const each = Object.entries(settings()).map(([e, quality]) =>
    `--set '${m.services[e].id.replaceAll("'", "'\\''")}=${Math.round(100 * quality)}%'`);
  $("copy").value = each.length ? `valuechain what-if FILE ${each.join(" ")}` : "";
  $("uncopied").textContent = scale === 1 ? "" : say("The moved dependence is not in it.");
  const state = new URLSearchParams(set.map(([id, value]) => [id, value]));
  if (scale !== 1) state.set("", scale);
  const changed = set.length > 0 || scale !== 1;
  if (changed || location.hash.startsWith("#set?"))
    history.replaceState(null, "", changed ? `#set?${state}` : location.pathname + location.search);
}
function restore() {
  if (!came.startsWith("#set?")) return;
  for (const [id, value] of new URLSearchParams(came.slice(5))) {
    const number = value === "" ? NaN : Number(value);
    if (id === "" && number >= 0 && number <= 2) { $("scale").value = 100 * number; rescale(); }
    else if ((at.has(id) || place.has(id)) && number >= 0 && number <= 100) add(id, Math.round(number) / 100);
  }
}
function rescale() {
  scale = Math.min($("scale").value / 100, fullest(m));
  read = reading(m, scale);
  const depends = m.services.map((s) => scaledBy(scale, of(m, s, "dependence")));
  const share = depends.reduce((sum, each) => sum + each, 0) / Math.max(1, depends.length);
  const told = scale === 1 ? "{share} on average, as assumed" : "{share}";
  $("scaled").textContent = say(told, { share: local(fixed(Math.min(share, share < 1 ? 0.99 : 1), 2)) });
  answer();
}
$("size").addEventListener("click", () => {
  const full = $("diagram").classList.toggle("wide");
  $("size").setAttribute("aria-pressed", full);
});
$("scale").addEventListener("input", rescale);
for (const services of m.links.slice(0, m.levers)) for (const id of services) add(id);
for (const [heading, ids] of [[say("Teams"), m.parties.filter((p, k) => m.services.some((s) => s.from === k))
  .map((p) => [p.id, p.name])], [say("Services"), m.services.map((s) => [s.id, s.name])]]) {
  const group = node("optgroup", { label: heading });
  for (const [id, name] of ids) group.append(node("option", { value: id }, name));
  $("choose").append(group);
}
$("add").addEventListener("click", () => { add($("choose").value); $("choose").value = ""; });
$("reset").addEventListener("click", () => {
  for (const lever of levers.values()) lever.value = null;
  $("scale").value = 100;
  rescale();
});
rescale();
restore();

// The table.
const body = $("services").tBodies[0], rows = all("tr", body);
all("#services th").forEach((head, column) => head.firstChild.addEventListener("click", () => {
  const numbers = head.classList.contains("number");
  const down = numbers ? head.getAttribute("aria-sort") !== "descending"
    : head.getAttribute("aria-sort") === "ascending";
  all("#services th").forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const key = (row) => parseFloat(row.cells[column].textContent
    .replaceAll(m.thousands, "").replace(m.point, "."));
  const text = (row) => row.cells[column].textContent;
  const compare = (a, b) => numbers
    ? isNaN(key(a)) - isNaN(key(b)) || (down ? key(b) - key(a) : key(a) - key(b))
    : (down ? -1 : 1) * text(a).localeCompare(text(b));
  body.append(...rows.sort(compare));
}));
$("filter").addEventListener("input", () => {
  const words = $("filter").value.toLowerCase().split(/\s+/);
  let shown = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    shown += !row.hidden;
  }
  $("found").textContent = say("{shown} of {all} services", { shown, all: rows.length });
});
$("csv").addEventListener("click", () => {
  const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) && !/^[+\-]?[\d.]+$/.test(text) ? "'" : "") + text.replaceAll('"', '""')}"`;
  const lines = all("#services tr").map((row) => [...row.cells].map((each) => cell(each.textContent)).join(","));
  const link = node("a", { download: "services.csv",
    href: URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n")], { type: "text/csv" })) });
  link.click();
});

// One section a screen.
const screens = all("main > section");
let showing = 0;
function show(step) {
  showing = Math.max(0, Math.min(screens.length - 1, showing + step));
  screens.forEach((screen, i) => screen.classList.toggle("now", i === showing));
  scrollTo(0, 0);
}
function present(on) { document.body.classList.toggle("show", on); $("present").setAttribute("aria-pressed", on); show(0); }
$("present").addEventListener("click", () => present(!document.body.classList.contains("show")));
addEventListener("keydown", (event) => {
  if (!document.body.classList.contains("show") || event.target.matches?.("input, select")) return;
  if (event.key === "Escape") present(false);
  if (event.key === "ArrowRight" || event.key === "PageDown") show(1);
  if (event.key === "ArrowLeft" || event.key === "PageUp") show(-1);
});
light(null);
