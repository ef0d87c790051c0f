// Saves a half-typed form on the server: some seconds after the last letter, and when the page is left.
(() => {
  'use strict';
  const form = document.querySelector('form[data-draft]');
  if (!form || !window.fetch || !window.URLSearchParams) return;
  const said = form.querySelector('[data-draft-state]');
  const PAUSE = 3000, RETRY = 15000;
  let timer = 0, dirty = false, busy = false, over = false;

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
  form.addEventListener('submit', () => { over = true; clearTimeout(timer); });
  // A page that comes back from the browser's memory goes on saving.
  addEventListener('pageshow', (event) => { if (event.persisted) over = false; });
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(true); });
})();
