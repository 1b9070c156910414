"""What we judge a run by: records, metrics and invariants. Nothing here writes to the state."""
