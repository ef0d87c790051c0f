"""Papers the Association files: Word documents made from what the queries read.

Stands between ``db.commands`` and ``db.queries``: it reads, and never writes a record.
"""
