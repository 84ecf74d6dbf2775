"""Why a number is what it is: steps in Danish with rows, numbers and rule ids, and as JSON."""
