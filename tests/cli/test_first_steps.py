"""What a newcomer types first and wrongly: each refusal says what to write or to run instead."""

import re
from pathlib import Path
from shlex import join, split

import pytest
from commands import DATA, OF_SMALL, PLAN_SMALL, run, words_of

from mcplanner.files.file_kinds import TEAM_FILE
from mcplanner.files.paths import shipped_funding_path
from mcplanner.team.shape import TeamFile


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(*words: str, code: int = 2) -> str:
    return words_of(run(*words, code=code))


# --- files --------------------------------------------------------------------------------------------------------------------


def test_without_a_learner_file_it_says_how_to_write_one() -> None:
    for words in ("status", "begin python-1", "done python-1", "learner check", "plan -l me.yaml", "learner set hours 6"):
        assert "mcplan learner init me.yaml" in run(*split(words), code=1).stderr


def test_a_file_of_nearly_that_name_is_named() -> None:
    Path("mei.yaml").write_text("hours: 6\n", "utf-8")
    Path("out.csv").write_text("", "utf-8")
    for words in ("status", "plan -l mei.yml", "begin python-1", "team mie.yaml", "check mei.yml", "plan -c ./mei.yml"):
        assert run(*split(words), code=1).output.count("did you mean 'mei.yaml'?") == 1, words
    for words in ("plan -l other.yaml", "import x.csv", "check nowhere/mei.yaml"):
        assert "did you mean" not in run(*split(words), code=1).output, words


READERS = [
    ("plan -l x.yaml", 1),
    ("plan -c x.yaml -t a --hours 6", 1),
    ("plan --funding x.yaml -t diploma --hours 6", 1),
    ("plan --keep x.json -t diploma --hours 6", 2),
    ("compare -l x.yaml --hours 4,6", 1),
    ("cost cyb-foundations -l x.yaml", 1),
    ("audit cyber-diploma -l x.yaml", 1),
    ("audit cyber-diploma --plan x.json -l own.yaml", 2),
    ("status -l own.yaml --plan x.json", 2),
    ("learner check x.yaml", 1),
    ("learner set hours 6 -l x.yaml", 1),
    ("learner away 2027-06 -l x.yaml", 1),
    ("begin python-1 -l x.yaml", 1),
    ("undo -l x.yaml", 1),
    ("team x.yaml", 1),
    ("cohort x.csv -o y.csv", 1),
    ("cohort learners.csv -o y.csv --forecast z.csv --against x.yaml", 1),
    ("check x.yaml", 1),
    ("check --funding x.yaml", 1),
    ("import x.csv", 1),
    ("import learners.csv -l x.yaml", 1),
    ("catalogue import x.csv -o y.yaml --as-of 2026-01-01", 1),
    ("catalogue diff x.yaml example", 1),
    ("catalogue diff example example --plan x.json", 2),
    ("catalogue diff example example --mine x.yaml", 1),
    ("catalogue export -c x.yaml -o y.xlsx", 1),
]


@pytest.mark.parametrize(("words", "code"), READERS)
def test_whatever_reads_a_file_names_one_of_nearly_that_name(words: str, code: int) -> None:
    Path("own.yaml").write_text("hours: 6\n", "utf-8")
    Path("learners.csv").write_text("id,hours,targets\nann,6,cert-lean-practice\n", "utf-8")
    ending = re.findall(r"x(\.\w+)", words)[0]
    Path(f"schedule{ending}").write_text("", "utf-8")
    told = run(*split(words.replace("x.", "shedule.")), code=code).output
    assert f"(did you mean 'schedule{ending}'?)" in " ".join(told.split())


def test_a_name_with_a_wrong_ending_or_with_none_is_known_where_one_file_has_it() -> None:
    Path("plans.json").write_text("", "utf-8")
    Path("me.yaml").write_text("hours: 6\n", "utf-8")
    assert "(did you mean 'plans.json'?)" in refused(*split("plan -t diploma --hours 6 --no-learner --keep plans.jsn"))
    for words in ("status -l ME", "learner check me", "plan -l me.yam"):
        assert "(did you mean 'me.yaml'?)" in run(*split(words), code=1).output, words
    for words in ("status -l meet", "plan -l me.csv"):
        assert "did you mean" not in run(*split(words), code=1).output, words


