"""mcplan: proved study plans for adults who build a qualification from micro-credentials.

This module names what other programs may rely on; docs/library.md explains it. A name is loaded when it is first used, so
`import mcplanner` and `mcplan --help` cost nothing.
"""

TYPE_CHECKING = False
"""True to type checkers. Not even `typing` is imported for it: Ctrl-C works only once `__main__` begins."""

if TYPE_CHECKING:
    from mcplanner.catalogue.class_times import ClassTime as ClassTime
    from mcplanner.catalogue.model import Catalogue as Catalogue
    from mcplanner.catalogue.model import Certainty as Certainty
    from mcplanner.export import EXPORTERS as EXPORTERS
    from mcplanner.export import Exporter as Exporter
    from mcplanner.files.catalogues import Loaded as Loaded
    from mcplanner.files.catalogues import load_catalogue as load_catalogue
    from mcplanner.files.funding import load_funding as load_funding
    from mcplanner.files.paths import shipped_catalogue_path as shipped_catalogue_path
    from mcplanner.files.paths import shipped_funding_path as shipped_funding_path
    from mcplanner.ground.diagnostics import Diagnostic as Diagnostic
    from mcplanner.ground.diagnostics import Severity as Severity
    from mcplanner.ground.months import Month as Month
    from mcplanner.ground.months import format_month as format_month
    from mcplanner.ground.months import month_after as month_after
    from mcplanner.ground.months import month_name as month_name
    from mcplanner.ground.months import month_of as month_of
    from mcplanner.ground.months import parse_month as parse_month
    from mcplanner.ground.months import parse_months as parse_months
    from mcplanner.ground.version import __version__ as __version__
    from mcplanner.learner.busy import BusyTime as BusyTime
    from mcplanner.learner.busy import parse_busy_time as parse_busy_time
    from mcplanner.learner.model import Held as Held
    from mcplanner.learner.model import Learner as Learner
    from mcplanner.learner.model import UnderWay as UnderWay
    from mcplanner.learner.request import Request as Request
    from mcplanner.planning.comparison import Comparison as Comparison
    from mcplanner.planning.comparison import compare as compare
    from mcplanner.planning.plan_writer import RefusedPlanError as RefusedPlanError
    from mcplanner.planning.planner import Planner as Planner
    from mcplanner.planning.planner import plan as plan
    from mcplanner.planning.request_check import AskedError as AskedError
    from mcplanner.plans.model import EarnedAward as EarnedAward
    from mcplanner.plans.model import Enrolment as Enrolment
    from mcplanner.plans.model import Figure as Figure
    from mcplanner.plans.model import Plan as Plan
    from mcplanner.plans.model import RestsOn as RestsOn
    from mcplanner.plans.model import Status as Status
    from mcplanner.pricing.price import Pricing as Pricing
    from mcplanner.pricing.rules import Funding as Funding
    from mcplanner.team.model import Group as Group
    from mcplanner.team.model import Member as Member
    from mcplanner.team.model import Person as Person
    from mcplanner.team.model import Seats as Seats
    from mcplanner.team.model import Team as Team
    from mcplanner.team.model import TeamPlan as TeamPlan
    from mcplanner.team.together import plan_team as plan_team

HOMES = {
    "files.catalogues": ("load_catalogue", "Loaded"),
    "files.funding": ("load_funding",),
    "files.paths": ("shipped_catalogue_path", "shipped_funding_path"),
    "catalogue.class_times": ("ClassTime",),
    "catalogue.model": ("Catalogue", "Certainty"),
    "ground.diagnostics": ("Diagnostic", "Severity"),
    "ground.months": ("Month", "month_of", "parse_month", "parse_months", "format_month", "month_name", "month_after"),
    "learner.busy": ("BusyTime", "parse_busy_time"),
    "learner.model": ("Learner", "Held", "UnderWay"),
    "learner.request": ("Request",),
    "pricing.rules": ("Funding",),
    "pricing.price": ("Pricing",),
    "planning.planner": ("plan", "Planner"),
    "planning.plan_writer": ("RefusedPlanError",),
    "planning.request_check": ("AskedError",),
    "plans.model": ("Plan", "Status", "Enrolment", "EarnedAward", "RestsOn", "Figure"),
    "planning.comparison": ("compare", "Comparison"),
    "team.together": ("plan_team",),
    "team.model": ("Team", "Person", "Group", "Seats", "TeamPlan", "Member"),
    "export": ("EXPORTERS", "Exporter"),
    "ground.version": ("__version__",),
}
"""Where each public name is defined; a test compares this with the imports above."""

_HOME_OF = {name: home for home, names in HOMES.items() for name in names}

__all__ = [*_HOME_OF]  # noqa: PLE0604


if not TYPE_CHECKING:  # a type checker that saw this function would take any name for a public one

    def __getattr__(name: str) -> object:
        """Load a public name from the module that defines it."""
        if name not in _HOME_OF:
            raise AttributeError(f"module 'mcplanner' has no attribute '{name}'")
        from importlib import import_module

        return getattr(import_module(f"mcplanner.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
