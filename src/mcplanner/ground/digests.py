"""BLAKE2, by whose digests files and requests are known again.

It is what `hashlib` hands out under this name, and comes from Python itself. But `hashlib` first loads OpenSSL for other
digests, which takes longer than all of this room.
"""

from _blake2 import blake2b as blake2b
