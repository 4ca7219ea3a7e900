"""The container-image Lambda that extracts images from a video into a zip."""
