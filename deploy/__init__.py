"""The two-step deployment, the same for AWS and for the local cloud.

`sam deploy` creates the infrastructure, the worker and the e-mail function. The stack's outputs
become the environment of the Chalice stage and complete its policies. `chalice deploy` creates the
routes and triggers. The target is whatever the AWS environment variables of the process select:
profile, region, endpoint.
"""
