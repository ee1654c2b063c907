"""Chat services, by way of Apprise: a neutral sentence and a link, never what a notice says."""