@pytest.mark.parametrize("words", ["team", "cohort", "begin", "done", "drop", "show", "cost", "audit", "import", "learner set"])
def test_what_is_missing_is_explained(words: str) -> None:
    """`Missing argument ID. The id or course number of a module or award; see: mcplan list.`"""
    assert re.search(r"Missing argument [A-Z]+\. \w.{10,}\.$", refused(*split(words)))


def test_an_import_first_shows_what_it_read() -> None:
    courses = DATA / "credentials" / "courses.csv"
    shown = run("import", str(courses), *OF_SMALL)
    written = run("import", str(courses), *OF_SMALL, "--write", code=1)
    assert written.stdout == shown.stdout
    assert (
        "nothing was written: there is no me.yaml; write one, and import again: mcplan learner init me.yaml" in written.stderr
    )


def test_a_learner_file_is_no_catalogue() -> None:
    Path("me.yaml").write_text("hours: 6\ntargets: [cyber-diploma]\n", "utf-8")
    for words, also in (
        ("plan -c me.yaml", ""),
        ("plan -c example -c me.yaml", " --catalogue example"),
        ("list -c me.yaml", ""),
    ):
        said = f"MC209 this is a learner file, not a catalogue (name it with -l, as in: mcplan plan -l me.yaml{also})"
        lines = run(*split(words), code=1).stderr.splitlines()
        assert [line for line in lines if "MC" in line] == [f"me.yaml:1:1: {said}"]


def test_a_catalogue_is_no_learner_file() -> None:
    small = OF_SMALL[1]
    said = f"{small}:1:1: MC209 this is a catalogue, not a learner file (name it with -c, as in: mcplan plan -c {small})"
    assert said in refused("plan", "-l", small, code=1)
    assert said in refused("begin", "python-1", "-l", small, code=1)


def test_a_file_that_is_named_as_another_is_named_rightly_with_all_that_was_typed() -> None:
    small = OF_SMALL[1]
    for typed, printed in (
        (f"plan -l {small} --target python-1 --hours 6 -q", f"mcplan plan -c {small} --target python-1 --hours 6 --quiet"),
        (f"compare -t python-1 -l {small} --hours 4,6", f"mcplan compare -c {small} --target python-1 --hours 4,6"),
        (f"cost python-1 -l {small}", f"mcplan plan -c {small}"),
    ):
        assert f"(name it with -c, as in: {printed})" in refused(*split(typed), code=1)
    run(*split(f"plan -c {small} --target python-1 --hours 6 --quiet"))
    Path("mei.yaml").write_text("hours: 6\ntargets: [python-1]\n", "utf-8")
    typed = f"plan -c {small} -c mei.yaml --no-learner --start 2027-01"
    assert f"(name it with -l, as in: mcplan plan -l mei.yaml --start 2027-01 --catalogue {small})" in refused(
        *split(typed), code=1
    )


def test_neither_a_learner_file_nor_a_catalogue_nor_a_plan_is_a_team_file() -> None:
    Path("mei.yaml").write_text("hours: 6\ntargets: [cyber-diploma]\nresidency: citizen\n", "utf-8")
    assert refused("team", "mei.yaml", code=1) == (
        "mei.yaml:1:1: MC209 this is a learner file, not a team file (name it in a team file, under people: "
        "[{file: mei.yaml}]; for this learner alone: mcplan plan -l mei.yaml)"
    )
    Path("team.yaml").write_text("people: [{file: mei.yaml, name: Mei}]\n", "utf-8")
    assert "served" in run("team", "team.yaml").stdout
    small = OF_SMALL[1]
    assert refused("team", small, code=1) == f"{small}:1:1: MC209 this is a catalogue, not a team file (name it with -c)"
    run(*PLAN_SMALL, "--hours", "8", "-t", "python-1", "-o", "plan.json")
    assert "MC209 this is a saved plan, not a team file" in refused("team", "plan.json", code=1)
    Path("team.yaml").write_text("budget: 900\nseat: []\n", "utf-8")
    assert "missing key 'people'" in refused("team", "team.yaml", code=1)


