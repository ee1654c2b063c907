"""The demo firm: people, books and departures to try everything on. Never part of a production system."""
