// Leaving without a trace: quick exit, a tablet left alone, the next child.
(() => {
  'use strict';
  const QUIET_BEFORE_ASKING = 70000, QUIET_AFTER_ASKING = 20000;

  // Whatever is being read aloud (listen.js) must not be heard over another page.
  const hush = () => { if (window.speechSynthesis) speechSynthesis.cancel(); };
  addEventListener('pagehide', hush);

  // Cover first, forget second, go last: the page must be gone even while the network is slow.
  const leave = (address) => {
    hush();
    document.title = '…';
    for (const form of Array.from(document.forms)) HTMLFormElement.prototype.reset.call(form);
    document.body.textContent = '';
    location.replace(address);
  };

  for (const link of Array.from(document.querySelectorAll('[data-exit], [data-next]'))) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      leave(link.href);
    });
  }

  // A page that the browser kept alive would show the child before.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });

  const part = (id) => document.getElementById(id);
  if (!part('phieu') || !part('con-do-khong')) return;
  let timer = 0;
  const ask = () => {
    const asking = part('con-do-khong');
    if (!asking) return; // the form gave way to a page without answers
    asking.hidden = false;
    asking.querySelector('button').focus();
    timer = setTimeout(() => leave(part('phieu').dataset.start), QUIET_AFTER_ASKING);
  };
  const awake = () => {
    clearTimeout(timer);
    if (part('con-do-khong')) part('con-do-khong').hidden = true;
    timer = setTimeout(ask, QUIET_BEFORE_ASKING);
  };
  for (const sign of ['pointerdown', 'touchstart', 'keydown', 'input', 'scroll']) {
    addEventListener(sign, awake, { passive: true });
  }
})();
