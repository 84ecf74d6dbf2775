"""Where notebooks, data and golden cases stand, in a checkout and in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_IN_WHEEL = _PACKAGE / "shipped"
_IN_CHECKOUT = {
    "notebooks": "notebooks",
    "data": "data",
    "cases": "tests/cases",
    "CITATION.cff": "CITATION.cff",
}


def shipped(folder: str, *parts: str) -> Path:
    """Path to a file that travels with the package.

    `folder` is `notebooks`, `data`, `cases` or the file `CITATION.cff`; any other name is a
    KeyError.

    >>> shipped("data", "municipalities.csv").exists()
    True
    """
    inside_checkout = _IN_CHECKOUT[folder]
    root = _IN_WHEEL / folder if _IN_WHEEL.exists() else _PACKAGE.parent / inside_checkout
    return root.joinpath(*parts)
