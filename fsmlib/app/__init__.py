"""The app: one server on this machine, with a door for each user."""
