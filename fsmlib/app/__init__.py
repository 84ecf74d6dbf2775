"""The app: the evaluation in a browser on this machine, turned up and down."""
