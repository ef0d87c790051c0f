// Keys of the staff desk: J and K to the next and the previous report, A to verify, R to the reason.
(() => {
  'use strict';
  const KEYS = { j: '[data-key=j]', k: '[data-key=k]', a: '[data-key=a]', r: '[data-key=r]' };
  addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, textarea, select');
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = document.querySelector(KEYS[event.key.toLowerCase()] || 'none');
    if (!target) return;
    event.preventDefault();
    // "A" only moves to the button: a decision takes a second, deliberate press.
    if (target.matches('a')) target.click();
    else target.focus();
  });
})();
