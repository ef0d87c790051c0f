// "Nghe câu hỏi": a voice of the page's language reads the question, where the device has one.  No voice, no
// button: Vietnamese words in an English voice help nobody.
(() => {
  'use strict';
  const speech = window.speechSynthesis;
  if (!speech || !window.SpeechSynthesisUtterance) return;
  const language = (document.documentElement.lang || 'vi').toLowerCase();
  const READ = '[data-read], .lead, .card li, .hint, .option span, .note';
  let reading = null;

  // A voice that lives on the device before one that asks the network.
  const voice = () => {
    const fitting = speech.getVoices().filter((one) => one.lang.toLowerCase().split(/[-_]/)[0] === language);
    return fitting.find((one) => one.localService) || fitting[0];
  };
  const text = (part) => Array.from(part.childNodes).filter((one) => !one.lang || one.lang === language)
    .map((one) => one.textContent).join('').trim();
  const words = (step) => Array.from(step.querySelectorAll(READ)).filter((part) => part.getClientRects().length)
    .map(text).filter(Boolean).join('. ');
  const name = (button) => { button.lastChild.textContent = ` ${reading === button ? button.dataset.stop : button.dataset.words}`; };
  const stop = () => {
    const button = reading;
    reading = null;
    speech.cancel();
    if (button) name(button);
  };
  const read = (button, step) => {
    const again = reading === button, found = voice();
    stop();
    if (again || !found) return;
    const saying = new SpeechSynthesisUtterance(words(step));
    saying.voice = found;
    saying.lang = found.lang;
    saying.onend = saying.onerror = () => { if (reading === button) { reading = null; name(button); } };
    reading = button;
    name(button);
    speech.speak(saying);
  };
  const offer = () => {
    const template = document.getElementById('nghe'), shown = document.querySelectorAll('.listen');
    if (!template || !voice()) for (const one of Array.from(shown)) one.remove();
    if (!template || !voice() || document.querySelector('.listen')) return;
    for (const title of Array.from(document.querySelectorAll('[data-read]'))) {
      const step = title.closest('[data-step]');
      const button = template.content.firstElementChild.cloneNode(true);
      button.dataset.words = title.dataset.read || button.dataset.words;
      name(button);
      button.addEventListener('click', () => read(button, step));
      title.closest('fieldset, [data-step]').insertBefore(button, title.nextSibling);
    }
  };
  offer();
  document.addEventListener('asking', offer); // another form took the place of the first
  document.addEventListener('turning', stop); // another question is asked
  // Phones load their voices late.
  if (speech.addEventListener) speech.addEventListener('voiceschanged', offer);
})();
