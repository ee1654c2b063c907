"""What a new installation starts with; an administrator changes it on the settings page."""
