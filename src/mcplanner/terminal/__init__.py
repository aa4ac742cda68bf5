"""Pictures for the terminal: plans, catalogues, prices and imports go in, and are drawn on a console.

This room knows rich and the plain values it shows; neither how a plan was found nor how a file was read. Values become text
only through `Ink`, never through rich's markup: so no title can change what is drawn.
"""
