"""From a source's address or a file to Article rows."""
