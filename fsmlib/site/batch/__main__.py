"""`python -m fsmlib.site.batch TASK.json` makes the page of a task."""

from fsmlib.site.batch.worker import main

if __name__ == "__main__":
    main()
