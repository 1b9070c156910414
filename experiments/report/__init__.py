"""Reports: what a study found, as one page that opens anywhere, with its figures and the numbers behind each."""
