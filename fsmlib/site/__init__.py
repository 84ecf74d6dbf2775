"""From a notebook to a page and its workbook: one or many, searched, and put in place."""

import sys
from typing import Any, cast

# With JupyterLab beside us, jsonschema builds a parser of internationalised addresses for two
# seconds; it does without where there is none, and notebooks have no such addresses.
cast(dict[str, Any], sys.modules).setdefault("rfc3987_syntax", None)
