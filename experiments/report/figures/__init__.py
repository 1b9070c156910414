"""The figures of reports: each with a sentence from its numbers, and the table of what is drawn."""
