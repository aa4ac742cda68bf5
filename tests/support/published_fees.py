"""Fees as providers publish them, beside the rules that must give them."""

from decimal import Decimal
from typing import Any

import build
from hypothesis import strategies as st

from mcplanner.catalogue.model import Module
from mcplanner.learner.model import Learner


def module(fee: str = "1000", funding: str | None = "m", **more: Any) -> Module:
    data = build.module("a", fee=Decimal(fee), **more)
    return build.catalogue(data | ({"funding": funding} if funding else {})).modules[0]


def learner(residency: Any = "citizen", **facts: Any) -> Learner:
    return Learner(residency=residency, **facts)


ITE = "ite.edu.sg/admissions/part-time-courses/higher-nitec/fees, from April 2024"


NP = "cet.np.edu.sg/?p=16929, Advanced Diploma in Accountancy, 8 % GST"


SP = "sp.edu.sg, SD Digital Technologies for Smart Sustainable Cities, citizens with 7 % GST"


ALLSPICE = "allspiceinstitute.com/f-b-workplace-safety-and-health"


NEXIUS = "the site of Nexius Academy, github.com/nexiuslabs/nexiusacademyskillsfuture"


SIT = "singaporetech.edu.sg/admissions/undergraduate/csm-tuition-fees, AY2024, a credit"


YOUNG, FORTY = {"born": 1990}, {"born": 1980}


SME = {"born": 1990, "employer": "sme"}


PUBLISHED = [
    (ITE, "citizen", YOUNG, "ite-modular", "1338", "2024-04", "1273/1338", 0, 9, "net", "70.85"),
    (ITE, "permanent-resident", YOUNG, "ite-modular", "1338", "2024-04", "1753/2676", 0, 9, "net", "503.04"),
    (ITE, "citizen", {"repeats": {"a"}}, "ite-modular", "1338", "2024-04", 0, 0, 9, "net", "1458.42"),
    (NP, "citizen", YOUNG, "poly-modular", "3420", "2023-04", "0.85", 0, 8, "after_base", "554.04"),
    (NP, "citizen", SME, "poly-modular", "3420", "2023-04", "0.85", "0.05", 8, "after_base", "383.04"),
    (NP, "permanent-resident", YOUNG, "poly-modular", "3420", "2023-04", "0.60", 0, 8, "after_base", "1477.44"),
    (SP, "citizen", YOUNG, "poly-modular", "2772", "2022-10", "0.85", 0, 7, "after_base", "444.91"),
    (SP, "citizen", FORTY, "poly-modular", "2772", "2022-10", "0.90", 0, 7, "net", "296.60"),
    (SP, "citizen", SME, "poly-modular", "2772", "2022-10", "0.85", "0.05", 7, "after_base", "306.31"),
    (ALLSPICE, "citizen", YOUNG, "ssg-certifiable", "240", "2024-04", "0.50", 0, 9, "full", "141.60"),
    (ALLSPICE, "citizen", FORTY, "ssg-certifiable", "240", "2024-04", "0.50", "0.20", 9, "full", "93.60"),
    (NEXIUS, "citizen", YOUNG, "ssg-certifiable", "660", "2024-04", "0.50", 0, 9, "full", "389.40"),
    (NEXIUS, "citizen", FORTY, "ssg-certifiable", "660", "2024-04", "0.50", "0.20", 9, "full", "257.40"),
    (SIT, "citizen", YOUNG, "uni-modular", "510", "2024-09", "0.75", 0, 9, "net", "138.98"),
    (SIT, "citizen", FORTY, "uni-modular", "510", "2024-09", "0.90", 0, 9, "net", "55.59"),
]


FEES = st.integers(0, 20_000_00)


RATES = st.fractions(0, 1, max_denominator=2000)