TEAM = "title: Ward 7\nstart: 2027-01\npeople: [{name: Ann, target: diploma, hours: 6}]\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("check team.yaml", "this is a team file, not a catalogue (plan it with: mcplan team team.yaml)"),
        ("plan -c team.yaml", "this is a team file, not a catalogue (plan it with: mcplan team team.yaml)"),
        ("plan -l team.yaml", "this is a team file, not a learner file (plan it with: mcplan team team.yaml)"),
        ("learner check team.yaml", "this is a team file, not a learner file (plan it with: mcplan team team.yaml)"),
        ("check --funding team.yaml", "this is a team file, not a file of funding rules (plan it with: mcplan team team.yaml)"),
        (
            "plan -t diploma --hours 6 --funding me.yaml",
            "this is a learner file, not a file of funding rules "
            "(name it with -l, as in: mcplan plan -l me.yaml --target diploma --hours 6)",
        ),
        (
            f"plan -l {shipped_funding_path()}",
            f"this is a file of funding rules, not a learner file "
            f"(name it with --funding, as in: mcplan plan --funding {shipped_funding_path()})",
        ),
        (
            "plan -l staff.csv",
            "this is a sheet or a workbook, not a learner file "
            "(with a row for each learner: mcplan cohort staff.csv -o plans.csv)",
        ),
        ("plan -t diploma --hours 6 --funding staff.csv", "this is a sheet or a workbook, not a file of funding rules"),
    ],
)
def test_a_file_of_another_kind_is_told_with_what_to_do_with_it(words: str, said: str) -> None:
    Path("team.yaml").write_text(TEAM, "utf-8")
    Path("me.yaml").write_text("hours: 6\ntargets: [diploma]\n", "utf-8")
    Path("staff.csv").write_text("id,hours,targets\nAnn,6,diploma\n", "utf-8")
    told = [line for line in run(*split(words), code=1).output.splitlines() if " MC" in line]
    assert len(told) == 1
    assert said in told[0]


def test_the_keys_by_which_a_team_file_is_known_are_those_of_its_shape() -> None:
    assert TEAM_FILE.keys == frozenset(TeamFile.model_fields)


def test_a_saved_plan_is_neither() -> None:
    run(*PLAN_SMALL, "--hours", "8", "-t", "python-1", "-o", "plan.json")
    way_out = "(use it with --keep or --plan, as in: mcplan plan --keep plan.json)"
    for words, wanted in (
        ("list -c plan.json", "a catalogue"),
        ("list -c example -c plan.json", "a catalogue"),
        ("plan -l plan.json", "a learner file"),
        ("cost python-1 --funding plan.json", "a file of funding rules"),
    ):
        lines = run(*split(words), code=1).stderr.splitlines()
        assert [line for line in lines if "MC" in line] == [
            f"plan.json:1:1: MC209 this is a saved plan, not {wanted} {way_out}"
        ]


def test_a_catalogue_needs_no_import() -> None:
    refused = run("catalogue", "import", OF_SMALL[1], "-o", "mine.yaml", code=1).stderr
    assert f"small.yaml: this is already a catalogue (name it with -c {OF_SMALL[1]})" in refused


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("held: [python-1]", "write {module: python-1, ended: 2026-04}"),
        ("under_way: [net-basics]", "write {module: net-basics, started: 2026-10}"),
        ('hours: "40"', "not '40' (write 40, without quotes)"),
        ('at_once: "2"', "not '2' (write 2, without quotes)"),
        ('union: "true"', "not 'true' (write true, without quotes)"),
        ("by: 2029-01", "unknown key 'by' (say it each time: mcplan plan --by MONTH)"),
        ("hours: {usual: 6, except: [{Months: 2027-01, hours: 3}]}", "unknown key 'Months' (did you mean 'months'?)"),
        ("hours: many", "hours needs a plain number such as 150 or 22.5, not 'many'"),
    ],
)
def test_a_form_that_is_nearly_right_is_put_right(text: str, says: str) -> None:
    Path("me.yaml").write_text(text, "utf-8")
    assert says in run("learner", "check", *OF_SMALL, code=1).stdout


def test_a_check_says_that_another_round_follows() -> None:
    Path("me.yaml").write_text("hours: many\ntargets: [nothing]\n", "utf-8")
    said = "once these errors of form are gone, mcplan checks what the file means"
    assert said in run("learner", "check", *OF_SMALL, code=1).stderr
    assert said in run("check", str(DATA / "invalid" / "missing-keys.yaml"), code=1).stderr
    assert said not in run("learner", "check", "no.yaml", *OF_SMALL, code=1).stderr
    Path("me.yaml").write_text("hours: 6\ntargets: [nothing]\n", "utf-8")
    assert said not in run("learner", "check", *OF_SMALL, code=1).stderr


