"""Phrases people write for what a job is like, beside the taxonomy's own. Each line: value, then what is read as it.

Every phrase is compared in the plain form of `words.phrase`: no marks, plurals and forms of one word alike.
"""

from __future__ import annotations

# Words of the trade that stand for a specialty and are in no list of synonyms: short forms of patient types, roles on their own.
SPECIALTIES = {
    "inpatient": "acute|ip facility|inpatient hospital",
    "inpatient-drg": "pcs|icd 10 pcs|drg inpatient|inpatient drg|drg assignment",
    "outpatient-facility": "op|outpatient|outpatient hospital|facility outpatient|hospital based outpatient|op facility",
    "same-day-surgery": "sds|op surgery|outpatient surgery|outpatient surgical|ambulatory surgery|ambulatory surgical",
    "asc": "ambulatory surgical center",
    "ancillary": "diagnostics|recurring|series",
    "profee": "physician fee|professional coding|pro coder|physician based|pb coder|professional billing",
    "emergency": "emergency medicine|emergency dept",
    "ob-gyn": "ob|gyne|obstetric|ob coder|l and d",
    "ed-facility": "ed facility coder|facility er|facility ed coding",
    "ed-profee": "profee ed|profee er|pro fee er|pro fee emergency|emergency pro fee|profee emergency|emergency profee|pro fee ed|er pro fee|ed professional|er profee|ed physician",
    "cac-ai-validation": "annotation|ai annotation|annotator|ai|ai trainer|llm|machine learning",
    "education-training": "coder trainer|coding trainer|teacher|teaching|teach|training specialist|coding instructor",
    "coding-management": "director|manager|supervisor|lead|leadership|lead coder|coding lead",
    "auditing": "coding audit|audit specialist|quality auditor|coding qa",
    "compliance": "compliance",
    "interventional-cardiology": "cardiac cath|catheterization|cardiac catheterization|interventional cardio",
    "electrophysiology": "electro physiology",
    "radiation-oncology": "radiation|radiation therapy|radiation oncology",
    "cellular-therapy": "tcr therapy|tcr|cell therapies|car t cell|cart cell|chimeric antigen|immune cell therapy|t cell therapy",
    "bmt": "bone marrow|marrow transplant|stem cell",
    "medical-oncology": "chemo|chemotherapy",
    "cancer-registry": "tumor registrar|cancer registrar|cancer registry|tumor registry",
    "risk-adjustment": "hierarchical condition category|risk adjust|risk adj|risk adj coder|hcc risk adj",
    "medicare-advantage-hcc": "cms hcc|hcc v28",
    "denials-appeals": "denial|appeal|denial and appeal|denials and appeals|appeals writer|denial specialist",
    "cdi": "clinical documentation specialist|documentation improvement|documentation integrity|clinical documentation integrity",
    "payment-integrity": "fraud waste and abuse|claim auditor",
    "medical-billing": "accounts receivable|a/r follow up|payment posting|collector|insurance billing",
    "him-records": "medical record|health information management",
    "neurology": "neurologist",
    "hematology": "leukemia|lymphoma|myeloma|hematologist|hematologic|blood cancer",
    "oncology": "oncologist|oncologic|cancer|onco|cancer center",
    "psychiatry": "psychiatric",
    "dermatology": "dermatologist|dermatologic|mohs surgery",
    "general-cardiology": "general cardiology|noninvasive|non invasive cardiology",
    "cardiothoracic-surgery": "cardiothoracic|cardio thoracic|cv surgery|cardiovascular surgery|thoracic surgery|heart surgery",
    "physical-therapy": "physical therapist|occupational therapy|speech therapy|pt ot slp|pt ot",
    "behavioral-health": "behavioral|mental",
    "home-health": "home care|hh|home health agency",
    "snf": "nursing facility|skilled nursing facility|long term care",
    "hospice": "hospice care|palliative care",
    "ambulance": "ems billing|paramedic|ambulance billing",
    "dme": "durable medical|hme|medical equipment",
    "evaluation-management": "em|em coding|em level|e m level",
    "ophthalmology": "eye|retina|eye care|optho|ophthalmologic",
    "rheumatology": "rheumatologist|rheumatologic",
    "urology": "urologist|urologic",
    "gastroenterology": "gastroenterologist|hepatology|hepatologist|gastroenterology and hepatology",
    "ent": "ear nose throat|ear nose and throat|otolaryngologist",
    "pediatrics": "pediatric|neonatal|newborn",
    "orthopedics": "orthopedic surgery|ortho surgery",
    "neuro-spine": "neurosurgery|neurosurgical|neuro spine",
    "transplant-surgery": "solid organ transplant|solid organ",
    "anatomic-pathology": "surg path|anatomical pathology",
    "molecular-pathology": "pla",
    "wound-care": "wound",
    "pain-management": "pain|pain medicine|pain clinic",
    "infusion-injection": "infusion|injection|infusions and injections|infusion and injection|infusion injection|infusion suite",
    "pulmonary-sleep": "pulmonary|sleep",
    "nephrology-dialysis": "nephrologist|kidney dialysis",
    "substance-use": "substance use|addiction treatment",
    "clinical-lab": "tox lab|tox|clinical laboratory|toxicology",
    "primary-care": "internist|family medicine clinic",
    "allergy-immunology": "immunology",
    "fqhc": "federally qualified health center",
    "tribal-va-military": "veterans affairs|veterans|indian health service|military|tribal|va hospital",
    "entry-level": "newly certified|beginner|junior|new grad|recent graduate|no exp|without experience|coding apprentice",
}

