"""How does a questionnaire written as an XLSForm become what we keep of it?

Source (.xlsx, or Markdown tables) → ``convert`` → XForm XML and compiled definition.  The work happens in
a limited subprocess (``worker``): ``book`` reads the sheets, ``repair`` mends what can be mended and says
so, ``lint`` refuses with sheet, row and reason, pyxform makes the XForm, ``compile`` makes the definition
(``expression`` and ``resolve`` its syntax trees, ``regex`` its patterns, ``own_choices`` the lists its
author did not write).  ``containers`` turns away what is not even opened; ``starter`` hands out the
questionnaires that come with the program.
"""
