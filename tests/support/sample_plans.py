"""Plans built by hand, for whatever shows or writes plans. No solver made them, so they need not be the best."""

import math
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from mcplanner.ground.money import Amount
from mcplanner.ground.months import Month, format_month, parse_month
from mcplanner.plans.model import (
    Alternative,
    EarnedAward,
    Enrolment,
    Fastest,
    Gain,
    MonthLoad,
    Note,
    Objective,
    PaidBack,
    Plan,
    Relaxation,
    Spending,
    Status,
    Target,
    Validity,
    WalletUse,
)

START = parse_month("2026-12")

DIPLOMA = Target("cyber-diploma", "Part-time Diploma in Cybersecurity", "diploma")


def enrolment(
    module: str,
    title: str,
    start: str,
    end: str,
    hours: str,
    fee_cents: int,
    *,
    field: str = "information-technology",
    provider: str = "harbour",
    mode: str = "online",
    intakes: tuple[int, ...] = (4, 10),
    apply_months_before: int = 3,
    days: str | None = None,
    because: tuple[Note, ...] = (),
    counts_toward: tuple[str, ...] = (),
    last: str = "2029-09",
) -> Enrolment:
    """An enrolment whose load follows from its hours and months; `intakes` are calendar months, 1 to 12."""
    first, final = parse_month(start), parse_month(end)
    months = final - first + 1
    return Enrolment(
        module=module,
        title=title,
        field=field,
        provider=provider,
        mode=mode,
        start=first,
        end=final,
        hours=Decimal(hours),
        minutes_per_week=math.ceil(Decimal(hours) * 180 / (13 * months)),
        apply_by=Month(first - apply_months_before),
        fee_cents=fee_cents,
        days=None if days is None else Decimal(days),
        intake_months=tuple(Month(month) for month in range(START, parse_month(last) + 1) if month % 12 + 1 in intakes),
        because=because,
        counts_toward=counts_toward,
    )


def earned(
    name: str, title: str, kind: str, when: str, enrolments: tuple[Enrolment, ...], valid_months: int | None = None
) -> EarnedAward:
    """An award and what counts toward it: a module held since nobody knows when, and the enrolments that say so."""
    month = parse_month(when)
    counted = [item for item in enrolments if name in item.counts_toward]
    valid = () if valid_months is None else tuple(_valid(item, valid_months, month) for item in counted)
    modules = ("first-steps", *(item.module for item in counted))
    return EarnedAward(name, title, kind, month, modules, ("First Steps & More", *(item.title for item in counted)), valid)


def _valid(item: Enrolment, months: int, when: Month) -> Validity:
    return Validity(item.module, item.title, Month(item.end + months), item.end + months - when)


def load_of(
    enrolments: tuple[Enrolment, ...], start: Month, finish: Month, budget: int | None, away: tuple[Month, ...] = ()
) -> tuple[MonthLoad, ...]:
    """The load of every month from `start` to `finish`."""
    return tuple(
        MonthLoad(
            Month(month),
            0 if month in away else budget,
            sum(item.minutes_per_week for item in enrolments if item.start <= month <= item.end),
        )
        for month in range(start, finish + 1)
    )


def objective_of(enrolments: tuple[Enrolment, ...], start: Month, finish: Month) -> Objective:
    """What the plan is judged by."""
    return Objective(
        finish_months=finish - start + 1,
        unknown_fees=sum(item.fee_cents is None for item in enrolments),
        cost_cents=sum(item.fee_cents or 0 for item in enrolments),
        minutes_total=int(sum(item.hours * 60 for item in enrolments)),
        peak_minutes_per_week=max(load.minutes_per_week for load in load_of(enrolments, start, finish, None)),
        start_months_total=sum(item.start - start for item in enrolments),
    )


def gain(dial: str, now: str, to: str | None, finish: str | None, months_sooner: int, cents_less: int | None = None) -> Gain:
    change = Relaxation(dial, now, to, None if finish is None else parse_month(finish))
    return Gain(change, months_sooner, cents_less)


