"""Documents as OpenAttestation 2 wraps them, made here from the format's description alone.

Shares nothing with the program: keccak-256, JSON text, salts and the tree of a batch are written out, so that a slip in one of
the two shows. Everything in the documents is invented.
"""

import uuid
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

VERSION = "https://schema.openattestation.com/2.0/schema.json"

Data = dict[str, Any]

# --- keccak-256, as the competition's submission of 2011 describes it (SHA-3 pads differently) -------------------------------

_LANES = 2**64 - 1
_RATE = 136


def _turned(lane: int, by: int) -> int:
    return ((lane << by % 64) | (lane >> (64 - by % 64))) & _LANES


def _round_constants() -> Iterator[int]:
    register = 1
    for _ in range(24):
        constant = 0
        for power in range(7):
            constant |= (register & 1) << (2**power - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        yield constant


_CONSTANTS = tuple(_round_constants())


def _permuted(a: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    for constant in _CONSTANTS:
        c = [a[x, 0] ^ a[x, 1] ^ a[x, 2] ^ a[x, 3] ^ a[x, 4] for x in range(5)]
        a = {(x, y): a[x, y] ^ c[x - 1] ^ _turned(c[(x + 1) % 5], 1) for x, y in a}
        b, x, y = {(0, 0): a[0, 0]}, 1, 0
        for t in range(24):
            b[y, (2 * x + 3 * y) % 5] = _turned(a[x, y], (t + 1) * (t + 2) // 2)
            x, y = y, (2 * x + 3 * y) % 5
        a = {(x, y): b[x, y] ^ (~b[(x + 1) % 5, y] & b[(x + 2) % 5, y] & _LANES) for x, y in b}
        a[0, 0] ^= constant
    return a


def keccak(data: bytes) -> bytes:
    padded = bytearray(data) + b"\x01"
    padded += bytes(-len(padded) % _RATE)
    padded[-1] |= 0x80
    state = {(x, y): 0 for y in range(5) for x in range(5)}
    for start in range(0, len(padded), _RATE):
        for lane in range(_RATE // 8):
            place = start + 8 * lane
            state[lane % 5, lane // 5] ^= int.from_bytes(padded[place : place + 8], "little")
        state = _permuted(state)
    return b"".join(state[lane, 0].to_bytes(8, "little") for lane in range(4))


# --- Wrapping ----------------------------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """Text as JavaScript writes it in JSON."""
    short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(short.get(sign, f"\\u{ord(sign):04x}" if sign < " " else sign) for sign in text) + '"'


def salted(value: Any, random: Random) -> Any:
    """The value, each text, number and truth in it salted; empty lists and objects stay."""
    if isinstance(value, dict):
        return {key: salted(each, random) for key, each in value.items()}
    if isinstance(value, list):
        return [salted(each, random) for each in value]
    salt = uuid.UUID(int=random.getrandbits(128), version=4)
    match value:
        case None:
            return f"{salt}:null:null"
        case bool():
            return f"{salt}:boolean:{str(value).lower()}"
        case int() | float():
            return f"{salt}:number:{value}"
        case _:
            return f"{salt}:string:{value}"


def leaf_hashes(value: Any, path: str) -> list[str]:
    if isinstance(value, dict | list) and value:
        pairs = value.items() if isinstance(value, dict) else ((str(index), each) for index, each in enumerate(value))
        return [each for key, part in pairs for each in leaf_hashes(part, f"{path}.{key}" if path else key)]
    text = "{}" if value == {} else "[]" if value == [] else quoted(value)
    return [keccak(f"{{{quoted(path)}:{text}}}".encode()).hex()]


def digest(hashes: Sequence[str]) -> str:
    return keccak(("[" + ",".join(f'"{each}"' for each in sorted(hashes)) + "]").encode()).hex()


def joined(first: str, second: str) -> str:
    return keccak(bytes.fromhex(min(first, second)) + bytes.fromhex(max(first, second))).hex()


def wrap(*documents: Data, seed: int = 1) -> list[Data]:
    """The documents as one batch."""
    random = Random(seed)
    batch = [salted(document, random) for document in documents]
    targets = [digest(leaf_hashes(data, "") if data else []) for data in batch]
    layer = sorted(targets)
    places = [layer.index(target) for target in targets]
    proofs: list[list[str]] = [[] for _ in batch]
    while len(layer) > 1:
        for document, place in enumerate(places):
            if place ^ 1 < len(layer):
                proofs[document].append(layer[place ^ 1])
            places[document] = place // 2
        layer = [joined(*layer[at : at + 2]) if at + 1 < len(layer) else layer[at] for at in range(0, len(layer), 2)]
    return [
        {
            "version": VERSION,
            "data": data,
            "signature": {"type": "SHA3MerkleProof", "targetHash": target, "proof": proof, "merkleRoot": layer[0]},
            "privacy": {"obfuscatedData": []},
        }
        for data, target, proof in zip(batch, targets, proofs, strict=True)
    ]


def hide(document: Data, *path: str | int) -> None:
    """Take a value out, as its holder may, and leave its hashes."""
    holder = document["data"]
    for key in path[:-1]:
        holder = holder[key]
    value = holder.pop(path[-1])
    document["privacy"]["obfuscatedData"] += leaf_hashes(value, ".".join(map(str, path)))
