"""Whether the search index holds what is public, and nothing else."""

from collections.abc import Iterator

from agreements.actions.search_index import SEARCHED, index_differences, key_batches


def wrong_search_texts() -> Iterator[str]:
    for kind in SEARCHED:
        for keys in key_batches(kind):
            outdated, missing = index_differences(kind, keys)
            for record in sorted(outdated.keys() | missing.keys()):
                if record not in missing:
                    fault = "it is not public, but can be found"
                elif record not in outdated:
                    fault = "it is public, but cannot be found"
                else:
                    fault = "it is found by other texts than it has"
                yield f"search index, {kind} {record}: {fault}; run manage.py reindex"
