#!/usr/bin/env bash
# snowballstemmer 2.2.0 and 3.1.1, which tell the stem of a word: their stemmers are both called "english", and of some words in
# the titles of courses they make different stems. "Evening" is "even" for the one and "evening" for the other, "university" is
# "univers" and "universiti", "emergency" is "emerg" and "emergenc", "international" is "intern" and "internat". "Nursing" and
# "engineering" are the same for both.
#
# You would expect a published algorithm to make one stem of a word for good. An index of stems that is kept on disk finds no
# evening course any more once the package is updated, and nothing says so: who keeps one must keep the release with it. The
# searches differ, too: with 2.2.0, "universal" finds universities, and "even" finds evenings.
#
# The script needs python3 with pip. It ends with 1 if it sees anything else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > seen.py <<'PYTHON'
from importlib.metadata import version

import snowballstemmer

stemmer = snowballstemmer.stemmer("english")
words = "evening even university universal emergency international nursing engineering"
print(version("snowballstemmer"), *(f"{word}={stemmer.stemWord(word)}" for word in words.split()))
PYTHON
for release in 2.2.0 3.1.1; do
    python3 -m venv "$release"
    "$release/bin/pip" install --quiet "snowballstemmer==$release"
    "$release/bin/python" seen.py | tee -a seen.txt
done
{
    echo 2.2.0 evening=even even=even university=univers universal=univers \
        emergency=emerg international=intern nursing=nurs engineering=engin
    echo 3.1.1 evening=evening even=even university=universiti universal=universal \
        emergency=emergenc international=internat nursing=nurs engineering=engin
} > expected.txt
diff expected.txt seen.txt
