"""Files of credentials: what is refused and how it is told, what is in bundles and pictures, what is never said."""

import json
import re
import struct
import subprocess
import sys
import unicodedata
import zlib
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any, Literal

import pytest
import snapshots
import wrapping
from credential_files import (
    INVALID,
    MADE,
    REFUSED,
    SMALL,
    TODAY,
    UNSIGNED,
    VALID,
    assert_nobody_is_named,
    read,
    refused,
    titles,
    told,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from mcplanner.credentials import parts, pictures, reading
from mcplanner.credentials.matching import match_records
from mcplanner.credentials.open_badges import read_badge
from mcplanner.credentials.reading import read_credentials
from mcplanner.credentials.record import CredentialFile, RefusedError
from mcplanner.export.diagnostic_reports import format_diagnostics
from mcplanner.export.json_import import import_json

# --- Invalid files, each beside its complete output -------------------------------------------------------------------------


def test_there_are_invalid_files_each_with_its_expected_output() -> None:
    assert len(REFUSED) > 20
    assert {f"{path.name}.expected" for path in REFUSED} == {path.name for path in INVALID.glob("*.expected")}


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.name)
def test_an_invalid_file_gives_exactly_its_expected_output(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(INVALID)
    found = read_credentials(path.name)
    assert isinstance(found, tuple)
    text = format_diagnostics(found)
    snapshots.check_file(Path(f"{path.name}.expected"), text)
    assert_nobody_is_named(text)


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(path: Path) -> str:
        found = read_credentials(path)
        assert isinstance(found, tuple)
        return format_diagnostics(found)

    assert "MC001 cannot read the file: there is no such file" in said(tmp_path / "none.json")
    assert "MC001 cannot read the file: it is a folder" in said(tmp_path)
    (tmp_path / "many.csv").write_text("title\n" + "Python\n" * 4)
    monkeypatch.setattr(parts, "MOST_RECORDS", 3)
    assert "MC803 it has more than 3 records" in said(tmp_path / "many.csv")
    monkeypatch.setattr(reading, "MOST_BYTES", 1_000_000)
    assert "MC014 the file is too large: mcplan reads at most 1,000,000 bytes" in said(Path("/dev/zero"))


@settings(max_examples=150)
@given(data=st.data())
def test_whatever_is_in_a_file_nobody_is_named(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files cut anywhere, with signs exchanged anywhere: records or problems, and neither name anyone."""
    path = data.draw(st.sampled_from(sorted([*VALID.iterdir(), *MADE.iterdir()])))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.sampled_from(b'{}[]",:x0\n\\\xff'))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    changed = tmp_path_factory.getbasetemp() / "changed"
    changed.write_bytes(content)
    found = read_credentials(changed)
    if isinstance(found, tuple):
        assert_nobody_is_named(format_diagnostics(found))
    else:
        matches = match_records(SMALL, [found], {}, {}, TODAY)
        assert_nobody_is_named(import_json(matches, [found], (), None))


NAMES = ("Tan Wei Ming", "José Núñez", "陈伟明", "தமிழ்ச்செல்வி", "Мария", "محمد", "Nguyễn", "O'Brien", "May Law")
GLUED = ("{}", "Certificate of {}", "{}'s Python", "{}_Python", "Python2026{}", "x_{}_1", "Java ({})", "{}{}")
KEYS = ("recipient", "whatever", "name of graduate", "additionalData", "Ünïcode", "learner_name")
FORMS: tuple[Literal["NFC", "NFD", "NFKD"], ...] = ("NFC", "NFD", "NFKD")


@settings(max_examples=200)
@given(data=st.data())
def test_no_name_comes_out_whatever_its_script_its_form_and_its_key(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A name in a title and as a code; the same name stands under any key, or nowhere else where it is no word of courses."""
    name = data.draw(st.sampled_from(NAMES))
    typed = unicodedata.normalize(data.draw(st.sampled_from(FORMS)), name)
    change = data.draw(st.sampled_from((str, str.upper, str.lower, lambda text: text.replace(" ", ""))))
    title = data.draw(st.sampled_from(GLUED)).replace("{}", change(typed))
    told = data.draw(st.booleans()) or name == "May Law"
    elsewhere = {data.draw(st.sampled_from(KEYS)): {"x": name}} if told else {}
    if data.draw(st.booleans()):
        subject = {"achievement": {"name": title, "humanCode": title}, **elsewhere}
        document: Any = {"type": "OpenBadgeCredential", "credentialSubject": subject}
    else:
        (document,) = wrapping.wrap({"name": title, "transcript": [{"name": title, "courseCode": title}], **elsewhere})
    file = tmp_path_factory.getbasetemp() / "a.json"
    file.write_text(json.dumps(document), "utf-8")
    found = read(file)
    said = import_json(match_records(SMALL, [found], {}, {}, TODAY), [found], (), None)
    plain = unicodedata.normalize("NFKC", said).casefold().replace(" ", "")
    assert unicodedata.normalize("NFKC", name).casefold().replace(" ", "") not in plain


# --- Pictures ---------------------------------------------------------------------------------------------------------------

SVG = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "SVG 1.1" "x.dtd"><svg xmlns="http://www.w3.org/2000/svg" {}</svg>'
BAKED = 'xmlns:o="https://purl.imsglobal.org/ob/v3p0"><g/><o:credential verify="{}">{}</o:credential><text>x</text>'


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A picture of these chunks alone."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def baked(text: bytes, packed: bool = False, keyword: bytes = b"openbadgecredential") -> tuple[bytes, bytes]:
    flag, body = (b"\1", zlib.compress(text)) if packed else (b"\0", text)
    return b"iTXt", keyword + b"\0" + flag + b"\0\0\0" + body


@pytest.mark.parametrize("packed", [False, True])
def test_a_badge_in_a_png(packed: bool, tmp_path: Path) -> None:
    text = (VALID / "badge.json").read_bytes()
    (tmp_path / "a.png").write_bytes(png((b"IHDR", bytes(13)), (b"tEXt", b"Comment\0x"), baked(text, packed)))
    assert titles(read(tmp_path / "a.png").records) == ["Cybersecurity Foundations"]
    (tmp_path / "a.png").write_bytes(png((b"zTXt", b"openbadges\0\0" + zlib.compress(text))))
    assert titles(read(tmp_path / "a.png").records) == ["Cybersecurity Foundations"]
    (tmp_path / "a.png").write_bytes(png((b"tEXt", b"openbadges\0" + text)))
    assert titles(read(tmp_path / "a.png").records) == ["Cybersecurity Foundations"]


@pytest.mark.parametrize("inside", ["<![CDATA[{}]]>", "{}"])
def test_a_badge_in_an_svg(inside: str, tmp_path: Path) -> None:
    text = (VALID / "badge.json").read_text("utf-8")
    (tmp_path / "a.svg").write_text(SVG.format(BAKED.format("", inside.format(text))))
    assert titles(read(tmp_path / "a.svg").records) == ["Cybersecurity Foundations"]


def test_all_badges_in_a_picture_are_read(tmp_path: Path) -> None:
    """A picture that was baked for two versions of Open Badges has two, as has one with a token and its text."""
    first, second = (
        (VALID / "badge.json").read_text("utf-8").replace("Foundations", word) for word in ("Foundations", "Basics")
    )
    both = ["Cybersecurity Foundations", "Cybersecurity Basics"]
    old = baked(b"\xef\xbb\xbf" + second.encode(), keyword=b"openbadges")
    (tmp_path / "a.png").write_bytes(png(baked(first.encode()), (b"IDAT", b""), old, old))
    assert titles(read(tmp_path / "a.png").records) == both
    elements = "".join(f"<o:credential>{text}</o:credential>" for text in (first, second, "https://a.example/1"))
    (tmp_path / "a.svg").write_text(SVG.format(f'xmlns:o="https://purl.imsglobal.org/ob/v3p0">{elements}'))
    assert titles(read(tmp_path / "a.svg").records) == both
    token = f"eyJhbGciOiJub25lIn0.{urlsafe_b64encode(first.encode()).decode().rstrip('=')}."
    (tmp_path / "a.svg").write_text(SVG.format(BAKED.format(token, second)))
    assert titles(read(tmp_path / "a.svg").records) == both
    (tmp_path / "a.svg").write_text(SVG.format(BAKED.format("https://a.example/1", second)))
    assert titles(read(tmp_path / "a.svg").records) == both[1:]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (png(baked(b"Course title\nPython")), "MC802 this picture has something else in the place of a badge"),
        (
            SVG.format(BAKED.format("", "Course title")).encode(),
            "MC802 this picture has something else in the place of a badge",
        ),
        (
            SVG.format(BAKED.format("", "{&else;}")).encode(),
            "MC802 this looks like a picture (SVG), but mcplan cannot read its",
        ),
        (png((b"IHDR", bytes(13))), "MC802 this is a picture (PNG) without a badge in it"),
        (png(baked(b"x", keyword=b"other")), "MC802 this is a picture (PNG) without a badge in it"),
        (png((b"iTXt", b"openbadgecredential\0\1\0\0\0junk")), "MC802 the badge in this picture (PNG) cannot be read"),
        (png(baked(b"eyJhbGciOiJub25lIn0.e30.")), "MC802 this is not a kind of credential that mcplan knows"),
        (png(baked(b"\xff")), "MC802 the badge in this picture (PNG) cannot be read"),
        (b"\x89PNG\r\n\x1a\n\0\0\xff\xff", "MC802 this is a picture (PNG) without a badge in it"),
        (png(baked(b'{"type": []}'))[:-9], "MC802 the badge in this picture (PNG) cannot be read"),
        (
            png(baked(b"https://example.org/b/1", keyword=b"openbadges")),
            "this picture (PNG) has only a link to its badge",
        ),
        (SVG.format(BAKED.format("https://a.example/1", "")).encode(), "this picture (SVG) has only a link to its badge"),
        (b'"eyJhbGciOiJub25lIn0.e30."', "MC802 this is not a kind of credential that mcplan knows"),
        (b"\xff\xd8\xff\xe0", "MC802 this is a picture (JPEG), which mcplan does not read"),
        (b"<!DOCTYPE html><html><p>F", "MC802 this is a web page or another kind of XML, which mcplan does not read"),
        (b"%PDF-1.7", "MC802 this is a PDF, which mcplan does not read"),
        (b"PK\x03\x04", "MC802 this is a spreadsheet or an archive, which mcplan does not read"),
        (SVG.format("/>").encode(), "MC802 this looks like a picture (SVG), but mcplan cannot read its XML safely"),
        (SVG.format("><g/>").encode(), "MC802 this is a picture (SVG) without a badge in it"),
        (SVG.format(BAKED.format("eyJ.e30.", "")).encode(), "MC803 mcplan cannot read this signed badge: it is cut short"),
        (
            b'<!DOCTYPE a [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
            "MC802 this looks like a picture (SVG), but mcplan cannot read its XML safely",
        ),
    ],
)
def test_what_is_said_of_other_pictures(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(content)
    assert said in format_diagnostics(refused(tmp_path / "a"))


def test_headings_beneath_a_title_are_pointed_at(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("My courses,,\n\nTitle,Ended\nPython,2026-05\n")
    assert "the headings seem to be in line 3: delete what is above them" in format_diagnostics(refused(tmp_path / "a.csv"))


def test_a_text_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_UNPACKED", 1000)
    for chunks in ([baked(b" " * 2000, packed=True)], [baked(b" " * 500, packed=True)] * 3):
        (tmp_path / "a.png").write_bytes(png(*chunks))
        assert "the badge in this picture (PNG) cannot be read" in format_diagnostics(refused(tmp_path / "a.png"))


def test_lists_and_learner_records_of_badges(tmp_path: Path) -> None:
    badge = json.loads((VALID / "badge.json").read_text("utf-8"))
    (document,) = wrapping.wrap({"name": "Networking Basics"})
    record = {"type": ["VerifiableCredential", "ClrCredential"], "credentialSubject": {"verifiableCredential": [badge]}}
    (tmp_path / "all.json").write_text(json.dumps([badge, record, document]))
    assert titles(read(tmp_path / "all.json").records) == [
        *("Cybersecurity Foundations", "Cybersecurity Foundations", "Networking Basics")
    ]


@pytest.mark.parametrize(
    "wrapper",
    [
        {"type": "ClrCredential", "name": "Record of Quality Design"},
        {"type": "ClrCredential", "description": ["What he did", {"@value": "Quality Design"}]},
        {"type": "VerifiablePresentation", "holder": {"id": "urn:x:1", "name": "Quality Design"}},
        {"type": "ClrCredential", "credentialSubject": {"identifier": [{"identityHash": "qualitydesign"}]}},
        {"type": "ClrCredential", "credentialSubject": {"name": "QualityDesign"}},
    ],
    ids=["name", "description", "holder", "identifier of the subject", "name of the subject"],
)
@pytest.mark.parametrize("nested", [False, True])
def test_who_is_named_by_a_bundle_is_named_by_no_title_in_it(wrapper: dict[str, Any], nested: bool, tmp_path: Path) -> None:
    """All of these words are usual in titles, so only the bundle says that they are a name."""
    member = {"type": "OpenBadgeCredential", "credentialSubject": {"achievement": {"name": "Practice of Quality Design"}}}
    inner = {"type": "VerifiablePresentation", "verifiableCredential": [member]} if nested else member
    nameless: dict[str, Any] = {"type": "ClrCredential"}
    for bundle, label in ((nameless, "Practice of Quality Design"), (wrapper, None)):
        subject = {**bundle.get("credentialSubject", {}), "verifiableCredential": [inner]}
        (tmp_path / "all.json").write_text(json.dumps({**bundle, "credentialSubject": subject}))
        (match,) = match_records(SMALL, [read(tmp_path / "all.json")], {}, {}, TODAY)
        assert match.label == label


@pytest.mark.parametrize("kind", ["ClrCredential", "OpenBadgeCredential", "AchievementCredential"])
def test_what_is_a_presentation_and_a_credential_at_once_is_not_read(kind: str, tmp_path: Path) -> None:
    """Who signs a presentation does not vouch for what is in it; who signs a learner record does."""
    badge = json.loads((VALID / "badge.json").read_text("utf-8"))
    both = {"type": ["VerifiablePresentation", kind], "credentialSubject": {"verifiableCredential": [badge]}}
    (tmp_path / "all.json").write_text(json.dumps(both))
    assert "MC803 it says that it is a presentation and a credential at once" in format_diagnostics(
        refused(tmp_path / "all.json")
    )
    (tmp_path / "all.json").write_text(json.dumps([both, badge]))
    assert [record.place for record in read(tmp_path / "all.json").records] == ["part 2"]


def test_a_file_has_so_much_to_read_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each achievement is read with all of its credential, and each result is compared with each scale."""

    def of(achievements: int, results: int, scales: int, **more: Any) -> dict[str, Any]:
        scale, result = {"id": "urn:x:1", "requiredValue": "50"}, {"resultDescription": "urn:x:1", "value": "65"}
        achievement = {"name": "Networking Basics", "resultDescription": [scale] * scales}
        subject = {"achievement": [achievement] * achievements, "result": [result] * results}
        return {"type": "OpenBadgeCredential", "credentialSubject": subject, **more}

    def said(*credentials: dict[str, Any]) -> str:
        (tmp_path / "all.json").write_text(json.dumps(credentials))
        found = read_credentials(tmp_path / "all.json")
        return f"{len(found.records)} read" if isinstance(found, CredentialFile) else found[0].message

    monkeypatch.setattr(reading, "MOST_READINGS", 300)
    too_many = "it has too many values for one file"
    assert said(of(1, 2, 2)) == "1 read"
    assert said(*[of(1, 2, 2)] * 20) == too_many
    assert said(of(1, 0, 0, notes=["x"] * 200)) == "1 read"
    assert said(of(2, 0, 0, notes=["x"] * 200)) == too_many
    assert said(of(1, 40, 0)) == said(of(1, 0, 40)) == "1 read"
    assert said(of(1, 40, 40)) == too_many
    monkeypatch.setattr(reading, "MOST_NAMES", 3)
    named = {"type": "OpenBadgeCredential", "credentialSubject": {"achievement": {"name": ["A", "B"], "humanCode": "C"}}}
    assert said(named) == "1 read"
    assert said(named, named) == "it has more than 3 titles and numbers"


def test_what_a_badge_may_leave_out() -> None:
    def of(achievement: Any, **more: Any) -> tuple[Any, ...]:
        (record,) = read_badge({"credentialSubject": {"achievement": achievement}, **more}, UNSIGNED)
        return told(record)

    assert of({"humanCode": " ", "name": 3}, awardedDate=5) == ((), None, None, None, True)
    assert of([{"name": "A"}, "https://example.sg"], awardedDate="2026-02-01") == ((), "A", "2026-02", "award", True)
    with pytest.raises(RefusedError):
        read_badge({"credentialSubject": "did:example:adeline-0815"}, UNSIGNED)


# --- What is imported when --------------------------------------------------------------------------------------------------


def test_only_a_hash_or_a_signature_that_is_checked_loads_the_library() -> None:
    program = (
        "import sys, mcplanner.credentials.reading as r; r.read_credentials(sys.argv[1]); "
        "print([name for name in ('Crypto', 'pyld', 'rich', 'typer') if name in sys.modules])"
    )

    def loaded(name: str, folder: Path = VALID) -> str:
        words = [sys.executable, "-c", program, str(folder / name)]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()

    assert loaded("badge.json") == loaded("courses.csv") == "[]"
    assert loaded("transcript.opencert") == loaded("es256.jwt", MADE) == "['Crypto']"


def test_no_message_has_a_place_for_what_stands_in_a_file() -> None:
    """Problems are built from fixed words and figures of the program's own."""
    folder = Path(reading.__file__).parent
    texts = [path.read_text("utf-8") for path in folder.rglob("*.py")]
    braces = {
        name for text in texts for line in text.splitlines() if "Problem(" in line for name in re.findall(r"\{(\w+)", line)
    }
    assert braces <= {"MOST_DEPTH", "MOST_NAMES", "MOST_RECORDS", "what"}