def test_a_catalogue_of_many_modules_says_where_they_are_listed() -> None:
    assert "unknown module 'xyzzy' (see: mcplan list modules)" in refused(
        "plan", "--hold", "xyzzy", "-t", "diploma", "--hours", "6"
    )


# --- words --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["--hold cyber-certificate", "--pin cyber-certificate=2027-04", "--skip cyber-certificate", "--repeat cyber-certificate"],
)
def test_an_award_is_no_module(words: str) -> None:
    said = f"'cyber-certificate' is an award, not a module: mcplan show cyber-certificate {join(OF_SMALL)} names its modules"
    assert said in refused(*PLAN_SMALL, "--hours", "8", "-t", "diploma", "--residency", "citizen", *split(words))


def test_a_role_is_no_module_either() -> None:
    Path("me.yaml").write_text("hours: 6\n", "utf-8")
    said = f"'security-analyst' is a role, not a module: mcplan show security-analyst {join(OF_SMALL)} names its modules"
    assert said in refused("begin", "security-analyst", *OF_SMALL)


def test_modules_go_by_their_course_numbers() -> None:
    Path("me.yaml").write_text("hours: 8\n", "utf-8")
    assert run("begin", "tgs-2026000002", *OF_SMALL, "--on", "2026-10").stdout.startswith("begun: Cybersecurity Foundations")
    run("drop", "TGS-2026000002", *OF_SMALL)
    assert run("done", "TGS-2026000002", *OF_SMALL, "--on", "2026-10").stdout.startswith("done: Cybersecurity Foundations")
    asked = [*PLAN_SMALL, "--no-learner", "--hours", "8", "-t", "cyber-certificate"]
    for option, by_number, by_id in (
        ("--hold", "TGS-2026000002=2026-10", "cyb-foundations=2026-10"),
        ("--pin", "TGS-2026000002=2027-10", "cyb-foundations=2027-10"),
        ("--skip", "TGS-2026000001", "net-basics"),
    ):
        code = 3 if option == "--skip" else 0  # it needs the module
        by_its_number, by_its_id = (run(*asked, option, word, code=code) for word in (by_number, by_id))
        assert by_its_number.stdout == by_its_id.stdout


def test_a_month_without_intake_is_remarked() -> None:
    Path("me.yaml").write_text("hours: 8\n", "utf-8")
    said = "'cyb-foundations' starts in Apr and Oct, not in Nov 2026: if you meant another month, mcplan undo takes this back"
    assert said in run("begin", "cyb-foundations", *OF_SMALL).stderr


def test_what_is_held_already_is_said_with_the_way_out() -> None:
    Path("me.yaml").write_text("hours: 8\n", "utf-8")
    run("done", "net-basics", *OF_SMALL, "--on", "2026-05")
    said = "'net-basics' is already held, ended May 2026: to record it anew, first mcplan drop net-basics -c"
    assert said in refused("done", "net-basics", *OF_SMALL)
    again = run("begin", "net-basics", *OF_SMALL, "--on", "2026-10", "--months", "2").stderr
    assert "already held, ended May 2026: if you do not take it again, mcplan undo takes this back" in again


def test_a_module_that_needs_others_first_is_remarked() -> None:
    Path("me.yaml").write_text("hours: 8\n", "utf-8")
    said = "needs other modules first, and me.yaml does not say that you hold them: "
    said += f"mcplan show cyb-foundations {join(OF_SMALL)} names them"
    assert said in run("begin", "cyb-foundations", *OF_SMALL, "--on", "2026-10").stderr
    run("undo")
    run("done", "net-basics", *OF_SMALL, "--on", "2026-05")
    run("done", "python-1", *OF_SMALL, "--on", "2026-06")
    assert said not in run("begin", "cyb-foundations", *OF_SMALL, "--on", "2026-10").stderr


