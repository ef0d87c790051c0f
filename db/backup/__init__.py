"""How does nothing get lost?  Backup, restore, drill, and the move to PostgreSQL, by one form of rows."""
