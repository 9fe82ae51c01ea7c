"use strict";
// Numbers as `reports.words` tells them; `point` is the language's.
function numerals(point) {
  const local = (number) => number.replace(".", point);
  const fixed = (value, digits) => // halves go up
    (Math.floor(value * 10 ** digits + 0.5 + 1e-9) / 10 ** digits).toFixed(digits);
  const number = (share) => {
    const round = Number(fixed(100 * share, 0));
    const hides = (round === 0 || round === 100) && Math.abs(100 * share - round) > 1e-7;
    return hides ? local(fixed(Math.min(Math.max(100 * share, 0.1), 99.9), 1)) : `${round}`;
  };
  const percent = (share) => `${number(share)} %`;
  const keptApart = (before, after) => {
    let told = [percent(before), percent(after)];
    for (const digits of [1, 2, 3])
      if (told[0] === told[1] && Math.abs(after - before) > 1e-9)
        told = [before, after].map((share) => `${local(fixed(100 * share, digits))} %`);
    return told;
  };
  const signed = (share) => {
    const points = Math.abs(100 * share);
    const told = fixed(points, fixed(points, 1) < 10 ? 1 : 0).replace(/\.0$/, "");
    return told === "0" ? told : `${share < 0 ? "-" : "+"}${local(told)}`;
  };
  return { local, fixed, number, percent, keptApart, signed };
}
