"""The worker's image, built and run as on Lambda, without a container engine.

Linux only, and only as root: the image is built with Debian's tools and run in namespaces.
"""
