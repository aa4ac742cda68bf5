"""Every check of catalogues, and every check of funding rules, in the order in which they are made."""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from msgspec.structs import replace

from mcplanner.catalogue.model import Catalogue
from mcplanner.files.checks.findings import Finding
from mcplanner.files.checks.funding_rules import (
    ages_of_nobody,
    dates_backwards,
    months_without_gst,
    repeated_rule_ids,
    rules_for_one_case,
    subsidies_over_fee,
    unknown_classes,
    unknown_rules,
)
from mcplanner.files.checks.hygiene import (
    certain_twice,
    certainty_of_nothing,
    newer_than_the_catalogue,
    repeated_items,
    repeated_numbers,
    repeated_requirements,
    unused_modules,
    unusual_refs,
)
from mcplanner.files.checks.reachability import cycles, validity_too_short
from mcplanner.files.checks.references import (
    repeated_ids,
    required_roles,
    unknown_fields,
    unknown_prerequisites,
    unknown_providers,
    unknown_requirement_ids,
    untaught_skills,
)
from mcplanner.files.checks.relations import equivalents_at_odds, needed_and_excluded, related_to_itself, unknown_relations
from mcplanner.files.checks.starts import (
    applications_backwards,
    apply_months_without_intakes,
    apply_too_late,
    intakes_and_runs,
    runs_backwards,
    runs_out_of_order,
    runs_over,
    then_without_runs,
)
from mcplanner.files.checks.times import (
    classes_over_hours,
    classes_overlap,
    classes_through_the_night,
    classes_without_end,
    days_too_full,
    evenings_and_sessions,
    months_backwards,
    weeks_of_self_paced,
    weeks_over_months,
    weeks_too_full,
)
from mcplanner.files.checks.trees import choose_too_many, counted_twice, credits_of_nothing, credits_too_few, repeated_choices
from mcplanner.pricing.rules import Funding

Check = Callable[[Catalogue], Iterable[Finding]]

TIMES = ("hours", "months", "weeks", "intakes", "runs", "then", "apply_months_before", "sessions", "evenings", "days")

OF_TIMES: tuple[Check, ...] = (
    apply_too_late,
    runs_over,
    intakes_and_runs,
    apply_months_without_intakes,
    months_backwards,
    weeks_of_self_paced,
    runs_out_of_order,
    runs_backwards,
    applications_backwards,
    then_without_runs,
    classes_over_hours,
    weeks_over_months,
    weeks_too_full,
    days_too_full,
    classes_without_end,
    classes_overlap,
    classes_through_the_night,
    evenings_and_sessions,
)
"""The checks that look at one module at a time, and of it at nothing but its `TIMES`."""

CHECKS: tuple[Check, ...] = (
    unknown_fields,
    unknown_providers,
    unknown_prerequisites,
    unknown_requirement_ids,
    untaught_skills,
    repeated_ids,
    required_roles,
    unknown_relations,
    cycles,
    choose_too_many,
    credits_too_few,
    credits_of_nothing,
    repeated_choices,
    validity_too_short,
    related_to_itself,
    equivalents_at_odds,
    needed_and_excluded,
    counted_twice,
    repeated_numbers,
    *OF_TIMES,
    unused_modules,
    unusual_refs,
    repeated_items,
    repeated_requirements,
    certainty_of_nothing,
    certain_twice,
    newer_than_the_catalogue,
)


def every_finding(catalogue: Catalogue) -> Iterator[Finding]:
    """What all checks find. Most modules of a large catalogue have the same times as others, which are looked at once."""
    times_of = attrgetter(*TIMES)
    different = {times_of(module): module for module in catalogue.modules}
    few = replace(catalogue, modules=tuple(different.values()))
    for check in CHECKS:
        if check not in OF_TIMES or any(check(few)):
            yield from check(catalogue)


FundingCheck = Callable[[Funding], Iterable[Finding]]

FUNDING_CHECKS: tuple[FundingCheck, ...] = (
    unknown_classes,
    repeated_rule_ids,
    dates_backwards,
    rules_for_one_case,
    subsidies_over_fee,
    ages_of_nobody,
    months_without_gst,
    unknown_rules,
)
