"""Everything that sets Baton up on a machine, starts it, watches it and stops it; the product does not know it."""
