"""Who is responsible for each customer of a departure on each day, and the gaps in between."""
