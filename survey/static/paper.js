// Typing in sheets of paper: digits choose, Enter goes on, Enter on the last question saves.
(() => {
  'use strict';
  const form = document.querySelector('[data-sheet]');
  if (!form) return;
  const PAUSE = 700; // between the two digits of a number above nine
  const rows = Array.from(form.querySelectorAll('[data-row]'));
  const save = form.querySelector('[data-save]');
  let typed = '', timer = 0;

  const fields = (row) => Array.from(row.querySelectorAll('input, select, textarea'));
  const choices = (row) => fields(row).filter((field) => field.type === 'radio' || field.type === 'checkbox');
  const rowOf = (target) => rows.find((row) => row.contains(target));
  const forget = () => { clearTimeout(timer); typed = ''; };
  const go = (row) => {
    forget();
    if (!row) { save.focus(); return; }
    const field = choices(row).find((one) => one.checked) || fields(row)[0];
    rows.forEach((one) => one.classList.toggle('here', one === row));
    if (field) field.focus();
    row.scrollIntoView({ block: 'center' });
  };
  const press = (offered, number) => {
    const chosen = offered[number - 1];
    if (!chosen) return;
    chosen.checked = !chosen.checked; // typed again, the choice is taken back
    chosen.focus();
  };
  // "1" might begin "12": it counts when no further digit can follow or none does.
  const digit = (row, key) => {
    const offered = choices(row);
    clearTimeout(timer);
    typed += key;
    const number = Number(typed);
    if (number * 10 > offered.length) { typed = ''; press(offered, number); return; }
    timer = setTimeout(() => { typed = ''; press(offered, number); }, PAUSE);
  };
  const settle = (row) => { if (typed) press(choices(row), Number(typed)); forget(); };

  form.addEventListener('keydown', (event) => {
    const row = rowOf(event.target);
    if (!row || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === 'Enter' && event.target.tagName !== 'TEXTAREA') {
      event.preventDefault();
      settle(row);
      const next = rows[rows.indexOf(row) + 1];
      if (next) go(next); else form.requestSubmit ? form.requestSubmit(save) : form.submit();
    } else if (/^[0-9]$/.test(event.key) && choices(row).includes(event.target)) {
      event.preventDefault();
      digit(row, event.key);
    }
  });
  let sent = false;
  form.addEventListener('submit', (event) => { if (sent) event.preventDefault(); sent = true; });
  addEventListener('pageshow', () => { sent = false; });
  const wrong = form.querySelector('[aria-invalid]');
  go(wrong ? rowOf(wrong) : rows[0]);
})();
