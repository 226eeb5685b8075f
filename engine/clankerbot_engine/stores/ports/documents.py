"""What is kept as JSON."""

from typing import Any

JsonDict = dict[str, Any]
