import json

import pytest

from careercenter.search.stores.directory.segment import SegmentMeta
from careercenter.search.stores.directory.segment_file import Checksum
from careercenter.search.stores.postgres import manifest


def meta(documents, deleted=()):
    made = SegmentMeta.new()
    made.set_doc_count(documents)
    made.checksums = {".trm": Checksum(3, 7), ".arr": Checksum(5, 2**32 - 1)}
    for doc_id in deleted:
        made.delete_document(doc_id)
    return made


@pytest.mark.parametrize(("documents", "deleted"), [(0, ()), (1, ()), (1, (0,)), (9, (0, 8)), (4096, range(0, 4096, 3))])
def test_a_segment_comes_out_of_json_as_it_went_in(documents, deleted):
    before = meta(documents, deleted)
    (after,) = manifest.from_json(json.loads(json.dumps(manifest.to_json([before]))))
    assert after.segment_id() == before.segment_id()
    assert after.doc_count_all() == documents
    assert set(after.deleted_docs()) == set(deleted)
    assert after.checksums == before.checksums


def test_segments_keep_their_order():
    metas = [meta(1) for _ in range(5)]
    again = manifest.from_json(manifest.to_json(metas))
    assert [one.segment_id() for one in again] == [one.segment_id() for one in metas]


def test_the_files_of_segments_have_their_names_and_checksums():
    one = meta(1)
    assert manifest.files([one]) == {
        one.make_filename(".trm"): Checksum(3, 7),
        one.make_filename(".arr"): Checksum(5, 2**32 - 1),
    }
