"""`python -m fsmlib.report.batch TASK.json` makes the page of a task."""

from fsmlib.report.batch.worker import main

if __name__ == "__main__":
    main()
