"""Reads: each returns frozen dataclasses, never a model row; children's counts arrive already suppressed."""
