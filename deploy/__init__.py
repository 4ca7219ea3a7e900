"""The two-step deployment, the same for AWS and for the local cloud.

`sam deploy` brings the infrastructure, the worker and the e-mail function; the stack's outputs
become the Chalice stage's environment and fill its policies; `chalice deploy` brings the routes and
triggers. Where to is up to the ambient AWS environment: profile, region, endpoint.
"""