def diploma_plan() -> Plan:
    """Nine modules in two fields over 34 months, three awards, two months away."""
    first, second, whole = ("cyber-certificate",), ("defence-certificate", "cyber-diploma"), ("cyber-diploma",)
    enrolments = (
        enrolment(
            "cyb-foundations", "Cybersecurity Foundations", "2027-04", "2027-09", "150", 300_000, counts_toward=first + whole
        ),
        enrolment(
            "project-basics",
            "Managing Small Projects",
            "2026-12",
            "2027-01",
            "24",
            49_500,
            field="business-management",
            provider="raintree",
            intakes=(),
            apply_months_before=0,
            because=(Note("first-month", "it starts in the first month you can act in"),),
            counts_toward=first + whole,
        ),
        enrolment(
            "net-security", "Network Security", "2027-10", "2028-03", "120", 240_000, mode="blended", counts_toward=second
        ),
        enrolment("threat-analysis", "Threat Analysis with Logs and Traces", "2028-04", "2028-09", "150", 300_000),
        enrolment(
            "incident-response",
            "Incident Response and Management",
            "2028-10",
            "2029-03",
            "135",
            270_000,
            counts_toward=second,
            because=(
                Note("before", "Threat Analysis with Logs and Traces, which it needs, ends in Sep 2028"),
                Note("hours", "5.8 of your 6 hours are taken until Sep 2028"),
            ),
        ),
        enrolment(
            "workplace-data-protection",
            "Data Protection at the Workplace",
            "2028-01",
            "2028-01",
            "3",
            18_000,
            field="legal-compliance",
            provider="old-market-school",
            mode="in-person",
            intakes=(),
            apply_months_before=1,
            days="2",
            counts_toward=second,
        ),
        enrolment("ethical-hacking", "Ethical Hacking", "2029-04", "2029-09", "150", 300_000, counts_toward=whole),
    )
    finish = parse_month("2029-09")
    away = (parse_month("2027-02"), parse_month("2027-03"))
    return Plan(
        status=Status.OPTIMAL,
        targets=(DIPLOMA,),
        start=START,
        budget_minutes_per_week=360,
        finish=finish,
        objective=objective_of(enrolments, START, finish),
        bound=objective_of(enrolments, START, finish),
        enrolments=enrolments,
        awards=(
            earned("cyber-certificate", "Certificate in Cybersecurity", "certificate", "2027-09", enrolments),
            earned("defence-certificate", "Certificate in Cyber Defence", "certificate", "2029-03", enrolments),
            earned("cyber-diploma", "Part-time Diploma in Cybersecurity", "diploma", "2029-09", enrolments, valid_months=60),
        ),
        load=load_of(enrolments, START, finish, 360, away),
        alternatives=(
            Alternative("business-diploma", "Part-time Diploma in Business Practice", parse_month("2030-03"), None),
            Alternative("nursing-diploma", "Part-time Diploma in Nursing", None, "Clinical Practice asks for 12 hours a week"),
        ),
        warnings=(
            Note("days-off", "Data Protection at the Workplace is taught in 2 full days in Jan 2028: ask for days off in time"),
        ),
        holding_back=(
            gain("hours a week", "6", "11.6", "2028-09", 12),
            gain("hours in one month", "6", "7.5 in 2029-03", "2029-08", 1),
            gain("ruled out", "harbour, in-person, only online", "allow in-person, harbour", "2029-08", 1),
            gain("away", "2027-02..2027-03", "not away in 2027-03", "2029-09", 0, cents_less=12_050),
            gain("at once", "2", None, None, 0),
        ),
    )


def long_plan() -> Plan:
    """Thirty modules over 150 months, not proved to be the soonest, with titles that a terminal must not take for commands."""
    titles = (
        "中文 module about 数据",
        "[bold]Marked[/bold] up",
        "A title " + "that is very long " * 8,
        "\x1b[31mred\x1b[0m\tand tab",
    )
    enrolments = tuple(
        enrolment(
            f"module-{index:02d}-{'x' * (index % 5) * 6}".strip("-"),
            titles[index % len(titles)],
            format_month(Month(START + 5 * index)),
            format_month(Month(START + 5 * index + 4)),
            "90.5",
            123_456_78,
            intakes=(1, 7),
            last="2039-05",
        )
        for index in range(30)
    )
    finish = max(item.end for item in enrolments)
    objective = objective_of(enrolments, START, finish)
    return Plan(
        status=Status.FEASIBLE,
        targets=(DIPLOMA, Target("security-analyst", "Security Analyst", "role")),
        start=START,
        budget_minutes_per_week=345,
        finish=finish,
        objective=objective,
        bound=replace(objective, finish_months=objective.finish_months - 12),
        enrolments=enrolments,
        awards=(EarnedAward("cyber-diploma", DIPLOMA.title, "diploma", finish),),
        load=load_of(enrolments, START, finish, 345),
    )


def impossible_plan() -> Plan:
    """Proved to be impossible."""
    return Plan(
        status=Status.INFEASIBLE,
        targets=(DIPLOMA,),
        start=START,
        budget_minutes_per_week=120,
        reason="Cybersecurity Foundations asks for 5.8 hours a week and you have 2",
    )


def unknown_plan() -> Plan:
    """No plan was found, and no proof that there is none."""
    return Plan(status=Status.UNKNOWN, targets=(DIPLOMA,), start=START, budget_minutes_per_week=360)


def held_plan() -> Plan:
    """The learner holds the target already."""
    return Plan(status=Status.OPTIMAL, targets=(DIPLOMA,), start=START, budget_minutes_per_week=360)