SETTINGS = {
    "remote": (
        "remote|work from home|working from home|work at home|wfh|telecommute|telecommuting|virtual|home based|homebased|from home"
        "|anywhere|fully remote|100 remote|remotely|telework|work remote|work remotely|remote work|remote only|telecommuter"
    ),
    "hybrid": "hybrid|partly remote|partially remote|part remote|partly onsite|hybrid remote|remote hybrid|hybrid schedule",
    "onsite": "onsite|on site|in office|in person|on premises|not remote|no remote|non remote|on campus|on location",
    "remote-after-training": "remote after training|onsite training then remote|remote after onboarding|remote after orientation",
}

EMPLOYMENT = {
    "w2_full_time": "full time|fulltime|ft|w2 full time|full time w2|permanent|perm",
    "w2_part_time": "part time|parttime|w2 part time|part time w2",
    "prn": "prn|per diem|perdiem|as needed",
    "contract_1099": "1099|independent contractor|freelance|1099 contract|contract 1099|self employed|independent contract|ic",
    "contract_1099|contract_w2": "contract|contractor",  # which of the two is not said
    "contract_w2": "temp|temporary|traveler|travel|assignment|w2 contract|contract w2|locum|travel assignment",
    "contract_to_hire": "contract to hire|cth|temp to perm|temp to hire|contract to perm|c2h",
    "internship": "internship|intern|externship|extern|apprenticeship|practicode",
}

SCHEDULES = {
    "day": "day shift|days only|weekdays|mon fri|mon fri days|daytime|first shift|1st shift|business hours|monday friday|monday through friday",
    "evening": "evening|evening shift|second shift|2nd shift",
    "night": "night|night shift|overnight|third shift|3rd shift|nocturnal",
    "weekend": "weekend|weekend shift|weekend only|saturday|sunday|weekends",
    "split": "split shift",
    "flexible": (
        "flexible|flexible schedule|flexible hours|flex|flex schedule|flex hours|set your own hours|own hours|own schedule"
        "|flextime|flexible shift|make your own schedule|set own schedule|any hours"
    ),
}

EHRS = {
    "epic": "epic|epic resolute|resolute|hyperspace|epic him|epic hb|epic pb|epic ehr",
    "oracle-health": "cerner|oracle health|oracle cerner|cerner millennium|millennium|soarian|powerchart",
    "meditech": "meditech|meditech expanse|expanse|meditech magic",
    "athenahealth": "athenahealth|athenaone|athena|athena one|athena health",
    "eclinicalworks": "eclinicalworks|ecw|e clinical works|eclinical works|eclinical",
    "nextgen": "nextgen|next gen",
    "veradigm": "veradigm|allscripts",
    "altera": "altera|altera sunrise|sunrise clinical|paragon",
    "greenway": "greenway",
    "modmed": "modmed|modernizing medicine|mod med",
    "advancedmd": "advancedmd|advanced md",
    "kareo-tebra": "kareo|tebra",
    "trubridge": "trubridge ehr|cpsi",
    "wellsky": "wellsky|well sky|kinnser",
    "homecare-homebase": "homecare homebase|hchb|home care home base",
    "matrixcare": "matrixcare|matrix care",
    "pointclickcare": "pointclickcare|point click care|pcc",
    "oncoemr": "oncoemr|onco emr|flatiron",
    "iknowmed": "iknowmed",
    "mosaiq": "mosaiq",
    "aria": "aria",
    "vista-cprs": "vista cprs|cprs",
    "mhs-genesis": "mhs genesis",
}
ENCODERS = {
    "solventum-360-encompass": (
        "3m 360|3m 360 encompass|360 encompass|solventum 360|solventum 360 encompass|solventum|3m|3m his|360|3m encoder|encompass"
    ),
    "solventum-crs": "3m crs|solventum crs|3m coding and reimbursement system|3m coding and reimbursement|crs encoder",
    "optum-encoderpro": "encoderpro|encoder pro|optum encoderpro|optum encoder pro|optum encoder",
    "optum-enterprise-cac": "optum cac|optum360|optum 360|lifecode|optum enterprise cac|enterprise cac|optum",
    "nuance-cde": "nuance|nuance cde|microsoft cde|nuance cdi|dax",
    "clintegrity": "clintegrity|nuance clintegrity",
    "trucode": "trucode|tru code|trubridge encoder|trubridge|trucode encoder",
    "dolbey-fusion-cac": "dolbey|dolbey fusion|dolbey fusion cac|fusion cac",
    "find-a-code": "find a code|findacode",
    "codify": "codify|supercoder|super coder|codify by aapc|aapc codify",
    "aapc-coder": "aapc coder",
    "vitalware": "vitalware",
    "craneware": "craneware",
    "alpha-ii": "alpha ii",
    "iodine": "iodine|iodine software",
    "waystar": "waystar",
    "availity": "availity",
    "finthrive": "finthrive|nthrive",
    "r1": "r1|r1 rcm",
    "change-healthcare": "change healthcare",
    "inovalon": "inovalon",
    "episource": "episource",
    "reveleer": "reveleer",
    "cotiviti": "cotiviti",
    "mdaudit": "mdaudit|md audit",
    "healthicity": "healthicity",
}
TOOLS = {"ehr": EHRS, "encoder": ENCODERS}

