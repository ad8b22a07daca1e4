"""Stand-ins, for tests only, of the platform's tables that records are read from, under its own labels and column names."""
