"""What postings are searched by: the facets a person can choose, and the schema an engine is handed."""

from __future__ import annotations

from collections.abc import Mapping

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _l
from careercenter.search.interface import RemoteRule, Scale, Schema, TextField
from careercenter.taxonomy.work_terms import WorkSetting


class Facet(LabelledEnum):
    """What results can be narrowed by. The value is its name in addresses and in the API."""

    SPECIALTY = "specialty", _l("Specialty")
    CREDENTIAL = "credential", _l("Credential asked for")
    WORK_SETTING = "setting", _l("Where")
    STATE = "state", _l("State you live in")
    EMPLOYMENT_TYPE = "employment", _l("Employment")
    PATIENT_TYPE = "patients", _l("Patient type")
    EXPERIENCE = "experience", _l("Experience")
    PAY = "pay", _l("Pay reaches")
    LEAST_PAY = "least-pay", _l("Lowest pay")
    POSTED = "posted", _l("Posted within")
    DISTANCE = "distance", _l("Distance")
    EMPLOYER = "employer", _l("Employer")
    VERIFIED = "verified", _l("Verification")
    APPLY = "apply", _l("How to apply")
    SCHEDULE = "schedule", _l("Schedule")
    PAY_BASIS = "basis", _l("Pay counted by")
    PRODUCTIVITY = "productivity", _l("Productivity expected")
    ACCURACY = "accuracy", _l("Accuracy expected")
    RAMP_UP = "ramp-up", _l("Weeks to reach it")
    HOURS = "hours", _l("Hours a week")
    HIRING_TEST = "test", _l("Hiring test")
    TOOL = "tool", _l("Software")
    CODE_SET = "codes", _l("Code sets")
    RECORDS = "records", _l("Productivity counts")
    EQUIPMENT = "equipment", _l("Equipment")
    BENEFIT = "benefit", _l("Benefits")
    SPECIALTY_YEARS = "specialty-years", _l("Years in the specialty")
    ACCEPTS = "accepts", _l("Accepted")
    TEAM = "team", _l("Where the team sits")
    ONSITE_DAYS = "onsite-days", _l("Days a month on site")
    LASTS = "lasts", _l("How long it lasts")
    WORK_ZONE = "zone", _l("Time zone of the hours")
    EDUCATION = "education", _l("Education")
    CHECK = "checks", _l("Checks before starting")
    ON_CALL = "on-call", _l("On call")
    VISA = "visa", _l("Visa sponsorship")
    AUTONOMOUS_CODING = "autonomous", _l("Autonomous coding")
    MONITORING = "monitoring", _l("Monitoring at work")
    MISSED_QUOTA = "missed-quota", _l("If the quota is missed")
    MACHINE_APPLICATIONS = "machine-applications", _l("Machine-written applications")


# Floors of the pay facet, in hourly cents; a posting counts under each floor its highest hourly pay reaches.
PAY_FLOORS = (2000, 2500, 3000, 3500, 4000, 5000)
POSTED_DAYS = (1, 3, 7, 14, 30)
# Steps of the distance facet in miles, and what counts where a place is given without one.
DISTANCES = (10, 25, 50, 100)
USUAL_DISTANCE = 50

# Facets under which a posting stands by one number it states, with the steps that are counted. A step chosen stands for all
# numbers up to it, of AT_LEAST for all from it on. Productivity is in records an hour, 0 where there is no quota; the lowest
# pay in dollars an hour, down to the half.
NUMBERS: Mapping[Facet, tuple[int, ...]] = {
    Facet.LEAST_PAY: tuple(floor // 100 for floor in PAY_FLOORS),
    Facet.PRODUCTIVITY: (0, 5, 8, 10, 12, 15, 20, 30),
    Facet.ACCURACY: (90, 93, 95, 97),
    Facet.RAMP_UP: (4, 8, 12),
    Facet.SPECIALTY_YEARS: (0, 1, 2, 3, 5),
    Facet.ONSITE_DAYS: (0, 1, 2, 4, 8, 12),
    Facet.LASTS: (4, 8, 13, 26, 52),
}
AT_LEAST = frozenset({Facet.RAMP_UP, Facet.LEAST_PAY, Facet.LASTS})
# The facets in which a posting stands under many values of a scale: one choice is enough, the widest chosen counts.
SCALES = frozenset({Facet.PAY, Facet.POSTED, Facet.DISTANCE, *NUMBERS})

# Values of WORK_SETTING that are done from home, wherever the employer is.
FROM_HOME = frozenset({WorkSetting.REMOTE.value, WorkSetting.REMOTE_AFTER_TRAINING.value})

# A word in the title outweighs one in the description by more than any number of repetitions there can make up. Lengths count
# little in short fields, where a longer title is not a worse one.
POSTINGS = Schema(
    name="postings",
    fields=(
        TextField(name="title", boost=6.0),
        TextField(name="codes", boost=5.0),
        TextField(name="employer", boost=4.5),
        TextField(name="specialties", boost=4.0),
        TextField(name="credentials", boost=3.0),
        TextField(name="places", boost=2.0),
        TextField(name="description", boost=1.0, length_normalization=0.6),
    ),
    facets=tuple(Facet),
    amount=Scale(Facet.PAY, PAY_FLOORS, at_least=True),
    age=Scale(Facet.POSTED, POSTED_DAYS),
    distance=Scale(Facet.DISTANCE, DISTANCES, default=USUAL_DISTANCE),
    numbers=tuple(Scale(facet, steps, at_least=facet in AT_LEAST) for facet, steps in NUMBERS.items()),
    capped=Facet.EMPLOYER,
    subject=Facet.SPECIALTY,
    remote=RemoteRule(Facet.WORK_SETTING, FROM_HOME, Facet.STATE),
)
