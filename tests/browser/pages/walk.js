// A child who taps at random: what is shown, what would be sent, after each tap.  Served to the test's page only.
(() => {
  'use strict';
  const TYPED = ['', '3', '1.500', '12', ' 7 ', '2,5', '1.5', 'abc', '02/9/2026', '2012-05-01', '31/02/2026', '14:30', '7h', '25:00', '2026-11-22T14:30', '22/11/2026 7h05', 'nu', '0912345678', '😀'];
  const chance = (seed) => () => { // mulberry32
    seed = (seed + 0x6D2B79F5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const clear = (block) => block.querySelectorAll('input, select').forEach((field) => {
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = false;
    else field.value = '';
  });
  const tap = (form, any) => {
    const pick = (list) => list[Math.floor(any() * list.length)];
    const block = pick(Array.from(form.querySelectorAll('[data-step]:not([data-off])')));
    const fields = Array.from(block.querySelectorAll('input, select')).filter((field) => !field.disabled && field.offsetParent);
    if (!fields.length) return;
    if (any() < 0.15) {
      clear(block);
      block.querySelector('[data-skip]').click();
      return;
    }
    const field = pick(fields);
    if (field.type === 'radio' || field.type === 'checkbox') { field.click(); return; }
    const options = field.options && Array.from(field.options).filter((option) => !option.disabled);
    field.value = options ? pick(options).value : pick(TYPED);
    field.dispatchEvent(new Event(options ? 'change' : 'input', { bubbles: true }));
  };
  const seen = (form, live) => {
    const sent = {};
    for (const [name, value] of new FormData(form)) (sent[name] = sent[name] || []).push(value);
    const blocks = Array.from(form.querySelectorAll('[data-block]'));
    const offered = Array.from(form.querySelectorAll('[data-block=noi] input')).filter((item) => !item.disabled);
    return {
      sent,
      shown: blocks.filter((block) => getComputedStyle(block).display !== 'none').map((block) => block.dataset.block),
      asked: live ? live.asked() : null,
      offered: offered.map((item) => item.value),
      count: Array.from(form.querySelectorAll('[data-block]:not([data-off]) [data-total]')).map((part) => part.textContent),
    };
  };
  self.walk = (steps, seed) => {
    const form = document.getElementById('phieu'), live = self.Relevance ? self.Relevance.init(form) : null;
    const any = chance(seed), log = [seen(form, live)];
    for (let step = 0; step < steps; step += 1) {
      tap(form, any);
      log.push(seen(form, live));
    }
    return log;
  };
  // Milliseconds of one whole refresh, the median of so many.
  self.pace = (rounds) => {
    const live = self.Relevance.init(document.getElementById('phieu'));
    const times = [];
    for (let round = 0; round < rounds; round += 1) {
      const start = performance.now();
      for (let again = 0; again < 20; again += 1) live.refresh();
      times.push((performance.now() - start) / 20);
    }
    return times.sort((a, b) => a - b)[Math.floor(rounds / 2)];
  };
})();
