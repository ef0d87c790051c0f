// Which questions are shown, as the child answers?  Relevance.init(form) reads the plan that survey/relevance.py put
// into the page, hides what does not apply, and keeps it out of what is sent and of "câu 3 / 10".
(() => {
  'use strict';
  const { run, truth, readers, computed } = self.Expressions;
  const all = (root, selector) => Array.from(root.querySelectorAll(selector));
  const choosable = (field) => field.options ? Array.from(field.options) : [field];
  const isChosen = (item) => (item.type === 'radio' || item.type === 'checkbox' ? item.checked
    : item.selected === undefined || item.selected);

  const init = (root) => {
    const source = document.getElementById('lien-quan');
    if (!source) return null;
    const plan = JSON.parse(source.textContent), out = new Set();
    for (const part of plan.parts) {
      part.blocks = all(root, `[id="q-${part.name}"], [data-q~="${part.name}"]`);
      part.fields = all(root, `[name="${part.name}"]`);
      part.items = [].concat(...part.fields.map(choosable));
    }
    let off = new Set(), painted = null;

    // An answer as it will be sent: a choice that is not offered is not.
    const read = (part) => {
      const given = part.items.filter((item) => isChosen(item) && !out.has(item) && item.value.trim()).map((item) => item.value);
      if (part.kind === 'select_multiple') return given.join(' ');
      return given.length && readers[part.kind] ? readers[part.kind](given[0]) : given[0] || '';
    };
    const token = root.querySelector('[name=token]');
    const scope = (values, row) => ({ values, row, dot: '', seed: token ? token.value : '', label: (name, code) => (plan.labels[name] || {})[code] || code });
    // The plan's order puts whatever decides first.
    const decide = () => {
      const values = new Map(plan.parts.filter((part) => part.kind).map((part) => [part.name, read(part)]));
      off = new Set();
      for (const { name, parents, relevant, calculation } of plan.parts) {
        if (parents.some((parent) => off.has(parent)) || (relevant && !truth(run(relevant, scope(values))))) {
          off.add(name);
          values.delete(name);
        } else if (calculation) {
          values.set(name, computed(calculation, scope(values)));
        }
      }
      return values;
    };
    // Whether a choice that was taken is no longer offered, or is offered again.
    const filter = (values) => {
      let moved = false;
      for (const part of plan.parts.filter((one) => one.filter)) {
        for (const item of part.items.filter((one) => one.value)) {
          const row = new Map(Object.entries(Object.assign({}, part.rows[item.value], { name: item.value })));
          const isOut = !truth(run(part.filter, scope(values, row)));
          moved = moved || (isChosen(item) && isOut !== out.has(item));
          out[isOut ? 'add' : 'delete'](item);
        }
      }
      return moved;
    };

    const paintPart = (part) => {
      const isOff = off.has(part.name);
      for (const block of part.blocks) {
        block[isOff ? 'setAttribute' : 'removeAttribute']('data-off', '');
        block.style.display = isOff ? 'none' : '';
      }
      for (const field of part.fields) field.disabled = isOff;
      if (!part.filter) return;
      for (const item of part.items) {
        item.disabled = out.has(item) || (isOff && part.fields.includes(item));
        (item.closest('label, option') || item).hidden = out.has(item);
      }
    };
    const asked = () => plan.asked.filter((name) => !off.has(name));
    const count = (name, place, names) => {
      const block = document.getElementById(`q-${name}`);
      if (!block) return;
      for (const [selector, number] of [['[data-number]', place + 1], ['[data-total]', names.length]]) {
        for (const part of all(block, selector)) part.textContent = number;
      }
      for (const bar of all(block, 'progress')) {
        bar.max = names.length;
        bar.value = place + 1;
      }
    };
    const refresh = () => {
      let rounds = plan.parts.length;
      while (filter(decide()) && rounds > 0) rounds -= 1;
      const now = Array.from(off).join(' ');
      plan.parts.forEach(paintPart);
      if (now === painted) return;
      painted = now;
      asked().forEach(count);
      root.dispatchEvent(new CustomEvent('relevance', { detail: asked() }));
    };

    // The server may have drawn what does not apply as hidden; from here on this script does.
    all(root, '[data-off][hidden]').forEach((block) => { block.hidden = false; });
    // A click may have cleared a question ("bỏ qua") without saying so.
    for (const sign of ['input', 'change', 'click']) root.addEventListener(sign, refresh);
    root.addEventListener('reset', () => setTimeout(refresh));
    refresh();
    return { refresh, asked, shown: (name) => !off.has(name) };
  };

  self.Relevance = { init };
})();
