"""Where an answer leads: which operations can be asked next, with what the answer says.

The OpenAPI document has them as links, for people who explore it and for programs that follow them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Link:
    """The parameters of another operation by the places in the answer, as JSON pointers, and by
    the headers of the answer that give them."""

    operation: str
    places: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the link is called in the document."""
        return f"to_{self.operation}"

    def described(self) -> dict[str, object]:
        """The link object by OpenAPI 3.1."""
        parameters = {
            **{name: f"$response.body#{pointer}" for name, pointer in self.places.items()},
            **{name: f"$response.header.{header}" for name, header in self.headers.items()},
        }
        return {"operationId": self.operation, "parameters": parameters}
