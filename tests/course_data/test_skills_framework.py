"""Roles of the Skills Framework: taken where modules teach all that they need."""

from course_workbooks import catalogue_of, imported, said, xlsx

from mcplanner.catalogue.requirements import Skill

HEADINGS = ("Sector", "Track", "Job Role", "TSC_CCS Title", "TSC_CCS Type", "Proficiency Level", "TSC_CCS Code")
FRAMEWORK = xlsx(
    {
        "Job Role_TCS_CCS": [
            HEADINGS,
            ("Food", "Bread", "Baker", "Dough Making", "tsc", "3", "FOD-1"),
            ("Food", "Bread", "Baker", "Communication", "ccs", "Basic", "CCS-1"),
            ("Food", "Bread", "Chef", "Butchery", "tsc", "3", "FOD-2"),
            ("Retail", "Shops", "Manager", "Communication", "ccs", "Advanced", "CCS-1"),
            ("Food", "Bread", "Manager", "Communication", "ccs", "Advanced", "CCS-1"),
        ]
    }
)
MODULES = xlsx({"modules": [("id", "title", "skills"), ("bread", "Bread", "dough making; Communication")]})


def test_roles_whose_skills_are_taught_are_taken_and_the_others_are_named() -> None:
    made = imported(MODULES, FRAMEWORK)
    roles = {role.id: role for role in catalogue_of(made).roles}
    assert list(roles) == ["baker", "manager-retail-shops", "manager-food-bread"]
    assert roles["baker"].requires == (Skill(skill="dough-making"), Skill(skill="communication"))
    assert roles["manager-retail-shops"].title == "Manager (Retail, Shops)"
    found = [line for line in said(made) if "no module here teaches" in line]
    assert found == [
        "1-courses.xlsx: Job Role_TCS_CCS, row 4: a role needs skills that no module here teaches: 'Chef' "
        "(say in the column skills of the sheet modules what they teach)"
    ]


def test_columns_that_are_not_used_are_named() -> None:
    lines = [line for line in said(imported(MODULES, FRAMEWORK)) if "a column was not used" in line]
    assert [line.rpartition(": ")[2] for line in lines] == ["'TSC_CCS Type'", "'Proficiency Level'", "'TSC_CCS Code'"]
