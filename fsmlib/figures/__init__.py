"""One function for each kind of chart: numbers in, Axes out, readable in grey."""
