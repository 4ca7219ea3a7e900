"""Endpoints are declared once, in order."""

from chalicelib.errors import VideoNotFound
from chalicelib.http.endpoints import Call, Endpoints


def test_a_route_is_declared_with_its_view_and_summary() -> None:
    videos = Endpoints("videos")

    @videos.route("GET", "/videos/{video_id}", errors=(VideoNotFound,), idempotent=True)
    def show(call: Call, video_id: str) -> None:
        """Show a video.

        And more.
        """

    [endpoint] = videos
    assert (endpoint.method, endpoint.path) == ("GET", "/videos/{video_id}")
    assert (endpoint.view, endpoint.summary) == (show, "Show a video")
    assert endpoint.errors == (VideoNotFound,)
    assert endpoint.idempotent
    assert not endpoint.public


def test_routes_keep_the_order_of_their_declaration() -> None:
    meta = Endpoints("meta")
    for path in ("/b", "/a", "/c"):
        meta.route("GET", path)(lambda call: None)

    assert [endpoint.path for endpoint in meta] == ["/b", "/a", "/c"]