def test_what_is_done_before_its_end_is_remarked() -> None:
    Path("me.yaml").write_text("hours: 8\nunder_way: [{module: cyb-foundations, started: 2026-10}]\n", "utf-8")
    said = "'cyb-foundations' was to run to Mar 2027: if you have not passed it yet, mcplan undo takes this back"
    assert said in run("done", "cyb-foundations", *OF_SMALL).stderr
    Path("me.yaml").write_text("hours: 8\nunder_way: [{module: cyb-foundations, started: 2026-04}]\n", "utf-8")
    assert run("done", "cyb-foundations", *OF_SMALL).stderr == ""


def test_a_pin_to_a_month_without_start_names_those_with_one() -> None:
    asked = [*PLAN_SMALL, "--hours", "8", "-t", "cyber-certificate", "--pin", "cyb-foundations=2027-05"]
    assert "the month you pinned it to (it starts in Apr and Oct)" in " ".join(run(*asked, code=3).stdout.split())


def test_words_that_nothing_matches_have_near_ones() -> None:
    assert (
        "try fewer filters or other words, such as --search networks" in run("list", *OF_SMALL, "--search", "netwroks").stderr
    )
    assert run("list", *OF_SMALL, "--search", "xyzzy").stderr == (
        "nothing in the catalogue matches: try fewer filters or other words\n"
    )


def test_near_words_that_nothing_matches_either_are_not_named() -> None:
    for filters in (("--search", "of the"), ("--field", "green-technology", "--search", "nusre")):
        assert "such as" not in run("list", "-c", "example", *filters).stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("plan diploma", "unexpected 'diploma' (to want it: --target diploma)"),
        ("plan --hours 8 diploma", "unexpected 'diploma' (to want it: --target diploma)"),
        ("plan --busy tue 14:00-22:00", "unexpected '14:00-22:00' (quote what has spaces: --busy 'tue 14:00-22:00')"),
        ("cost python-1 --union ntuc", "unexpected 'ntuc' (--union takes no value)"),
        ("--hours 6 --target diploma", "No such option: --hours (options stand after a command, such as: mcplan plan)"),
        ("list diploma", "everything, modules, awards, roles, skills; to find others: --search diploma)"),
        ("plan me.yaml", "unexpected 'me.yaml' (to use it: --learner me.yaml)"),
        ("compare --hours 6 8 10", "unexpected '8' '10' (several values have commas between them: --hours 6,8,10)"),
        ("list --csv -o list.csv", "No such option: -o (to keep what it prints: > FILE)"),
        ("learner init --csv", "No such option: --csv"),
        ("compare --employer sme", "--sme: Your employer, a small or medium enterprise, sponsors your courses."),
        ("list --kind diploma", "No such option: --kind (look at --search: "),
        ("plan --tagret diploma", "No such option: --tagret (did you mean --target"),
    ],
)
def test_what_a_command_does_not_expect_has_a_way_out(words: str, says: str) -> None:
    assert says in refused(*split(words))


def test_a_kind_of_award_is_not_one_award() -> None:
    said = f"'diploma' is a kind of award; name one: mcplan list awards {join(OF_SMALL)}"
    for command in ("cost", "audit", "show"):
        assert said in refused(command, "diploma", *OF_SMALL)


def test_words_that_are_no_target_lead_to_one() -> None:
    asked = ["plan", "-c", "example", "--hours", "6"]
    assert "unknown target 'nurse' (find ids: mcplan list --search nurse -c example)" in refused(*asked, "--target", "nurse")
    assert "it is a skill: --skill python)" in refused(*asked, "--target", "python")
    assert "(did you mean 'python'? Otherwise, see: mcplan list skills -c example)" in refused(*asked, "--skill", "pythn")
    assert "such as --search nursing" in run("list", "-c", "example", "--search", "nusre").stderr


