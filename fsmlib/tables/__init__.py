"""What the municipality has: tables read from Danish files, checked cell by cell."""
