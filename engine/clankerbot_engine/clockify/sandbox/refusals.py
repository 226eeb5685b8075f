"""What the real service refuses, and how: a status, a message, and (mostly) a numeric code.

Raised anywhere below a route, answered as `{"message", "code"}` by `app`. Source: `clockify-api` §2.4.
"""


class Refusal(Exception):
    """`message` None: the real one answers with an empty body. `code` None: without a code."""

    def __init__(self, status: int, code: int | None, message: str | None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def invalid(message: str) -> Refusal:
    """The domain says no: a rule broken, a name taken, an entity that is not there."""
    return Refusal(400, 501, message)


def missing(kind: str, of: str = "Workspace") -> Refusal:
    """Deleted, foreign, never there or malformed: all the same, and never a 404."""
    return invalid(f"{kind} doesn't belong to {of}")


def taken(kind: str, name: str) -> Refusal:
    return invalid(f"{kind} with name '{name}' already exists")


def denied() -> Refusal:
    return Refusal(403, 501, "Access Denied")


def unreadable(message: str = "Required request body is missing or malformed") -> Refusal:
    return Refusal(400, 3002, message)


def unconvertible(name: str, value: str, wanted: str) -> Refusal:
    return Refusal(
        400, 3000, f"Failed to convert value of type 'String' to required type '{wanted}' for '{name}': \"{value}\""
    )


def parameter_missing(name: str) -> Refusal:
    return Refusal(400, 3001, f"Required request parameter '{name}' is not present")


def unknown_workspace() -> Refusal:
    return Refusal(404, None, None)


def not_in_plan(feature: str) -> Refusal:
    return Refusal(402, None, f"Feature {feature} is not part of this plan")
