// Keys of the staff desk: J and K to the next and the previous report, A to verify, R to the reason.
(() => {
  'use strict';
  const rows = [...document.querySelectorAll('[data-row]')];
  // In a list J and K walk from row to row; Enter opens the one that has the focus.
  const STEP = { j: 1, k: -1 };
  const walk = (step) => {
    const here = rows.indexOf(document.activeElement);
    return rows[Math.min(Math.max(here < 0 ? 0 : here + step, 0), rows.length - 1)];
  };
  addEventListener('keydown', (event) => {
    const typing = event.target.closest('input:not([type=checkbox]), textarea, select');
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const listed = rows.length && STEP[key];
    const target = listed ? walk(STEP[key]) : document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return;
    event.preventDefault();
    // "A" only moves to the button: a decision takes a second, deliberate press.
    if (target.matches('a') && !listed) target.click();
    else target.focus();
  });
})();
