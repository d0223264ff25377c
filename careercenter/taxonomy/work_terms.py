"""What a job in medical coding can be, as enums: which patients, which code sets, where, when, how it is paid and measured.

The values are stored and stand in addresses, in import files and in the API; the labels are what people read.
"""

from __future__ import annotations

from enum import StrEnum

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _l


class PatientType(LabelledEnum):
    INPATIENT_FACILITY = "inpatient-facility", _l("Inpatient facility")
    OUTPATIENT_FACILITY = "outpatient-facility", _l("Outpatient facility")
    SAME_DAY_SURGERY = "same-day-surgery", _l("Same-day surgery")
    OBSERVATION = "observation", _l("Observation")
    ED_FACILITY = "ed-facility", _l("Emergency, facility")
    ED_PROFEE = "ed-profee", _l("Emergency, professional fee")
    ANCILLARY = "ancillary", _l("Ancillary and recurring")
    PROFEE = "profee", _l("Professional fee")
    SINGLE_PATH = "single-path", _l("Single path: facility and professional")
    RISK_ADJUSTMENT = "risk-adjustment", _l("Risk adjustment")


class CodeSet(LabelledEnum):
    CPT = "cpt", _l("CPT")
    HCPCS = "hcpcs", _l("HCPCS Level II")
    ICD10_CM = "icd-10-cm", _l("ICD-10-CM")
    ICD10_PCS = "icd-10-pcs", _l("ICD-10-PCS")
    MS_DRG = "ms-drg", _l("MS-DRG")
    APR_DRG = "apr-drg", _l("APR-DRG")
    APC = "apc", _l("APC / OPPS")
    HCC = "hcc", _l("HCC")
    CDT = "cdt", _l("CDT")
    REVENUE = "revenue-codes", _l("Revenue codes")
    MODIFIERS = "modifiers", _l("Modifiers")
    PDGM = "pdgm", _l("PDGM")
    PDPM = "pdpm", _l("PDPM")
    EM_LEVELS = "em-levels", _l("E/M levels")


class ExperienceBand(LabelledEnum):
    """Years as a medical coder in all; years in the specialty are a field of their own."""

    ENTRY = "0-1", _l("Entry, up to 1 year")
    ONE_TO_TWO = "1-2", _l("1 to 2 years")
    THREE_TO_FOUR = "3-4", _l("3 to 4 years")
    FIVE_TO_NINE = "5-9", _l("5 to 9 years")
    TEN_UP = "10-up", _l("10 years or more")


class Accepts(LabelledEnum):
    """Whom an employer takes who does not hold the credential in full yet."""

    APPRENTICE = "apprentice", _l("Apprentices, such as a CPC-A")
    CREDENTIAL_LATER = "credential-later", _l("Credential to be earned after hire")


class ApplyHow(LabelledEnum):
    HERE = "here", _l("Here, on this board")
    LINK = "link", _l("On the employer's own site")
    ADDRESS = "address", _l("By e-mail to an address")


class EmployerCheck(LabelledEnum):
    """What the board knows of who an employer is."""

    VERIFIED = "yes", _l("Verified employers only")


class Education(LabelledEnum):
    """The least education asked for, credentials aside."""

    NONE = "none", _l("No diploma or degree asked")
    HIGH_SCHOOL = "high-school", _l("High school diploma or GED")
    PROGRAM = "program", _l("Certificate of a coding program")
    ASSOCIATE = "associate", _l("Associate degree")
    BACHELOR = "bachelor", _l("Bachelor’s degree")
    MASTER = "master", _l("Master’s degree")


class Check(LabelledEnum):
    """What is checked before somebody starts, and what an employer says it does not ask for."""

    BACKGROUND = "background", _l("Background check")
    DRUG_TEST = "drug-test", _l("Drug test")
    NO_DRUG_TEST = "no-drug-test", _l("No drug test")
    VACCINATION = "vaccination", _l("Vaccination")
    NO_VACCINATION = "no-vaccination", _l("No vaccination asked")


