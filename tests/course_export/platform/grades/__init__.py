"""Stand-in of the platform's app ``grades``."""
