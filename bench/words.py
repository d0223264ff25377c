"""The words of generated postings: some 25,000, made of the field's stems, as unevenly spread as words are.

Zipf's law with Mandelbrot's offset, and twice as steep past the first few thousand words, as large collections of text have it
(Montemurro 2001, "Beyond the Zipf-Mandelbrot law in quantitative linguistics"): the commonest stand in nearly every posting,
the rarest in one of thousands.
"""

from __future__ import annotations

import itertools
import random
from functools import lru_cache

# Words every posting is built around, the commonest first.
COMMON = (
    "and the of to in for with chart encounter account claim query physician surgeon note record audit denial appeal "
    "modifier charge infusion drug unit wastage authorization payer edit bundle sequence principal secondary diagnosis "
    "procedure device implant pathology operative template worklist queue backlog turnaround accuracy feedback education "
    "provider clinic campus service line tumor board transplant cell lab pharmacy apheresis registry documentation severity "
    "mortality readmission capture reconciliation ledger deposit overlap shift month close holiday mentor team huddle "
    "dashboard policy guideline advice quarter release update crosswalk inventory schedule remote office visit consult"
).split()

_BODY = (
    "abdomin aden amnio angi aort arthr audi bi bronch burs cardi cephal cervic chol chondr col conjunctiv corne cost crani "
    "cyst dactyl dent derm duoden electr encephal endo enter episi erythr esophag fasci fibr gastr gingiv gloss gyn hemat "
    "hepat hist hyster ile immun jejun kerat kyph lamin lapar laryng leuk lip lith lob lymph mamm mast mening metr my myel "
    "nas nephr neur ocul oophor ophthalm orchi oste ot pancreat path pelv peri phleb pleur pneum poly proct prostat pyel "
    "rhin salping scler sept sial sigm sinus splen spondyl stern stomat synov ten thorac thromb thym thyr tonsill trache "
    "trich tympan ureter urethr uter valv vas ven ventricul vulv xer"
).split()
_ENDING = (
    "ectomy otomy ostomy oplasty oscopy ography ometry ogram itis osis oma opathy algia emia uria pexy rrhaphy centesis "
    "lysis tripsy desis cele malacia megaly ptosis rrhagia sclerosis spasm stenosis plegia ology ologist genic graft"
).split()
_OFFICE = (
    "abstract accept adjust align allocat annotat approv assess assign attest balanc batch benchmark calibrat certif "
    "classif coach collat compar compil conduct confirm consolidat contract coordinat correct defend delegat deliver detect "
    "distribut document engag escalat estimat evaluat examin extract facilitat forecast gather highlight identif implement "
    "improv index inspect integrat interpret justif maintain measur migrat monitor negotiat optimiz organiz oversee partner "
    "perform plann prepar present prioritiz process publish rank recommend reconcil refin reimburs remediat report research "
    "resolv respond review sampl screen select settl standardiz streamlin submit summariz support track transfer transmit "
    "triag underpay upload validat verif"
).split()
_OFFICE_BEFORE = ("", "re", "pre", "un", "mis", "co")
_OFFICE_AFTER = ("ed", "ing", "ment", "able", "er", "ive", "ure")
# Made-up names of drugs, systems and places: the long tail.
_ONSET = "b br c cl d dr f fl g gl h j k kr l m n p pl qu r s st t tr v w x z".split()
_VOWEL = "a e i o u ai ea io".split()
_LAST = "mab nib stat vir tide zole pril sartan cept kine ville ton burg dale ford soft trax core path suite".split()

_TAIL = 17_000
_SEED = 7
_OFFSET, _STEEPNESS, _CORE = 5.0, 1.05, 5_000


@lru_cache(maxsize=1)
def vocabulary() -> tuple[str, ...]:
    """Give every word, the commonest first; always the same."""
    rng = random.Random(_SEED)
    middle = [body + ending for body, ending in itertools.product(_BODY, _ENDING)]
    middle += [a + stem + b for a, stem, b in itertools.product(_OFFICE_BEFORE, _OFFICE, _OFFICE_AFTER)]
    rng.shuffle(middle)
    tail = {
        "".join(rng.choice(_ONSET) + rng.choice(_VOWEL) for _ in range(rng.choice((2, 2, 3)))) + rng.choice(_LAST)
        for _ in range(_TAIL)
    }
    return tuple(dict.fromkeys([*COMMON, *middle, *rng.sample(sorted(tail), len(tail))]))


@lru_cache(maxsize=1)
def _weights() -> tuple[float, ...]:
    ranks = range(len(vocabulary()))
    return tuple(itertools.accumulate(1.0 / (rank + _OFFSET) ** _STEEPNESS / (1.0 + rank / _CORE) for rank in ranks))


def text(rng: random.Random, length: int) -> str:
    """Give `length` words, each drawn by itself."""
    return " ".join(rng.choices(vocabulary(), cum_weights=_weights(), k=length))
