"""What the services of Stills share: messages, object keys, failures, metrics and download names.

The modules import only `stills.errors`, `stills.manifest` and `stills.options`, so every deployable
can carry a copy of them.
"""