def test_words_that_are_no_id_lead_to_ids() -> None:
    for command in ("audit", "show", "cost"):
        said = refused(command, "cyber", "-c", "example")
        assert "(find ids: mcplan list --search cyber -c example)" in said
    assert "(find ids: mcplan list --search nursing -c example)" in refused("audit", "nusre", "-c", "example")
    assert "find ids: mcplan list modules --search nursing" in refused(
        "plan", "-c", "example", "--hours", "6", "-t", "diploma", "--pin", "nursing=2027-04"
    )
    assert "(see: mcplan list -c example)" in refused("audit", "xyzzy", "-c", "example")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("--hours 4..8", "'4..8' is not a range: write 4-8"),
        ("--hours 6 --at-once 1..3", "'1..3' is not a range: write 1-3"),
        ("--hours 6 --start 2027-01-2027-04", "'2027-01-2027-04' is not a range: write 2027-01..2027-04"),
    ],
)
def test_ranges_are_written_as_the_refusal_says(words: str, says: str) -> None:
    assert says in refused("compare", *OF_SMALL, "-t", "python-1", *split(words))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            "--busy 'mon 07:00-15:00, tue 15:00-23:00'",
            "; several are written one by one: --busy 'mon 07:00-15:00' --busy 'tue 15:00-23:00'",
        ),
        ("--mode online,blended", "; several are written one by one: --mode online --mode blended"),
        ("--hold python-1=2026-04,java-1", "; several are written one by one: --hold python-1=2026-04 --hold java-1"),
        ("--away 2027-06,2027-08..2027-09", "; several are written one by one: --away 2027-06 --away 2027-08..2027-09"),
        ("--away 2027-06..", "'2027-06..' has only one end: write both, as in 2027-06..2027-08"),
        ("--budget 1.000,00", "'1.000,00' is not an amount in dollars, such as 3000 or 3000.50"),
        ("--budget 1,00", "'1,00' is not an amount in dollars"),
    ],
)
def test_what_is_nearly_a_value_is_put_right(words: str, says: str) -> None:
    assert says in refused("plan", *OF_SMALL, "--hours", "6", "-t", "python-1", *split(words))


@pytest.mark.parametrize(
    "words", ["--evenings 1,2", "--budget 1000,2000", "--by 2029-01,2030-01", "--born 1980,1990", "--residency citizen,other"]
)
def test_of_several_values_for_an_option_that_takes_one_it_is_said_which_take_several(words: str) -> None:
    """Some are refused as they are read, some later."""
    asked = [*OF_SMALL, "-t", "python-1", *split(words)]
    several = "only these take several values: --target, --hours, --at-once, --start, --prefer, --away, --mode, --provider"
    assert several in refused("compare", *asked, "--hours", "6,8")
    assert "several" not in refused("plan", *asked, "--hours", "6")
    assert "several" not in refused("compare", *OF_SMALL, "-t", "python-1", "--hours", "6,8", split(words)[0], "x")


@pytest.mark.parametrize(
    "words", ["--hours 4,6", "--hours 3-15", "--start 2027-01,2027-04", "--at-once 1,2", "--prefer cost,load"]
)
def test_for_several_values_of_one_option_plan_points_to_compare(words: str) -> None:
    hours = [] if "--hours" in words else ["--hours", "6"]
    assert f"; to put several side by side: mcplan compare {words}" in refused(
        "plan", *OF_SMALL, *hours, "-t", "python-1", *split(words)
    )
    assert "compare" not in refused("plan", *OF_SMALL, "-t", "python-1", "--hours", "x")
    assert "compare" not in refused("plan", *OF_SMALL, "-t", "python-1", "--start", "2027-13")


def test_nothing_is_said_of_several_where_there_is_one() -> None:
    asked = ["plan", *OF_SMALL, "--hours", "6", "-t", "python-1", "--mode", "evening"]
    assert "one by one" not in refused(*asked)
    assert "one by one" not in refused("compare", *OF_SMALL, "-t", "python-1,java-2", "--hours", "6,8")


@pytest.mark.parametrize("printed", ["S$1,635.00", "$1635", "1,635", "1635.00"])
def test_an_amount_can_be_typed_as_it_is_printed(printed: str) -> None:
    asked = [*PLAN_SMALL, "--hours", "8", "-t", "cyber-diploma", "--budget"]
    assert run(*asked, printed, code=3).stdout == run(*asked, "1635", code=3).stdout


def test_a_sheet_is_no_team_but_part_of_one() -> None:
    said = refused("team", "people.csv", *OF_SMALL)
    assert "name it in a team file, as people: [{from: people.csv}]" in said
    assert "mcplan cohort people.csv -o plans.csv" in said


@pytest.mark.parametrize("sign", [";", "\t"])
def test_a_sheet_without_commas_says_how_to_save_it(sign: str) -> None:
    Path("people.csv").write_text(f"id{sign}targets{sign}hours\nann{sign}python-1{sign}6\n", "utf-8")
    assert "save the file with commas between the columns" in refused("cohort", "people.csv", "-o", "plans.csv", code=1)


