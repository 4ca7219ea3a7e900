"""Programs that read a video with a library, as its users do, and write JPEGs. Each is called with
VIDEO FOLDER EVERY QUALITY: it writes one frame per EVERY seconds, every frame if EVERY is 0, and
the keyframes if it is `keyframes`, as far as the library can."""
