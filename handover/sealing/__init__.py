"""The sealed record of a closed departure: which facts, how they are written down, and whether they still hold."""
