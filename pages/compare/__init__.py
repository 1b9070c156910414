"""Compare: two to four mixes on the same seeds, and what each brings over the first."""
