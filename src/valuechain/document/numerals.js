"use strict";
// Numbers as `reports.words` tells them; `point` is the language's.
function numerals(point) {
  const local = (number) => number.replace(".", point);
  // Halves as Python rounds them, to even: of those that are halves exactly.
  const fixed = (value, digits) => {
    const up = value.toFixed(digits);
    const half = value * 2 ** (digits + 1) % 2 === 1;
    return half && up.at(-1) % 2 ? (value - 0.5 / 10 ** digits).toFixed(digits) : up;
  };
  const number = (share) => {
    const round = Math.floor(100 * share + 0.5 + 1e-9);
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
    const points = Number(Math.abs(100 * share).toFixed(9));
    const told = fixed(points, Number(points.toFixed(1)) < 10 ? 1 : 0).replace(/\.0$/, "");
    return told === "0" ? told : `${share < 0 ? "-" : "+"}${local(told)}`;
  };
  return { local, fixed, number, percent, keptApart, signed };
}
