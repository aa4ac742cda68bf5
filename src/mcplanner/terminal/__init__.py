"""Pictures for the terminal: a plan or catalogue goes in, text comes out.

This room knows rich and the plain values it shows; neither how a plan was found nor how a file was read. Values become text
only through `Ink`, never through rich's markup: so no title can change what is drawn.
"""
