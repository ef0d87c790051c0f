// "Nghe câu hỏi": the browser's own voice for the page's language reads the question, where there is one.
(() => {
  'use strict';
  if (!window.speechSynthesis) return;
  const language = document.documentElement.lang || 'vi';
  const voice = () => speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));

  const words = (step) => Array.from(step.querySelectorAll('[data-read], .hint, .option span, .note'))
    .map((part) => part.textContent.trim()).filter(Boolean).join('. ');
  const read = (step) => {
    const speech = new SpeechSynthesisUtterance(words(step));
    speech.voice = voice();
    speech.lang = speech.voice.lang;
    speechSynthesis.cancel();
    speechSynthesis.speak(speech);
  };
  const offer = () => {
    const template = document.getElementById('nghe');
    if (!template || !voice() || document.querySelector('.listen')) return;
    for (const title of Array.from(document.querySelectorAll('[data-read]'))) {
      const step = title.closest('[data-step]');
      const button = template.content.firstElementChild.cloneNode(true);
      button.addEventListener('click', () => read(step));
      title.closest('fieldset, [data-step]').insertBefore(button, title.nextSibling);
    }
  };
  offer();
  document.addEventListener('asking', offer); // another form took the place of the first
  // Phones load their voices late.
  speechSynthesis.addEventListener && speechSynthesis.addEventListener('voiceschanged', offer);
})();
