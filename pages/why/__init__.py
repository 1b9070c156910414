"""Why?: what holds a system back in a month, through the tiers; what binds when; what hangs on one maker; and the ladder."""
