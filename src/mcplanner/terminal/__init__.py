"""Pictures for the terminal: plans, catalogues, prices and imports go in, and are drawn on a console.

This room knows the plain values it shows; neither how a plan was found nor how a file was read. Values become text only
through `Ink`, so no title can change what is drawn.
"""
