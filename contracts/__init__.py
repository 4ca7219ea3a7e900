"""What the services of Stills say to each other: messages, options, the manifest, object keys.

Nothing here imports anything of the system, so that every deployable can carry a copy.
"""
