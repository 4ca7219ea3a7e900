"""The limits of the service. Sizes are in bytes."""

from datetime import timedelta

KIB, MIB, GIB = 2**10, 2**20, 2**30

MAX_UPLOAD = 10 * GIB
SINGLE_UPLOAD_MAX = 64 * MIB
PART_SIZE = 16 * MIB  # 10 GiB are 640 parts; S3 allows 10,000
PARTS_IN_A_BATCH = 100

URL_LIFETIME = timedelta(hours=1)
UPLOAD_DEADLINE = timedelta(hours=24)
FORGET_EXPIRED_AFTER = timedelta(days=7)
IDEMPOTENCY_WINDOW = timedelta(hours=24)

ANNOUNCE_PATIENCE = timedelta(minutes=5)
QUEUED_PATIENCE = timedelta(minutes=15)  # doubles each time the job is published again
MAX_PUBLICATIONS = 6
# If a worker crashes, the queue delivers its job again after the visibility timeout (90 minutes),
# and the next run may take the function's whole timeout (15 minutes) before its first message.
PROCESSING_PATIENCE = timedelta(minutes=110)

MAX_EXTRACTIONS = 100
DEFAULT_PAGE, MAX_PAGE = 50, 200
DEFAULT_IMAGES_PAGE, MAX_IMAGES_PAGE = 200, 1000
# Lambda's answers are limited to 6 MiB, and base64 turns 3 bytes into 4.
MAX_IMAGE_ANSWER = 4 * MIB
