"""Checks the signatures of badges: of tokens (VC-JWT), and Data Integrity proofs, which stand in JSON beside what they sign.

Knows keys, signatures and the two formats; not what a badge says. It uses the key that the file gives, and never the network.
So a check says that nothing was changed since somebody signed it, and not who that was. It refuses a signature that does not
match.
"""
