"""The six decisions: nation and firm, each to invest, to commit and to supply. Taken once a month on what was seen at its opening."""
