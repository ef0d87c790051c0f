"""The Association's records, and the rules about them.

Read inwards: each layer may use the ones to its right, never the other way round.

    cli -> commands -> queries -> models -> rules

``rules`` decide (standard library only, no clock, no I/O), ``models`` are the tables, ``queries`` read
and return frozen dataclasses, ``commands`` write, each with its audit row.  ``survey`` calls queries and
commands; ``dashboard`` calls queries only.
"""
