// The control of the content policy: making code from text must be refused.
(() => {
  'use strict';
  try {
    self.refusal = String(new Function('return 1')());
  } catch (refused) {
    self.refusal = refused.name;
  }
})();
