"""Side by side with other blocks: one runtime, one run, one table. ``make bench``."""