class OnCall(LabelledEnum):
    NONE = "none", _l("No on-call duty")
    SOME = "some", _l("On-call duty")


class VisaSponsorship(LabelledEnum):
    OFFERED = "offered", _l("Visa sponsorship offered")
    NOT_OFFERED = "not-offered", _l("No visa sponsorship")


class WorkSetting(LabelledEnum):
    REMOTE = "remote", _l("Remote")
    HYBRID = "hybrid", _l("Hybrid")
    ONSITE = "onsite", _l("On site")
    REMOTE_AFTER_TRAINING = "remote-after-training", _l("Remote after training on site")


class LiveIn(LabelledEnum):
    """In which states one may live to do remote work."""

    ALL = "all", _l("All states")
    LISTED = "listed", _l("Only the states listed")
    ALL_BUT = "all_but", _l("All states but those listed")


class TeamLocation(LabelledEnum):
    """Where the people sit who do this employer's coding."""

    US_ONLY = "us-only", _l("In the United States only")
    MIXED = "mixed", _l("In the United States and abroad")
    OFFSHORE = "offshore", _l("Mostly abroad")


class EmploymentType(LabelledEnum):
    FULL_TIME = "w2_full_time", _l("Full time, W-2")
    PART_TIME = "w2_part_time", _l("Part time, W-2")
    PRN = "prn", _l("PRN, as needed")
    CONTRACT_1099 = "contract_1099", _l("Contract, 1099")
    CONTRACT_W2 = "contract_w2", _l("Contract, W-2")
    CONTRACT_TO_HIRE = "contract_to_hire", _l("Contract to hire")
    INTERNSHIP = "internship", _l("Internship or externship")


class WorkZone(LabelledEnum):
    """By whose clock the working hours are kept."""

    EASTERN = "eastern", _l("Eastern time")
    CENTRAL = "central", _l("Central time")
    MOUNTAIN = "mountain", _l("Mountain time")
    PACIFIC = "pacific", _l("Pacific time")
    ALASKA = "alaska", _l("Alaska time")
    HAWAII = "hawaii", _l("Hawaii time")
    OWN = "own", _l("Your own time zone")


class Schedule(LabelledEnum):
    DAY = "day", _l("Days")
    EVENING = "evening", _l("Evenings")
    NIGHT = "night", _l("Nights")
    WEEKEND = "weekend", _l("Weekends")
    SPLIT = "split", _l("Split shift")
    FLEXIBLE = "flexible", _l("Flexible hours")


class PayBasis(LabelledEnum):
    HOURLY = "hourly", _l("an hour")
    SALARY = "salary", _l("a year")
    PER_CHART = "per_chart", _l("a chart")
    PER_DIEM = "per_diem", _l("a day")
    PER_PROJECT = "per_project", _l("a project")


class PayUnit(StrEnum):
    """How often, or for what, an amount is paid; the words of each stand in words.toml."""

    CHART = "chart"
    PROJECT = "project"
    DAY = "day"
    HOUR = "hour"
    TWO_WEEKS = "two-weeks"
    HALF_MONTH = "half-month"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def basis(self) -> PayBasis:
        """Give what a posting states it by: a salary is a year's, however often it is paid."""
        return BASIS_OF_UNIT.get(self, PayBasis.SALARY)

    @property
    def times_a_year(self) -> int:
        """Give how often a year a salary is paid so; 1 for what is no salary."""
        return _TIMES_A_YEAR.get(self, 1)

    @property
    def hours(self) -> float | None:
        """Give the hours one payment is for, at 2,080 hours a year; None where a unit says nothing of hours."""
        if self in (PayUnit.HOUR, PayUnit.DAY):
            return _HOURS_A_DAY if self is PayUnit.DAY else 1.0
        return _HOURS_A_YEAR / self.times_a_year if self.basis is PayBasis.SALARY else None


