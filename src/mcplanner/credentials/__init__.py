"""Credentials that a learner holds, read from files: OpenCerts, Open Badges 3.0 and lists of courses.

Floor 4, in steps: values such as dates, names and the words of results; `results`, `personal`; `scales`, `columns`, `record`;
a file for each format; `reading`; `matching`. A new format is a file of its own and a line in `reading`. Nothing in this
package prints, writes, or asks the network; see docs/credentials.md.
"""
