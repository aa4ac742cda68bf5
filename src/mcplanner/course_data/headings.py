"""Headings of columns: which key of a catalogue each means, in the words of several formats; and which hold personal data.

Knows the headings of OneRoster, Moodle, CurricularAnalytics and Singapore's open data; nothing of rows.
"""

import re
from collections.abc import Mapping

PERSONAL = re.compile(
    r"trainers?|lecturers?|instructors?|teachers?|tutors?|facilitators?|contact|persons?|e ?mail|phone|mobile|telephone|tel"
    r"|whatsapp|nric|fin|passport|id ?numbers?|identity|staff|coordinator|students?|participants?|learners?|birth|gender"
    r"|nationality",
)
"""Words of headings under which there may be data of people: these columns are never kept, and only the heading is said."""


def plain_heading(text: str) -> str:
    """A heading without differences that do not matter: `Course_Title (required)` and `course title` are one."""
    parted = re.sub(r"([a-z])([A-Z])", r"\1 \2", text)
    return " ".join(re.findall(r"[a-z0-9|$]+", re.sub(r"\((?:required|optional|s\$|\$|sgd)\)|\*", " ", parted.lower())))


def is_personal(heading: str) -> bool:
    """Return whether there may be data of people under a heading in plain form."""
    return any(PERSONAL.fullmatch(word) for word in heading.split()) or bool(re.search(r"\bid number|e mail", heading))


def _synonyms(**words: str) -> Mapping[str, str]:
    return {
        synonym.strip(): key for key, synonyms in words.items() for synonym in (key.replace("_", " "), *synonyms.split("|"))
    }


MODULES = _synonyms(
    id="course id | module id | module code | sourced id | shortname | short name | code",
    title="course title | module title | course name | module name | name | fullname | full name | course | module",
    ref="course reference number | coursereferencenumber | reference number | course number | tgs number | tgs | course code"
    "| idnumber | reference | ref no | course ref",
    refs="further numbers | other numbers | further references",
    field="fields | subject | subjects | category | area | area of training | field of study | sector | discipline",
    topics="topic | tags | keywords",
    provider="training provider | trainingprovideralias | provider name | school | institution | org sourced id | organisation"
    "| training provider alias | offered by",
    mode="mode of training | mode of delivery | delivery | delivery mode | mode of learning",
    hours="number of hours | learning hours | total hours | training hours | duration hours | hours in all | total duration"
    "| duration | no of hours | course hours",
    months="length in months | duration months | length | number of months | duration in months",
    weeks="teaching weeks | number of weeks | duration weeks",
    intakes="intake | starts in | intake months | start months | starts",
    then="presumed intakes | then starts in",
    apply_months_before="apply months before | months to apply before",
    start="start date | startdate | course start date | run start | commencement date | begins",
    end="end date | enddate | course end date | run end | ends",
    sessions="class times | classes | schedule | lesson times | timetable",
    evenings="evenings a week | number of evenings",
    days="full days | training days | number of days | workshop days",
    requires="prerequisites | prerequisite | pre requisites | pre requisite | requirements | needs",
    alongside="corequisites | corequisite | co requisites | strict corequisites | strict co requisites",
    equivalent="equivalents | equivalent to | same as",
    excludes="exclusions | not together with | mutually exclusive",
    covers="counts as | consists of",
    credits="credit hours | credit units | credit | credit value | cu | units | ects",
    fee="full course fee | course fee | fees | price | cost | full fee | fee before gst | total fee",
    funding="funding class | fee class",
    skills="skill | skills taught | skills covered | learning outcomes skills",
    recognised_by="recognised by | quality marks | accreditation",
    url="web page | link | website | web address | course url",
    language="conducted in | language of instruction | medium",
    entry="entry requirements | minimum entry requirement | admission requirements",
    evidence="how certain",
    derived="derived figures",
    assumed="assumed figures",
    source="seen in | source of figures",
    as_of="right on | as of | date seen",
    extra="extra values",
)
RUNS = _synonyms(
    module="course id | module id | module code | id | code | course reference number | coursereferencenumber | course"
    "| sourced id",
    start="start date | startdate | course start date | run start | courserunstartdate | commencement date | begins",
    end="end date | enddate | course end date | run end | courserunenddate | ends",
    apply_from="apply from | registration opens | registration opening date | applications open",
    apply_by="apply by | registration closes | registration closing date | applications close | closing date | deadline",
    mode="mode of training | delivery",
    sessions="class times | classes | schedule",
    fee="full course fee | course fee | price",
    ref="run number | course number | run reference",
    seats="intake size | places | vacancies | capacity",
)
AWARDS = _synonyms(
    id="award id | stack id | code | shortname",
    title="award | stack | name | award title | stack title | qualification | programme",
    kind="type | level | kind of award",
    field="subject | category | area | field of study",
    provider="training provider | school | awarded by",
    fee="full course fee | course fee | price",
    requires="modules | consists of | components | courses | requirements | needs",
    valid_months="valid for months | valid months",
    shares="modules shared | may share",
    ref="course reference number | course number | reference",
    refs="further numbers",
    recognised_by="recognised by | quality marks",
    url="web page | link | website",
    language="conducted in",
    entry="entry requirements | minimum entry requirement",
    evidence="how certain",
    derived="derived figures",
    assumed="assumed figures",
    source="seen in",
    as_of="right on | as of",
    extra="extra values",
)
ROLES = _synonyms(
    id="role id | code",
    title="role | name | job | job role",
    field="subject | sector",
    requires="needs | skills | requirements",
)
FIELDS = _synonyms(id="field id | code", title="field | name")
PROVIDERS = _synonyms(id="provider id | uen | code", title="provider | name", venue="address | place | location")
HEAD_KEYS = _synonyms(title="name | catalogue", as_of="date | as of | right on", currency="money")