_HOURS_A_YEAR, _HOURS_A_DAY = 2080.0, 8.0
_TIMES_A_YEAR = {PayUnit.TWO_WEEKS: 26, PayUnit.HALF_MONTH: 24, PayUnit.WEEK: 52, PayUnit.MONTH: 12}
BASIS_OF_UNIT = {
    PayUnit.CHART: PayBasis.PER_CHART,
    PayUnit.PROJECT: PayBasis.PER_PROJECT,
    PayUnit.DAY: PayBasis.PER_DIEM,
    PayUnit.HOUR: PayBasis.HOURLY,
}


class ProductivityUnit(LabelledEnum):
    PER_HOUR = "per_hour", _l("an hour")
    PER_DAY = "per_day", _l("a day")


class RecordType(LabelledEnum):
    CHARTS = "charts", _l("charts")
    EM = "em-encounters", _l("E/M encounters")
    INPATIENT = "inpatient", _l("inpatient stays")
    OUTPATIENT = "outpatient", _l("outpatient facility accounts")
    PROFEE = "profee", _l("professional fee encounters")
    ED = "ed", _l("emergency visits")
    SURGERY = "surgery", _l("surgical cases")
    RADIOLOGY = "radiology", _l("radiology reports")
    HCC = "hcc", _l("risk adjustment charts")
    INFUSION = "infusion", _l("infusion encounters")
    CLAIMS = "claims", _l("claims")


class MissedQuota(LabelledEnum):
    """What follows when somebody misses the productivity expected, after the weeks given to reach it."""

    NOTHING = "nothing", _l("Nothing follows")
    COACHING = "coaching", _l("Coaching")
    BONUS_LOST = "bonus-lost", _l("A bonus is lost")
    WARNING = "warning", _l("A written warning")
    ENDS = "ends", _l("It can end the job")


class AutonomousCoding(LabelledEnum):
    """How much of the work is coded by software before a coder sees it."""

    NONE = "none", _l("None: coders code every record")
    SUGGESTIONS = "suggestions", _l("It suggests codes that coders check")
    MOST = "most", _l("It codes most records; coders take the rest")


class Monitoring(LabelledEnum):
    """What of a coder at work is recorded, beside the work itself. Each includes what stands before it."""

    NONE = "none", _l("None")
    ACTIVITY = "activity", _l("Activity or time tracking")
    RECORDING = "recording", _l("Screen or camera recording")


class Equipment(LabelledEnum):
    EMPLOYER = "employer", _l("Supplied by the employer")
    STIPEND = "stipend", _l("Own equipment with a stipend")
    OWN = "own", _l("Own equipment")


class Benefit(LabelledEnum):
    HEALTH = "health", _l("Health insurance")
    DENTAL_VISION = "dental-vision", _l("Dental and vision")
    RETIREMENT = "retirement", _l("Retirement plan with match")
    PTO = "pto", _l("Paid time off")
    PARENTAL = "parental", _l("Paid parental leave")
    CEU = "ceu", _l("CEUs paid")
    DUES = "dues", _l("Membership dues paid")
    BOOKS = "books", _l("Code books or encoder supplied")
    EXAM = "exam", _l("Exam fee paid")
    TUITION = "tuition", _l("Tuition help")
    SIGN_ON = "sign-on", _l("Sign-on bonus")
    PRODUCTION = "production-bonus", _l("Quality or production bonus")
    DIFFERENTIAL = "differential", _l("Shift differential")


class HiringTest(LabelledEnum):
    NONE = "none", _l("No test")
    MULTIPLE_CHOICE = "multiple-choice", _l("Multiple choice")
    CASES = "cases", _l("Written cases")
    TIMED_CASES = "timed-cases", _l("Timed written cases")


class MachineApplications(LabelledEnum):
    """What an employer thinks of applications that a machine wrote or sent."""

    WELCOME = "welcome", _l("Welcome")
    SAY_SO = "say-so", _l("Welcome if they say so")
    NOT_WANTED = "not-wanted", _l("Not wanted")
