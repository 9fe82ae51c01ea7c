"use strict";
// The model of the library, in the page: what everybody lacks, by the least solution of
//   D_k = max(sum of w_e d_e, max over e of d_e - left_e),  d_e = min(1, u_e + a_e D_provider(e)),
// and D_provider(e) - left_e among the maxima where e bounds by what its provider lacks, too.
// What does not settle is not known: everybody then lacks NaN.
const TINY = 1e-300, DONE = 1e-15, ROUNDS = 1e6;

const of = (m, s, name) => s[name] ?? m[name];
// Whom each service serves.
const customers = (m) => m.parties.flatMap((_, k) => Array(m.into[k + 1] - m.into[k]).fill(k));

function solved(m, own, slope) {
  const lacks = new Float64Array(m.parties.length);
  const one = (party) => {
    let mean = 0, worst = 0;
    for (let e = m.into[party]; e < m.into[party + 1]; e++) {
      const s = m.services[e];
      const lack = Math.min(1, own[e] + slope[e] * lacks[s.from]);
      mean += s.weight * lack;
      if (s.left !== undefined)
        worst = Math.max(worst, (s.bounds ? Math.max(lack, lacks[s.from]) : lack) - s.left);
    }
    return Math.min(1, Math.max(mean, worst));
  };
  let at = 0;
  for (const [start, stop] of [...m.steps, [m.parties.length, 0]]) {
    for (; at < start; at++) lacks[at] = one(at);
    let moved = start < stop ? 1 : 0;
    for (let round = 0; moved > DONE && round < ROUNDS; round++) {
      moved = 0;
      for (let party = start; party < stop; party++) {
        const found = one(party);
        moved = Math.max(moved, found - lacks[party]);
        lacks[party] = found;
      }
    }
    if (moved > DONE) return lacks.fill(NaN);
    at = Math.max(at, stop);
  }
  return lacks;
}

// What was asked, split into own doing and what is passed on; x scales every dependence:
// 0 nobody depends on anybody, 1 as in the file, 2 everybody fully; in loops nothing would have a
// cause then, so that with loops it ends before.
const fullest = (m) => m.steps.length ? 1.99 : 2;
const scaledBy = (x, depends) => x <= 1 ? x * depends : depends + (x - 1) * (1 - depends);
function reading(m, x) {
  const n = m.services.length;
  const own = new Float64Array(n), slope = new Float64Array(n), depends = new Float64Array(n);
  m.services.forEach((s, e) => {
    depends[e] = scaledBy(x, of(m, s, "dependence"));
    own[e] = s.score === undefined ? 0 : 1 - s.score;
    slope[e] = s.asked ? 0 : depends[e];
  });
  const lacks = solved(m, own, slope);
  m.services.forEach((s, e) => {
    const passed = depends[e] * lacks[s.from];
    if (!s.asked) {
      own[e] = Math.max(0, Math.min(own[e], 1 - passed));
      slope[e] = depends[e];
      return;
    }
    const inherited = Math.min(own[e], passed);
    own[e] -= inherited;
    slope[e] = depends[e] * (inherited + TINY) / (passed + TINY);
  });
  return { own, slope, depends };
}

// The chain where some own qualities are otherwise: {service number: quality}.
function whatIf(m, read, settings) {
  const own = read.own.slice();
  for (const [e, quality] of Object.entries(settings)) own[e] = 1 - quality;
  const lacks = solved(m, own, read.slope);
  const passed = m.services.map((s, e) => read.slope[e] * lacks[s.from]);
  return {
    outcome: outcomeOf(m, lacks),
    received: Array.from(lacks, (lack) => 1 - lack),
    satisfaction: passed.map((pass, e) => 1 - Math.min(1, own[e] + pass)),
    own: passed.map((pass, e) => Math.max(0, Math.min(own[e], 1 - pass))),
  };
}
function outcomeOf(m, lacks) {
  return m.ends.length ? m.ends.reduce((left, [party, weight]) => left - weight * lacks[party], 1) : null;
}

// Of whom anything is known where `settings` are, too, and for whom it is an upper bound: as
// `analysis.outcome` has it.
const isKnown = (m, settings, e) => m.services[e].score !== undefined || e in settings;
function knowledge(m, read, settings) {
  const known = (s, e) => isKnown(m, settings, e), to = customers(m);
  const spread = (starts, leads) => {
    const found = m.parties.map(() => false);
    m.services.forEach((s, e) => { if (starts(s, e)) found[to[e]] = true; });
    for (let more = true; more;) {
      more = false;
      m.services.forEach((s, e) => {
        if (found[s.from] && !found[to[e]] && leads(s, e)) more = found[to[e]] = true;
      });
    }
    return found;
  };
  return {
    told: spread(known, () => true),
    bounded: spread((s, e) => !known(s, e), (s, e) => s.bounds || (!s.asked && read.depends[e] > 0)),
  };
}

// The links to work on: those given, and those in which what nobody measured is set.
function linksWith(m, links, settings) {
  const to = customers(m), ends = (e) => `${m.services[e].from} ${to[e]}`;
  const found = new Map(links.map((services) => [ends(services[0]), services]));
  for (const e of Object.keys(settings)) {
    if (m.services[e].score !== undefined) continue;
    found.set(ends(e), [...m.services.keys()].filter((other) =>
      ends(other) === ends(e) && isKnown(m, settings, other)));
  }
  return [...found.values()];
}

// What links win from here: all services of each as good as a well-run provider is.
function ranked(m, read, here, links) {
  return links.map((services) => {
    const own = here.own.slice();
    for (const e of services) own[e] = Math.min(own[e], 1 - of(m, m.services[e], "reachable"));
    return { services, gain: outcomeOf(m, solved(m, own, read.slope)) - here.outcome };
  }).sort((a, b) => b.gain - a.gain);
}
