"""The page that lays all municipalities beside one another."""
