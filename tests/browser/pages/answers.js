// What does the browser's interpreter answer to golden vectors?  Served to the test's page only.
(() => {
  'use strict';
  const { run, one } = self.Expressions;
  const DAY = 864e5;
  const read = {
    date: (written) => ({ day: Date.parse(written) / DAY }),
    moment: (written) => {
      const [day, clock] = written.split('T'), [h, m, s] = clock.split(':').map(Number);
      return { day: Date.parse(day) / DAY, us: Math.round(((h * 60 + m) * 60 + s) * 1e6) };
    },
    number: Number,
  };
  const value = (told) => {
    if (Array.isArray(told)) return told.map(value);
    if (typeof told !== 'object') return told;
    const [[kind, written]] = Object.entries(told);
    return read[kind](written);
  };
  const values = (told) => new Map(Object.entries(told || {}).map(([name, one]) => [name, value(one)]));
  const moment = ({ day, us }) => {
    const clock = new Date(day * DAY + Math.floor(us / 1000)).toISOString().slice(0, 19);
    const part = us % 1e6;
    return { moment: part ? `${clock}.${String(part).padStart(6, '0')}` : clock };
  };
  const told = (found) => {
    if (typeof found === 'number') return Number.isFinite(found) ? found : { number: String(found) };
    if (typeof found !== 'object') return found;
    return 'us' in found ? moment(found) : { date: new Date(found.day * DAY).toISOString().slice(0, 10) };
  };
  self.readings = (typed) => typed.map(([kind, raw]) => told(self.Expressions.readers[kind](raw)));
  self.answers = (vectors, now) => vectors.map((vector) => told(one(run(vector.tree, {
    values: values(vector.values),
    dot: value(vector.dot === undefined ? '' : vector.dot),
    row: values(vector.row),
    label: (name, code) => ((vector.labels || {})[name] || {})[code] || code,
    now: value({ moment: now }),
    seed: vector.seed,
  }))));
})();
