"""From a notebook to a page and its workbook: one or many, searched, and put in place."""
