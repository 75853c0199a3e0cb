"""The REST API: the public data set for programs."""
