"""/openapi.json and /health: public routes about the service itself."""

from typing import Annotated, Any, Literal

from msgspec import Struct

from chalicelib.http.endpoints import Call, Endpoints
from chalicelib.http.openapi.document import document
from chalicelib.routes.accounts import accounts
from chalicelib.routes.extractions import extractions
from chalicelib.routes.extras import extras
from chalicelib.routes.images import images
from chalicelib.routes.sessions import sessions
from chalicelib.routes.uploads import upload
from chalicelib.routes.videos import videos
from stills.schema import about
from stills.version import __version__


class Health(Struct, frozen=True):
    """That the API runs."""

    status: Annotated[Literal["ok"], about("Always `ok`", "ok")] = "ok"


meta = Endpoints("meta", "About the API itself.")


@meta.route("GET", "/health", returns=Health, public=True)
def health(call: Call) -> Health:
    """Answer, if the API runs."""
    return Health()


@meta.route("GET", "/openapi.json", returns=dict, public=True)
def openapi(call: Call) -> dict[str, Any]:
    """Describe this API as OpenAPI 3.1."""
    return document(ALL, __version__)


ALL = (accounts, sessions, videos, upload, extractions, images, extras, meta)
