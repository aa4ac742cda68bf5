"""mcplan: proved study plans for adults who build a qualification from micro-credentials.

What other programs may rely on is named here, and explained in docs/library.md. A name is loaded when it is first used, so that
`import mcplanner` and `mcplan --help` cost nothing.
"""

TYPE_CHECKING = False
"""True to type checkers; `typing` is not imported for it, nor anything else: Ctrl-C is heard only when `__main__` begins."""

if TYPE_CHECKING:
    from mcplanner.asked import AskedError as AskedError
    from mcplanner.catalogue import Catalogue as Catalogue
    from mcplanner.catalogue import ClassTime as ClassTime
    from mcplanner.comparison import Comparison as Comparison
    from mcplanner.comparison import compare as compare
    from mcplanner.diagnostics import Diagnostic as Diagnostic
    from mcplanner.diagnostics import Severity as Severity
    from mcplanner.export import EXPORTERS as EXPORTERS
    from mcplanner.export import Exporter as Exporter
    from mcplanner.funding import Funding as Funding
    from mcplanner.learner import Held as Held
    from mcplanner.learner import Learner as Learner
    from mcplanner.learner import UnderWay as UnderWay
    from mcplanner.loading import Loaded as Loaded
    from mcplanner.loading import load_catalogue as load_catalogue
    from mcplanner.loading import load_funding as load_funding
    from mcplanner.loading import shipped_catalogue_path as shipped_catalogue_path
    from mcplanner.loading import shipped_funding_path as shipped_funding_path
    from mcplanner.months import Month as Month
    from mcplanner.months import format_month as format_month
    from mcplanner.months import month_after as month_after
    from mcplanner.months import month_name as month_name
    from mcplanner.months import month_of as month_of
    from mcplanner.months import parse_month as parse_month
    from mcplanner.months import parse_months as parse_months
    from mcplanner.planner import plan as plan
    from mcplanner.planning import RefusedPlanError as RefusedPlanError
    from mcplanner.pricing import Pricing as Pricing
    from mcplanner.request import Request as Request
    from mcplanner.schedule import EarnedAward as EarnedAward
    from mcplanner.schedule import Enrolment as Enrolment
    from mcplanner.schedule import Plan as Plan
    from mcplanner.schedule import Status as Status

__version__ = "0.2.0"

HOMES = {
    "loading": ("load_catalogue", "shipped_catalogue_path", "Loaded", "load_funding", "shipped_funding_path"),
    "catalogue": ("Catalogue", "ClassTime"),
    "diagnostics": ("Diagnostic", "Severity"),
    "months": ("Month", "month_of", "parse_month", "parse_months", "format_month", "month_name", "month_after"),
    "learner": ("Learner", "Held", "UnderWay"),
    "request": ("Request",),
    "funding": ("Funding",),
    "pricing": ("Pricing",),
    "planner": ("plan",),
    "planning": ("RefusedPlanError",),
    "asked": ("AskedError",),
    "schedule": ("Plan", "Status", "Enrolment", "EarnedAward"),
    "comparison": ("compare", "Comparison"),
    "export": ("EXPORTERS", "Exporter"),
}
"""Where each public name is defined; a test holds this and the imports above together."""

_HOME_OF = {name: home for home, names in HOMES.items() for name in names}

__all__ = [*_HOME_OF]  # noqa: PLE0604


if not TYPE_CHECKING:  # a type checker that saw this function would take any name for a public one

    def __getattr__(name: str) -> object:
        """Load a public name from where it is defined."""
        if name not in _HOME_OF:
            raise AttributeError(f"module 'mcplanner' has no attribute '{name}'")
        from importlib import import_module

        return getattr(import_module(f"mcplanner.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
