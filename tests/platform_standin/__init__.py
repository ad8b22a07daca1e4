"""Stand-in, for tests only, of the platform's ``courseware`` app: the one table whose deletion we listen to."""
