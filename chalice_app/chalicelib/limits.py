"""The limits of the service. Sizes are in bytes."""

from datetime import timedelta

KIB, MIB, GIB = 2**10, 2**20, 2**30
GB = 10**9

MAX_UPLOAD = 10 * GIB
SINGLE_UPLOAD_MAX = 64 * MIB
PART_SIZE = 16 * MIB  # 10 GiB are 640 parts; S3 allows 10,000
PARTS_IN_A_BATCH = 100

URL_LIFETIME = timedelta(hours=1)
UPLOAD_DEADLINE = timedelta(hours=24)
FORGET_EXPIRED_AFTER = timedelta(days=7)
IDEMPOTENCY_WINDOW = timedelta(hours=24)

CHECK_UPLOAD_EVERY = timedelta(minutes=10)  # S3's event may be lost
CHECK_EXPIRED_EVERY = timedelta(hours=1)
ANNOUNCE_PATIENCE = timedelta(minutes=5)
QUEUED_PATIENCE = timedelta(minutes=5)  # doubles each time the job is published again
MAX_PUBLICATIONS = 8
CLEAN_CANCELED_AFTER = timedelta(minutes=20)  # a worker may run for 15 minutes
# A worker reports at least every few seconds.
WORKER_SILENCE = timedelta(minutes=2)
MAX_ATTEMPTS = 5
# A worker may run for 15 minutes after its video was deleted or canceled, and an upload URL is
# valid for an hour. What they store is deleted by one of these passes.
DELETION_PASSES = (timedelta(minutes=5), timedelta(minutes=20), timedelta(minutes=65))
REMEMBER_ACCOUNT_FOR = timedelta(days=30)
REMEMBER_TURNS_FOR = timedelta(days=30)
REMEMBER_USAGE_FOR = timedelta(days=2)

MAX_OPTIONS = 128 * KIB  # as JSON
MAX_LIST_ANSWER = 3 * MIB
MAX_EXTRACTIONS = 100
DEFAULT_PAGE, MAX_PAGE = 50, 200
MAX_SEARCHED = 1000  # videos that one request looks at
MAX_SEARCHED_SIZE = 4 * MIB  # of these videos, as JSON
MAX_EXTRACTIONS_PAGE = 20
DEFAULT_IMAGES_PAGE, MAX_IMAGES_PAGE = 200, 1000
# Lambda's answers are limited to 6 MiB, and base64 turns 3 bytes into 4.
MAX_IMAGE_ANSWER = 4 * MIB
