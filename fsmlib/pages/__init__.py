"""The page: pictures, tables and sentences in Danish, from notebook to HTML and workbook."""

import sys

# With JupyterLab installed, importing nbformat makes jsonschema build a parser for two CPU seconds;
# jsonschema does without it when this import fails.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
