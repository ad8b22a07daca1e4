"""Settings that this plugin adds to the platform's."""
