"""The `stills` command's part for the service: sign in, upload, follow, download.

It is a client of the HTTP API, and knows nothing else of the service. The library does not import
it, so that the library knows no cloud.
"""
