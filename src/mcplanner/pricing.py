"""What a module costs one learner in one month, before any credit is used.

Floor 4. Knows modules, learners and funding rules; nothing of plans.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mcplanner.catalogue import Module
from mcplanner.learner import Learner
from mcplanner.months import Month


@dataclass(frozen=True, slots=True)
class Price:
    """One module in one month, in cents; payable = fee - subsidy + GST.

    `wallets` are the ids of the credit wallets that may pay for it, in the order in which they are drawn.
    """

    fee_cents: int
    subsidy_cents: int = 0
    gst_cents: int = 0
    wallets: tuple[str, ...] = ()

    @property
    def payable_cents(self) -> int:
        return self.fee_cents - self.subsidy_cents + self.gst_cents


@dataclass(frozen=True, slots=True)
class Pricing:
    """Prices for one learner."""

    learner: Learner

    @property
    def funded(self) -> bool:
        """Whether subsidies, GST and credit are known; else a price is the bare fee."""
        return False

    @property
    def wallets(self) -> Sequence[tuple[str, int]]:
        """The learner's wallets in the order in which they are drawn, each with its cents."""
        return ()

    def price(self, module: Module, start: Month) -> Price:
        """What the module costs when it starts in the month."""
        return Price(module.fee_cents)

    def changes(self, first: Month, last: Month) -> tuple[Month, ...]:
        """The months after `first`, through `last`, from which a price may differ from that of the month before."""
        return ()
