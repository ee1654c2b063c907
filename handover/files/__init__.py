"""Files that people add: what they really are, photos without metadata, and how they are handed out."""
