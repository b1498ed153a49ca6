"""Draw the Preview engine's animatics on this machine, from the prompt to the encoded video."""
