"""Makes the OpenAPI document of the API."""
