"""A small catalogue with one of everything that a catalogue can say, for whatever shows or searches it."""

from typing import Any

from build import exact

from mcplanner.catalogue import shape
from mcplanner.catalogue.model import Catalogue

DATA: dict[str, Any] = {
    "title": "Micro-credentials in Singapore (illustrative)",
    "as_of": "2026-11-01",
    "currency": "SGD",
    "fields": [
        {"id": "information-technology", "title": "Information Technology"},
        {"id": "healthcare", "title": "Healthcare"},
        {"id": "general", "title": "General Studies"},
    ],
    "providers": [
        {"id": "harbour", "title": "Harbour Polytechnic", "venue": "Lifelong Learning Institute, Paya Lebar"},
        {"id": "raintree", "title": "Raintree School"},
    ],
    "modules": [
        {
            "id": "net-basics",
            "title": "Networking Basics",
            "field": "information-technology",
            "topics": ["networks"],
            "provider": "harbour",
            "mode": "online",
            "hours": 60,
            "months": {"min": 2, "max": 4},
            "fee": 1200,
            "skills": ["network-security"],
            "evidence": "assumed",
        },
        {
            "id": "python-1",
            "title": "Programming in Python",
            "field": "information-technology",
            "topics": ["software"],
            "provider": "raintree",
            "mode": "blended",
            "hours": 40,
            "months": 2,
            "runs": [{"start": "2027-04", "apply_by": "2027-01"}, {"start": "2027-10"}],
            "fee": 900,
        },
        {
            "id": "java-1",
            "title": "Programming in Java",
            "field": "information-technology",
            "topics": ["software"],
            "provider": "raintree",
            "mode": "online",
            "hours": 40,
            "months": 2,
            "intakes": ["jan", "apr", "jul", "oct"],
            "fee": 900,
        },
        {
            "id": "cyb-foundations",
            "title": "Cybersecurity Foundations",
            "ref": "TGS-2026000001",
            "field": "information-technology",
            "topics": ["cybersecurity", "networks"],
            "provider": "harbour",
            "mode": "online",
            "hours": 150,
            "months": 6,
            "weeks": 26,
            "intakes": ["apr", "oct"],
            "apply_months_before": 3,
            "sessions": ["tue 18:30-21:30", "thu 18:30-21:30"],
            "requires": {"all": ["net-basics", {"any": ["python-1", "java-1"]}]},
            "credits": 5,
            "fee": 3000,
            "funding": "poly-modular",
            "skills": ["threat-analysis", "network-security"],
            "recognised_by": ["skills-framework"],
            "evidence": "published",
            "source": "a course page, 2026-11",
        },
        {
            "id": "wound-care",
            "title": "Wound Care [bold] 伤口护理",
            "field": "healthcare",
            "provider": "raintree",
            "mode": "in-person",
            "hours": 15,
            "months": 1,
            "days": 2,
            "credits": 2,
            "fee": 450.5,
            "evidence": "illustrative",
        },
    ],
    "awards": [
        {
            "id": "cyber-certificate",
            "title": "Certificate in Cybersecurity",
            "kind": "certificate",
            "field": "information-technology",
            "requires": ["cyb-foundations"],
        },
        {
            "id": "cyber-diploma",
            "title": "Part-time Diploma in Cybersecurity",
            "kind": "diploma",
            "field": "information-technology",
            "requires": {
                "all": [
                    "cyber-certificate",
                    {"choose": 2, "from": ["net-basics", "python-1", "java-1"]},
                    {"credits": 5, "from": ["cyb-foundations", "wound-care"]},
                    {"skill": "threat-analysis"},
                ]
            },
            "valid_months": 60,
            "recognised_by": ["skills-framework"],
        },
    ],
    "roles": [
        {
            "id": "security-analyst",
            "title": "Security Analyst",
            "field": "information-technology",
            "requires": {"all": [{"skill": "threat-analysis"}, {"skill": "network-security"}]},
        },
        {"id": "anyone", "title": "Anyone", "requires": {"any": ["wound-care", "cyber-diploma"]}},
    ],
}


def sample_catalogue() -> Catalogue:
    """Three fields (one of them empty), five modules, two awards and two roles."""
    return shape.Catalogue.model_validate(exact(DATA)).catalogue
