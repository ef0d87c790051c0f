"""Plain HTML over Starlette: the only app that writes.

A request walks: ``middleware`` (headers, size, fault boundary) -> ``routes`` (the table) -> ``guards``
(whose session, may they, is it our own page) -> ``forms`` (the shape) -> an endpoint, which calls one
query or one command of ``db`` -> ``pages`` (a template) -- or ``errors``, when a rule says no.
"""
