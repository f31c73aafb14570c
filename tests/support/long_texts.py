"""A word that is longer than a phone is wide."""

LONG = "Ketidakterpertanggungjawabannya" * 4
