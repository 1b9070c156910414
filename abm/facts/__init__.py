"""Facts: the public record, parameters, and what is read from outside, checked at the door."""
