// "Nghe câu hỏi": the browser's own Vietnamese voice reads the question, where there is one.
(() => {
  'use strict';
  const template = document.getElementById('nghe');
  if (!template || !window.speechSynthesis) return;
  const voice = () => speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith('vi'));

  const words = (step) => Array.from(step.querySelectorAll('[data-read], .hint, .option span, .note'))
    .map((part) => part.textContent.trim()).filter(Boolean).join('. ');
  const read = (step) => {
    const speech = new SpeechSynthesisUtterance(words(step));
    speech.voice = voice();
    speech.lang = 'vi-VN';
    speechSynthesis.cancel();
    speechSynthesis.speak(speech);
  };
  const offer = () => {
    if (!voice() || document.querySelector('.listen')) return;
    for (const title of Array.from(document.querySelectorAll('[data-read]'))) {
      const step = title.closest('[data-step]');
      const button = template.content.firstElementChild.cloneNode(true);
      button.addEventListener('click', () => read(step));
      title.closest('fieldset, [data-step]').insertBefore(button, title.nextSibling);
    }
  };
  offer();
  // Phones load their voices late.
  speechSynthesis.addEventListener && speechSynthesis.addEventListener('voiceschanged', offer);
})();
