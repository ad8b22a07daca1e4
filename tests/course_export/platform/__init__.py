"""Stand-ins, for tests only, of the platform's tables that records are read from: its labels, its column names."""
