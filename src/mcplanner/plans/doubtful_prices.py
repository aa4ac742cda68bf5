"""What is doubtful about the prices of a plan, as remarks: open questions about their rules, and rules that have ended.

Knows a plan and its prices; not how it was found.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from mcplanner.catalogue.model import Catalogue
from mcplanner.ground.numbers_text import counted
from mcplanner.plans.model import Enrolment, Note, Plan
from mcplanner.plans.spending import module_of
from mcplanner.plans.summary import yet_to_start
from mcplanner.pricing.doubts import doubts, ended_in_words, question_in_words
from mcplanner.pricing.price import Pricing


def doubtful_prices(catalogue: Catalogue, pricing: Pricing, plan: Plan, today: date) -> Iterator[Note]:
    """A remark for each open question about the rules of a plan, and for each rule that ended; with the modules concerned."""
    found: dict[tuple[str, str], list[Enrolment]] = {}
    for enrolment in yet_to_start(plan):
        own = doubts(pricing, module_of(catalogue, enrolment), enrolment.start)
        for question in own.questions:
            found.setdefault(("open-question", question_in_words(question, today)), []).append(enrolment)
        for rule in own.ended:
            found.setdefault(("ended-rule", ended_in_words(rule, today)), []).append(enrolment)
    for (code, words), enrolments in found.items():
        modules = tuple(each.module for each in enrolments)
        yield Note(code, f"{_concerned(plan, enrolments)}: {words}", modules, of_several=f"prices: {words}")


def _concerned(plan: Plan, enrolments: Sequence[Enrolment]) -> str:
    """The modules that a remark concerns: `the price of Networks`, `the prices of 3 of 5 modules`, `all prices`."""
    if len(enrolments) == len(yet_to_start(plan)):
        return "all prices"
    if len(enrolments) == 1:
        return f"the price of {enrolments[0].title}"
    return f"the prices of {len(enrolments)} of {counted(len(yet_to_start(plan)), 'module')}"