def funded_plan() -> Plan:
    """The diploma with classes, venues and what is paid: 70 % subsidy, 9 % GST on the rest, credit for one module."""
    plan = diploma_plan()

    def funded(item: Enrolment) -> Enrolment:
        assert item.fee_cents is not None, "all fees are known"
        subsidy = item.fee_cents * 7 // 10
        gst = (item.fee_cents - subsidy) * 9 // 100
        credit = 50_000 if item.module == "cyb-foundations" else 0
        return replace(
            item,
            field_title=item.field.replace("-", " ").title(),
            provider_title=f"{item.provider.replace('-', ' ').title()} Polytechnic",
            venue=None if item.mode == "online" else "Lifelong Learning Institute, Paya Lebar",
            sessions=("tue 18:30-21:30", "sat 09:00-12:00") if item.module == "net-security" else (),
            subsidy_cents=subsidy,
            gst_cents=gst,
            credit_cents=credit,
            payable_cents=item.fee_cents - subsidy + gst - credit,
        )

    enrolments = tuple(funded(item) for item in plan.enrolments)
    by_month = {item.start: item.payable_cents or 0 for item in sorted(enrolments, key=lambda item: item.start)}
    return replace(
        plan,
        enrolments=enrolments,
        spending=Spending(
            fee=Amount.of(item.fee_cents for item in enrolments),
            subsidy=Amount.of(item.subsidy_cents for item in enrolments),
            gst=Amount.of(item.gst_cents for item in enrolments),
            credit=Amount(50_000),
            payable=Amount(sum(by_month.values())),
            by_month=tuple((month, Amount(cents)) for month, cents in by_month.items()),
            by_award=(("cyber-certificate", Amount(64_286)),),
            wallets=(WalletUse("opening", "SkillsFuture Credit, opening", 60_000, Amount(50_000), claim_days_before=60),),
            later=(PaidBack("union", "Union training support", "learner", ((enrolments[0].module, 25_000),)),),
            exact=True,
        ),
        fastest=Fastest(parse_month("2029-03"), Amount(500_000), proved=True),
        catalogue_title="Micro-credentials in Singapore (illustrative)",
        as_of=date(2026, 11, 1),
    )


ODD_TITLES = (
    "Quotes \" and ' & <b>tags</b> </title><script>alert(1)</script>",
    "Pipes | and `code` and *stars* and [links](http://x) and \\ backslashes",
    '=HYPERLINK("http://x"; "y")',
    "Section: leadership; #1 of 100 %% comments",
    "title of a chart",
    "2027-01-01 is a date",
    "- not a list",
    "1. not a list either",
    "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER} Data \N{BAR CHART} 数据分析",
    "أمن المعلومات \N{RIGHT-TO-LEFT OVERRIDE}gnp.exe",
    "Line\nbreak\r\nand\ttab and \x1b[31mred\x07 and \ufffe",
    "{{ 7 * 7 }} {% raw %} ${x}",
    "Very long " * 30,
)


def resumed_plan() -> Plan:
    """The diploma with its first module under way since October 2026, and paid for."""
    plan = diploma_plan()
    begun = next(item for item in plan.enrolments if item.module == "project-basics")
    resumed = replace(begun, start=parse_month("2026-10"), intake_months=(), under_way=True)
    enrolments = tuple(resumed if item is begun else item for item in plan.enrolments)
    return replace(plan, enrolments=enrolments)


def odd_plan() -> Plan:
    """Titles that each format could take for signs of its own; not proved."""
    enrolments = tuple(
        replace(
            enrolment(
                f"odd-{number}", title, format_month(start := Month(START + 2 * number)), format_month(start), "10", 1_000
            ),
            provider_title=title,
            because=(Note("first-month", f"{title} it starts in the first month"),),
            sessions=("fri 19:00-22:00",),
            credit_cents=100,
            venue=title,
            mode="in-person",
        )
        for number, title in enumerate(ODD_TITLES)
    )
    finish = enrolments[-1].end
    objective = objective_of(enrolments, START, finish)
    return Plan(
        status=Status.FEASIBLE,
        targets=(Target("odd", ODD_TITLES[0], "diploma"),),
        start=START,
        budget_minutes_per_week=360,
        finish=finish,
        objective=objective,
        bound=replace(objective, finish_months=1),
        enrolments=enrolments,
        awards=tuple(EarnedAward(f"award-{number}", title, "diploma", finish) for number, title in enumerate(ODD_TITLES)),
        load=load_of(enrolments, START, finish, 360),
        warnings=tuple(Note("odd", title) for title in ODD_TITLES),
        catalogue_title=ODD_TITLES[0],
        as_of=date(2026, 11, 1),
    )
