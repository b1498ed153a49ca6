"""Draw the Preview engine's animatics: words to a scene, a scene to frames, frames to a film, all on
this machine.
"""
