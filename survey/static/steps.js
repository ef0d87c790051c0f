// One question at a time.  Without this script the same document is one long form that posts at once.
(() => {
  'use strict';
  const PATIENCE = 45000;
  let guarded = false, back = () => {};
  addEventListener('popstate', () => { guarded = false; back(); });

  const begin = (form) => {
    const steps = Array.from(form.querySelectorAll('[data-step]'));
    const last = steps.length - 1;
    const send = form.querySelector('[data-send]');
    const trouble = form.querySelector('[data-network]');
    const assent = form.querySelector('[name=dong_y]');
    let at = 0, sending = false;

    const show = (to) => {
      at = Math.max(0, Math.min(last, to));
      document.dispatchEvent(new Event('turning'));
      steps.forEach((step, place) => { step.hidden = place !== at; });
      form.querySelector('[data-title]').hidden = at === 0 || at === last; // those two have a title of their own
      // One entry in the history, so that the phone's own "back" leads to the question before.
      if (at > 0 && !guarded) { history.pushState(null, ''); guarded = true; }
      scrollTo(0, 0);
      const title = steps[at].querySelector('legend, .legend, h1');
      if (title) { title.tabIndex = -1; title.focus({ preventScroll: true }); }
    };
    // Questions that do not apply (relevance.js) are stepped over.
    const turn = (by) => {
      let to = at + by;
      while (to > 0 && to < last && steps[to].hasAttribute('data-off')) to += by;
      show(to);
    };
    const forward = () => {
      const needed = document.getElementById('can-dong-y');
      if (at === 0 && !assent.checked) { needed.hidden = false; assent.focus(); return; }
      needed.hidden = true;
      turn(1);
    };
    const skip = () => {
      for (const field of Array.from(steps[at].querySelectorAll('input, select, textarea'))) {
        if (field.type === 'radio' || field.type === 'checkbox') field.checked = false;
        else field.value = '';
      }
      turn(1);
    };
    const open = (id) => {
      const target = document.getElementById(id);
      const place = steps.findIndex((step) => step.contains(target));
      if (place >= 0) show(place);
    };

    const acts = { 'data-start-button': forward, 'data-forward': forward, 'data-skip': skip, 'data-back': () => turn(-1) };
    for (const name of Object.keys(acts)) {
      for (const button of Array.from(form.querySelectorAll(`[${name}]`))) {
        button.hidden = false;
        // A second tap on "next" belongs to the question before.
        button.addEventListener('click', (event) => { if (event.detail < 2 || name === 'data-back') acts[name](); });
      }
    }
    for (const part of Array.from(form.querySelectorAll('.step-row, .skip, .progress, [data-last]'))) part.hidden = false;
    back = () => { if (at > 0) turn(-1); };
    form.addEventListener('click', (event) => {
      const link = event.target.closest('.problems a[href^="#"]');
      if (link) { event.preventDefault(); open(link.hash.slice(1)); }
    });

    const failed = () => {
      sending = false;
      send.disabled = false;
      send.textContent = send.dataset.words;
      trouble.textContent = form.dataset.notSent;
      trouble.hidden = false;
    };
    const arrived = (answer) => {
      if (answer.redirected && answer.ok && new URL(answer.url).pathname.startsWith('/cam-on/')) {
        HTMLFormElement.prototype.reset.call(form);
        location.replace(answer.url);
      } else if (answer.ok || answer.status === 429 || answer.status >= 500) {
        failed(); // a server that is busy or broken, or somebody between us: nothing was said about the answers
      } else {
        answer.text().then(refused).catch(failed);
      }
    };
    // The page that says why takes this one's place without a step in the history: a page that answers a
    // post would be kept on the disk with all that was typed.
    const refused = (words) => {
      const page = new DOMParser().parseFromString(words, 'text/html');
      document.title = page.title;
      document.querySelector('main').replaceWith(document.adoptNode(page.querySelector('main')));
      const again = document.getElementById('phieu');
      if (again) { begin(again); return; }
      scrollTo(0, 0);
      const title = document.querySelector('main h1');
      title.tabIndex = -1;
      title.focus({ preventScroll: true });
    };
    form.addEventListener('submit', (event) => {
      if (at < last) { event.preventDefault(); forward(); return; }
      if (!window.fetch || !window.AbortController) return;
      event.preventDefault();
      if (sending) return;
      sending = true;
      send.disabled = true;
      send.dataset.words = send.dataset.words || send.textContent;
      send.textContent = form.dataset.sending;
      trouble.hidden = true;
      const stop = new AbortController();
      setTimeout(() => stop.abort(), PATIENCE);
      fetch(form.getAttribute('action'), {
        method: 'POST', body: new URLSearchParams(new FormData(form)), signal: stop.signal,
      }).then(arrived, failed);
    });

    if (self.Relevance) self.Relevance.init(form);
    document.body.classList.add('stepping');
    const wrong = form.querySelector('[aria-invalid]');
    show(wrong && 'refused' in form.dataset ? steps.findIndex((step) => step.contains(wrong)) : 0);
    const said = document.getElementById('chua-gui');
    if (said) said.focus();
    document.dispatchEvent(new Event('asking'));
  };

  const first = document.getElementById('phieu');
  if (first) begin(first);
})();
