"""What is shown of departures: the board, what waits and is late, figures, the page of one, its timeline."""
