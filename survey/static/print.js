// A sheet to print: the button works only where there is a script.
(() => {
  'use strict';
  for (const button of Array.from(document.querySelectorAll('[data-print]'))) {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  }
})();
