"""The scoreboard: every testable row of the record of history, what the model finds for it, and a verdict."""
