"""The policy instruments, one module each, and the mixes that put them together."""
