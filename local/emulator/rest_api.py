"""Patches of API Gateway v1, for `chalice deploy` and for the answers of its routes."""

import json
from typing import Any

from ministack.services import apigateway_v1 as v1

Response = tuple[int, dict[str, str], bytes]


def serve_import_and_put() -> None:
    """Chalice deploys its routes with ImportRestApi and PutRestApi, which MiniStack does not serve:
    only its CloudFormation uses the importer. Chalice clears `minimumCompressionSize` by setting it
    to `""`, which MiniStack stores as a string."""
    upstream = v1.handle_request

    async def handle_request(
        method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]
    ) -> Response:
        match (method, *path.strip("/").split("/")):
            case ("POST", "restapis") if "mode" in query:
                return _import_rest_api(json.loads(body), query)
            case ("PUT", "restapis", api_id):
                return _put_rest_api(api_id, json.loads(body))
            case ("PATCH", "restapis", _):
                body = _clear_compression(json.loads(body))
        response: Response = await upstream(method, path, headers, body, query)
        return response

    v1.handle_request = handle_request


def _import_rest_api(spec: dict[str, Any], query: dict[str, Any]) -> Response:
    base = {"binaryMediaTypes": spec.get("x-amazon-apigateway-binary-media-types", [])}
    if types := query.get("endpointConfigurationTypes"):
        base["endpointConfiguration"] = {"types": types if isinstance(types, list) else [types]}
    if policy := spec.get("x-amazon-apigateway-policy"):
        base["policy"] = json.dumps(policy)
    api_id = v1._import_rest_api(spec, base)
    return _view(api_id, 201)


def _put_rest_api(api_id: str, spec: dict[str, Any]) -> Response:
    """Replaces the routes and authorizers of an API: mode `overwrite`, the only one in use."""
    if api_id not in v1._rest_apis:
        error: Response = v1._v1_error("NotFoundException", "Invalid API identifier specified", 404)
        return error
    resources = v1._resources[api_id]
    for resource_id in [id_ for id_, resource in resources.items() if resource["path"] != "/"]:
        del resources[resource_id]
    for root in resources.values():
        root["resourceMethods"] = {}
    v1._authorizers_v1[api_id] = {}
    v1._rest_apis[api_id]["binaryMediaTypes"] = spec.get(
        "x-amazon-apigateway-binary-media-types", []
    )
    schemes = v1._import_security_schemes(api_id, spec)
    for path, item in spec.get("paths", {}).items():
        v1._import_path_item(api_id, path, item, schemes, spec.get("security"))
    return _view(api_id, 200)


def _view(api_id: str, status: int) -> Response:
    view: Response = v1._v1_response(v1._rest_api_view(v1._rest_apis[api_id]), status)
    return view


def _clear_compression(patch: dict[str, Any]) -> bytes:
    for operation in patch.get("patchOperations", []):
        if operation.get("path") == "/minimumCompressionSize":
            operation["value"] = int(operation["value"]) if operation.get("value") else None
    return json.dumps(patch).encode()


def keep_mock_integrations() -> None:
    """MiniStack's importer drops the request templates and MOCK responses of an integration, and
    with them the headers of CORS preflights."""
    upstream = v1._import_operation

    def import_operation(
        api_id: str, resource_id: str, method: str, operation: dict[str, Any], *security: Any
    ) -> None:
        upstream(api_id, resource_id, method, operation, *security)
        spec = operation.get("x-amazon-apigateway-integration", {})
        if spec.get("type", "").lower() != "mock":
            return
        integration = v1._resources[api_id][resource_id]["resourceMethods"][method][
            "methodIntegration"
        ]
        integration["requestTemplates"] = spec.get("requestTemplates", {})
        for pattern, response in spec.get("responses", {}).items():
            v1._put_integration_response(
                api_id,
                resource_id,
                method,
                str(response.get("statusCode", "200")),
                {**response, "selectionPattern": "" if pattern == "default" else pattern},
            )

    v1._import_operation = import_operation


def send_bytes_without_accept() -> None:
    """With the binary media type `*/*`, MiniStack answers a request without Accept, such as
    urllib's, with base64 text. AWS answers with the bytes."""
    upstream = v1._media_type_matches

    def media_type_matches(media_type: str | None, patterns: list[str] | None) -> bool:
        return bool(upstream(media_type or "*/*", patterns))

    v1._media_type_matches = media_type_matches


def accept_only_id_tokens() -> None:
    """MiniStack's Cognito authorizer accepts every token of the user pool. On AWS, a method without
    scopes accepts only ID tokens."""
    upstream = v1._validate_cognito_authorizer

    async def validate(authorizer: Any, method: dict[str, Any], *request: Any) -> Any:
        claims, error = await upstream(authorizer, method, *request)
        if claims and not method.get("authorizationScopes") and claims.get("token_use") != "id":
            return None, v1._gw_error("UNAUTHORIZED", "Unauthorized")
        return claims, error

    v1._validate_cognito_authorizer = validate
