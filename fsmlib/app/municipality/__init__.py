"""The municipality's door: from a workbook to a page, in plain forms, without a terminal."""
