"""How many there are of something."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """`{n}` of something."""

    one: str
    many: str

    def __call__(self, n: int) -> str:
        return (self.one if n == 1 else self.many).format(n=n)
