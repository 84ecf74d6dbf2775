"""Puts the notebooks, the example data, the golden cases and the citation into the wheel.

A checkout reads them where they stand, so an editable install must not carry copies.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedFiles(BuildHookInterface):
    """Adds the folders of the checkout that an installed package needs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders, except to an editable build."""
        if version != "editable":
            build_data["force_include"] |= {
                "notebooks": "fsmlib/shipped/notebooks",
                "data": "fsmlib/shipped/data",
                "tests/cases": "fsmlib/shipped/cases",
                "CITATION.cff": "fsmlib/shipped/CITATION.cff",
            }
