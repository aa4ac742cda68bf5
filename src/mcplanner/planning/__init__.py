"""From a request to a verified answer: one plan, several side by side, what comes after a failed module, progress.

Steers the solvers, the verifier and the explanations; knows no option of the command line, no terminal and no file.
"""