def test_a_week_outside_the_plan_says_when_the_plan_is() -> None:
    told = run(*PLAN_SMALL, "--hours", "8", "-t", "python-1", "--week", "2020-01").stdout
    assert "nothing runs in this month: the plan goes from Dec 2026 to Jan 2027" in told


def test_a_command_that_is_printed_names_the_files_of_the_one_that_prints_it(tmp_path: Path) -> None:
    me = tmp_path / "my file.yaml"
    me.write_text("hours: 8\ntargets: [cyber-diploma]\n", "utf-8")
    for files in (OF_SMALL, ["-l", str(me), *OF_SMALL]):
        shown = " ".join(run("cost", "cyber-diploma", *files, width=400).stdout.split())
        assert f"may change the price: mcplan plan --target cyber-diploma {join(files)}" in shown
    missing = run("begin", "cyb-foundations", "-l", str(me), *OF_SMALL, "--on", "2026-10").stderr
    assert f"mcplan show cyb-foundations {join(OF_SMALL)} names them" in missing


def test_commands_name_no_files_that_they_use_anyway(tmp_path: Path) -> None:
    Path("me.yaml").write_text(f"hours: 8\ncatalogue: {OF_SMALL[1]}\n", "utf-8")
    assert "mcplan plan --target cyber-diploma\n" in run("cost", "cyber-diploma", width=400).stdout
    elsewhere = tmp_path / "mine.yaml"
    elsewhere.write_text(Path("me.yaml").read_text("utf-8"), "utf-8")
    Path("me.yaml").unlink()
    said = run("begin", "cyb-foundations", "-l", str(elsewhere), "--on", "2026-10").stderr
    assert f"mcplan show cyb-foundations {join(OF_SMALL)} names them" in said


# --- capitals -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "plan -t Cyber-DIPLOMA --hours 8 -q",
        "plan -t DIPLOMA --field Information-Technology --hours 8 -q",
        "plan -t cyber-diploma --hours 8 --skip Cloud-Security --hold PYTHON-1=2026-09 -q",
        "plan -t net-basics --hours 8 --mode Blended --mode IN-person --mode ONLINE -q",
        "plan -t cyber-diploma --hours 8 --pin CYB-FOUNDATIONS=2027-04 --provider HARBOUR --provider Raintree -q",
        "plan --skill Threat-Analysis --hours 8 -q",
        "compare -t CYBER-DIPLOMA --hours 8,12 --prefer COST -q",
        "cost CYB-Foundations --repeat Cyb-Foundations --residency CITIZEN",
        "cost Cyber-Diploma",
        "audit CYBER-Diploma --hold CYB-foundations",
        "show Cyb-Foundations",
        "show Harbour",
        "show Information-Technology",
        "list modules --field INFORMATION-technology --provider Harbour --mode Blended --skill Threat-analysis",
    ],
)
def test_names_are_understood_in_any_case(words: str) -> None:
    typed = [*split(words), *OF_SMALL]
    lower = [word if word.startswith(("-", "/")) else word.lower() for word in split(words)]
    assert run(*typed).stdout == run(*lower, *OF_SMALL).stdout


def test_ids_that_are_course_numbers_are_understood_as_providers_print_them() -> None:
    text = Path(OF_SMALL[1]).read_text("utf-8").replace("cyb-foundations", "tgs-2026123456")
    Path("numbered.yaml").write_text(text, "utf-8")
    for words in ("show TGS-2026123456", "cost TGS-2026123456", "plan -t TGS-2026123456 --hours 8 -q"):
        run(*split(words), "-c", "numbered.yaml")
    run("learner", "init", "--hours", "8", "--target", "TGS-2026123456", "-c", "numbered.yaml", "--hold", "PYTHON-1=2026-09")
    assert "begun" in run("begin", "TGS-2026123456", "--on", "2026-10").stdout
    run("learner", "set", "targets", "TGS-2026123456", "Cyber-Diploma")
    assert Path("me.yaml").read_text("utf-8").count("tgs-2026123456") == 2


def test_what_is_unknown_is_told_as_it_was_typed() -> None:
    assert "unknown id 'CYB-Foundation' (did you mean 'cyb-foundations'?" in refused("show", "CYB-Foundation", *OF_SMALL)
