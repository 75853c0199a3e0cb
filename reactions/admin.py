"""The admin: reference data can be edited, what was found and decided can be read."""
