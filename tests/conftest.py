from hypothesis import settings

# Machines differ in speed; what is tested is what happens, not how fast, and the same examples everywhere.
settings.register_profile("plain", deadline=None, derandomize=True)
settings.load_profile("plain")
