"""What somebody sends who does not know the secret."""

import random
from collections.abc import Iterator


def hostile_signatures(chance: random.Random, good: str) -> Iterator[bytes]:
    """Hostile ones: the good one in every wrong form, and nonsense."""
    yield from (b"", b" ", b"v0", b"v0=", b"v1=" + good.encode(), good.encode()[3:], good.encode()[:-1])
    yield from (good.upper().encode(), good.encode() + b"0", good.encode() + b"\x00", b" v0=" + good.encode())
    while True:
        shape = chance.randrange(4)
        if shape == 0:
            yield bytes(chance.randrange(32, 256) for _ in range(chance.randrange(0, 120)))
        elif shape == 1:
            yield b"v0=" + "".join(chance.choice("0123456789abcdef") for _ in range(64)).encode()
        elif shape == 2:
            spoilt = bytearray(good.encode())
            spoilt[chance.randrange(3, len(spoilt))] ^= 1
            yield bytes(spoilt)
        else:
            yield good.encode()[: chance.randrange(0, len(good))] + chance.choice((b"", b",", b"; ", b"\xff", b"="))
