"""How do figures become files that can be signed, checked and made again?

``columns`` says what stands in each set, ``sets`` where it comes from, ``tables`` writes it in pieces,
``package`` puts the files of one snapshot together, ``store`` knows where they lie.
"""
