"""A learner file with everything that one can hold."""

FULL = """\
name: Mei Tan
born: 1985
residency: citizen
employer: sme
union: true
first_qualification: false
hours:
  usual: 6.5
  except:
    - {months: 2027-06..2027-07, hours: 3}
    - {months: 2027-12, hours: 0}
stretch: 1/2
at_once: 2
evenings: 3
days_off: 1.5
busy: [tue 18:00-22:00]
assume: ["hours=40", "python-1:fee=1500"]
away: [2027-02, 2028-06..2028-07, 2028-12-24..2028-12-26]
prefer: cost
modes: [online, blended]
providers: [harbour]
skip: [net-basics, in-person]
budget: 20000
budget_per_year: 4999.50
credit: {opening: 500, mid-career: 4000}
targets: [cyber-certificate, diploma]
skills: [threat-analysis]
held:
  - {module: ward-basics, ended: 2026-04, evidence: certificate 17}
  - {module: java-1}
under_way:
  - {module: python-1, started: 2026-11, months: 2}
failed: [health-data]
pins: {cyb-foundations: 2027-04}
catalogue: [example, mine.yaml]
funding: rules.yaml
"""
