"""Writes: one public function for each thing that happens.  Each takes the session of the caller's
transaction, adds its audit row, and never commits: whoever opened the transaction does."""
