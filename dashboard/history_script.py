"""How many entries of the browser's history is one click?  One, so that Back goes back in one press.

A press on a link makes an entry; the page it opens then completes its own address (the measure looked at
last, the language), and Streamlit makes an entry of that as well.  So whatever the address becomes before the
reader does something again belongs to the entry that is there.  Loading a page and going back are entries of
the browser's own.
"""

from __future__ import annotations

from typing import Final

NAME: Final = "lich-su.js"

SCRIPT: Final = """\
(function () {
  "use strict";
  var made = true;
  var push = history.pushState;
  function again() { made = false; }
  function there() { made = true; }
  history.pushState = function () {
    var act = made ? history.replaceState : push;
    made = true;
    return act.apply(history, arguments);
  };
  addEventListener("click", again, true);
  addEventListener("keydown", again, true);
  addEventListener("popstate", there, true);
})();
"""
