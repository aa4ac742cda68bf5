"""Who pays, in words: the learner, whom they address, or the employer that sponsors the courses.

Every sentence and heading that says who pays takes its words from here.
"""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from mcplanner.learner.model import Party


class PartyWords(Struct, frozen=True):
    """The words for a party, which follow a capital only in `heading`.

    Attributes
    ----------
    pays
        `you pay`
    to_pay
        What follows an amount: `S$327.00 to pay`.
    heading
        What stands above such amounts.
    cost, costs
        What precedes an amount: `it would cost S$327.00`, `it costs S$327.00 less`.
    paid
        What follows an amount in the past: `S$327.00 paid by then`.
    to
        The party that is paid back: `to you`.
    whose
        Whose limit on the cost it is: `your budget`.
    given
        What follows a limit: `for at most S$500.00 from your employer`.
    not_advice
        The remark below all amounts of an output.
    """

    pays: str
    to_pay: str
    heading: str
    cost: str
    costs: str
    paid: str
    to: str
    whose: str
    given: str
    not_advice: str


WORDS: Mapping[Party, PartyWords] = MappingProxyType(
    {
        "learner": PartyWords(
            pays="you pay",
            to_pay="to pay",
            heading="To pay",
            cost="cost",
            costs="costs",
            paid="paid",
            to="to you",
            whose="your",
            given="",
            not_advice="Not financial advice: ask the provider what you will be charged.",
        ),
        "employer": PartyWords(
            pays="your employer pays",
            to_pay="for your employer to pay",
            heading="Employer pays",
            cost="cost your employer",
            costs="costs your employer",
            paid="paid by your employer",
            to="to your employer",
            whose="your employer's",
            given=" from your employer",
            not_advice="Not financial advice: ask the provider what your employer will be charged.",
        ),
    }
)
