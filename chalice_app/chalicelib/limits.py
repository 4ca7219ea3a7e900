"""The numbers of the service, in one place. Sizes in bytes, times as timedeltas."""

from datetime import timedelta

KIB, MIB, GIB = 2**10, 2**20, 2**30

MAX_UPLOAD = 10 * GIB
SINGLE_UPLOAD_MAX = 64 * MIB
PART_SIZE = 16 * MIB  # 10 GiB make 640 parts, far below S3's 10,000
PARTS_IN_A_BATCH = 100

URL_LIFETIME = timedelta(hours=1)
UPLOAD_DEADLINE = timedelta(hours=24)
FORGET_EXPIRED_AFTER = timedelta(days=7)
IDEMPOTENCY_WINDOW = timedelta(hours=24)

ANNOUNCE_PATIENCE = timedelta(minutes=5)
QUEUED_PATIENCE = timedelta(minutes=15)  # doubles with each re-publication
MAX_PUBLICATIONS = 6
# The jobs queue shows a crashed worker's job again after its visibility timeout (90 minutes),
# and that run may take the function's whole timeout (15 minutes) before it says anything.
PROCESSING_PATIENCE = timedelta(minutes=110)

MAX_EXTRACTIONS = 100
DEFAULT_PAGE, MAX_PAGE = 50, 200
DEFAULT_IMAGES_PAGE, MAX_IMAGES_PAGE = 200, 1000
# A Lambda's answer is at most 6 MiB, and base64 makes 4 bytes of 3.
MAX_IMAGE_ANSWER = 4 * MIB
