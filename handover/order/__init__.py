"""Working back from the days left: which customer first, what fits into the days, and what will not."""
