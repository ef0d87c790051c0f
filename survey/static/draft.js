// Saves a half-typed form on the server: some seconds after the last letter, and when the page is left.
// Sends it only over a network that answers, so that nobody loses the page to a browser's own error page.
(() => {
  'use strict';
  const form = document.querySelector('form[data-draft]');
  if (!form || !window.fetch || !window.URLSearchParams) return;
  const said = form.querySelector('[data-draft-state]');
  const PAUSE = 3000, RETRY = 15000, PATIENCE = 20000;
  let timer = 0, dirty = false, busy = false, over = false, sending = false, reached = false;

  const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };
  const stop = (words) => { over = true; clearTimeout(timer); said.textContent = words; };

  async function save(leaving) {
    if (over || busy || !dirty) return;
    busy = true;
    dirty = false;
    if (!leaving) said.textContent = form.dataset.waiting;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'same-origin',
        keepalive: leaving === true, headers: { accept: 'application/json' },
      });
      const json = (answer.headers.get('content-type') || '').startsWith('application/json');
      if (answer.ok && json) {
        const kept = await answer.json();
        form.elements.nhap.value = kept.number;
        said.textContent = kept.said;
      } else if (answer.status === 401 || answer.status === 403) stop(form.dataset.ended);
      else if (json) stop((await answer.json()).said);
      else throw new Error(String(answer.status));
    } catch {
      dirty = true;
      said.textContent = form.dataset.lost;
      later(RETRY);
    } finally {
      busy = false;
    }
    if (dirty && !over) later(PAUSE);
  }

  form.addEventListener('input', () => { dirty = true; later(PAUSE); });
  form.addEventListener('change', () => later(500));
  const unreached = () => {
    over = sending = false;
    dirty = true;
    said.className = 'problem';
    said.textContent = form.dataset.unsent;
    said.scrollIntoView({ block: 'center' });
    later(RETRY);
  };
  form.addEventListener('submit', (event) => {
    over = true;
    clearTimeout(timer);
    if (reached || !form.requestSubmit || !window.AbortController) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    said.className = 'quiet';
    said.textContent = form.dataset.sending;
    const stop = new AbortController(), button = event.submitter;
    setTimeout(() => stop.abort(), PATIENCE);
    fetch('/healthz', { cache: 'no-store', signal: stop.signal }).then(() => {
      reached = true;
      form.requestSubmit(button);
    }).catch(unreached);
  });
  // A page that comes back from the browser's memory goes on saving, and may be sent again.
  addEventListener('pageshow', (event) => { if (event.persisted) over = sending = reached = false; });
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(true); });
})();
