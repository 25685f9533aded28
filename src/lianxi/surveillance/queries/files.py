"""Whether the data files are what their manifests say."""

from lianxi.surveillance.models import Batch
from lianxi.surveillance.store.files import data_dir, hash_file


def verify_files(conference_id: int) -> list[str]:
    """Name data files that are missing or no longer what their manifest says."""
    folder = data_dir(conference_id)
    broken = []
    for batch in Batch.objects.filter(conference_id=conference_id, state="applied").order_by("pk"):
        for name, (_rows, sha256) in sorted(batch.files.items()):
            path = folder / name
            if not path.exists() or hash_file(path) != sha256:
                broken.append(f"批次 {batch.pk}：{name}")
    return broken