EXTRAS = {
    "sign-on": "sign on bonus|sign on|signing bonus|signon bonus|signon|hiring bonus|sign in bonus",
    "no-quota": "no quota|quota free|no productivity|no production|no productivity standard|no productivity quota|without quota|low quota",
    "quota": "quota|productivity|productivity standard|productivity quota|production quota|charts per hour",
    "equipment": (
        "computer provided|equipment provided|laptop provided|provides computer|provides equipment|provides laptop|company laptop"
        "|computer supplied|equipment supplied|laptop supplied|supplied laptop|supplied equipment|provided computer"
        "|provided laptop|provided equipment|employer laptop|company computer|company equipment|equipment included"
        "|computer included|laptop included|employer equipment|provide computer|provide equipment|provide laptop|monitors provided"
        "|hardware provided|supply equipment|supply computer|free laptop|computer furnished|equipment furnished|laptop furnished"
    ),
}
# How a posting's document says a schedule and an extra, and so what an engine is asked for; "no-quota" keeps a phrase out.
SCHEDULE_SAID = {
    "day": "day shift",
    "evening": "evening shift",
    "night": "night shift",
    "weekend": "weekend shift",
    "split": "split shift",
    "flexible": "flexible hours",
}
EXTRA_SAID = {
    "sign-on": "sign-on bonus",
    "quota": "productivity standard",
    "equipment": "equipment supplied",
}
PAY_TYPES = {
    "per_chart": (
        "per chart|per chart pay|pay per chart|paid per chart|per encounter|per record|piece rate|per chart rate|paid by the chart"
        "|by the chart|paid per encounter|pay per encounter|pay per record|per case|paid per record|production pay|per unit pay"
    ),
    "per_project": "per project|paid per project|project based|by the project",
    "salary": "salary|salaried|salary pay|salaried position",
    "hourly": "hourly|hourly pay|paid hourly|by the hour|hourly rate",
}

# The first band of experience; of the specialty "entry-level" they speak only where the taxonomy says so.
ENTRY_PHRASES = frozenset(
    "no certification|not certified|uncertified|without certification|no credential|no certificate|no cert|no certification needed"
    "|no credentials needed|no certification required|no experience|no experience needed|no experience required|0 years"
    "|0 years experience|zero experience|no coding experience|paid training|will train|on the job training|career change"
    "|career changer".split("|")
)

# Words of medicine near to a specialty's that no list of English holds.
MEDICAL = frozenset("andrology cytometry mycology neurotology serology teratology".split())

# What says nothing about a job on a board of coding jobs. They count as words only where nothing else was typed.
GENERIC = frozenset(
    """
    a an and any are as at be by can for from get hire hiring i in into is it job jobs looking me my near need needed needs of on
    or our please position positions opening openings role roles that the this to us usa want wanted we with work working you
    your career careers vacancy vacancies employment opportunity opportunities gig gigs seeking find search about some only but not
    coding medical health healthcare specialist analyst certified certification credential credentialed cert experienced
    experience needed required company companies pay paying paid rate wage salary hr live living lives must able license
    currently now who accept accepts accepting eligible state states resident residents area based willing there here
    technician professional coder code united pays minimum min least am first preferred equivalent
    """.split()
)
