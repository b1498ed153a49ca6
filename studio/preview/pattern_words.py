"""List the words of pictures without a place or a subject, such as a kaleidoscope, by their pattern."""

import re

# Regular expressions by pattern, in the lower case of the prompt. The first one that matches wins.
STRONG = {
    "galaxy": r"(?<!milky way )(?<!samsung )galax(?:y|ies)(?! (?:quest|phone|brain|cake|print"
    r"|dress|eyes|projector)| (?:over|above|behind|in the (?:night )?sky)\b)",
    "countdown": r"count(?:s|ing)? ?-?downs?|count(?:s|ing)? down|film leader|3[, .]+2[, .]+1",
    "credits": r"(?:end(?:ing)?|closing|rolling|movie|film) credits|credits? (?:roll|scroll)\w*|credit roll",
    "eye": r"(?:extreme |super |macro )*(?:close-?ups?|macro)(?: shot)? of (?:an? |the |his "
    r"|her )?(?:[\w']+ ){0,4}?eyes?"
    r"|eyes?,? (?:extreme )?(?:macro|close-?up)|macro eye|(?:an? |the )?(?:\w+ ){0,2}eye opens|iris"
    r"|pupils? dilat\w+",
    "ripples": r"(?:water |rain ?)?drops? (?:of water )?(?:slowly )?(?:fall\w*|drip\w*|hit\w*|land\w*"
    r"|splash\w*)"
    r"\b.*?\b(?:water|pond|puddle|lake|surface|pool)|ripples (?:on|in|across|over) (?:\w+ ){0,2}(?:water"
    r"|surface)"
    r"|water ripples|drops? of water in (?:slow|super) ?-?(?:slow )?motion",
    "kaleidoscope": r"kaleidoscop\w+|mandalas?",
    "grid": r"retro ?-?wave|synth ?-?wave|outrun|vapor ?-?wave|(?:neon|laser|wireframe|perspective"
    r"|digital|glowing)"
    r" (?:\w+ )?grids?|grid of (?:neon|light)\w*",
    "data": r"data ?-?streams?|(?:streams?|rain|streaming|flow\w*|falling"
    r"|scrolling) (?:of )?(?:\w+ )?(?:data|code)"
    r"|matrix (?:code|rain|style)|digital rain|binary (?:code|numbers?|digits?)|(?:lines of|computer"
    r"|green) code"
    r"|code rain|cyber ?space|ones and zeros|falling (?:numbers|digits)|(?:code|data) (?:\w+ )?(?:rains?"
    r"|streams?)",
    "network": r"(?:neural|digital|data|global|abstract|glowing) networks?|plexus"
    r"|network of (?:\w+ )*(?:nodes|lines"
    r"|dots|connections|points)|connected (?:dots|nodes|points|lines)|blockchain|synapses|neurons",
    "fractal": r"fractals?|mandelbrot|julia set",
    "tunnel": r"(?:tunnel|vortex|wormhole|corridor|portal) of (?:\w+ )*(?:lights?|colou?rs?|neon|energy"
    r"|stars|time"
    r"|rings)"
    r"|(?:light|neon|time|warp|star|psychedelic|abstract|infinite|glowing|hyperspace) (?:tunnel|vortex)"
    r"|wormhole|hyper ?space|warp (?:speed|drive|jump)|light ?speed|speed of light|time vortex|stargate",
    "glitch": r"glitch\w*|datamosh\w*|(?:tv|television|vhs|analog|signal) (?:static|noise|distortion|error)"
    r"|white noise|static noise|vhs (?:tape|effect)",
    "ink": r"(?:ink|dye|paint|milk|colou?rs?)s?(?: \w+){0,5}? (?:in|into|through|under)(?: \w+)? (?:water"
    r"|liquid"
    r"|milk|tank|fluid)|ink (?:drop\w*|clouds?|plumes?|spread\w*|dissolv\w*|diffus\w*|bloom\w*)"
    r"|drops? of ink"
    r"|swirling ink|ink swirl\w*",
    "waveform": r"sound ?waves?|audio (?:waves?|spectrum|visuali[sz]er)|wave ?forms?|oscilloscope"
    r"|equali[sz]er"
    r"|sine waves?|frequenc\w+|light ?waves|waves of (?:light|sound|energy)|(?:light|neon|laser|glowing)"
    r" (?:ribbons|strands|lines|curves)"
    r"|ribbons of (?:\w+ )?light",
    "powder": r"(?:colou?r(?:ed|ful)?|holi|paint|pigment|chalk|powder) (?:powder )?(?:explo\w+|bursts?"
    r"|clouds?"
    r"|powders?)|explosion of (?:\w+ )*(?:colou?rs?|powder|paint|pigment)|powder explo\w+",
    "solids": r"(?:floating|rotating|flying|neon|glowing|levitating) (?:cubes|spheres|pyramids|polygons)"
    r"|(?:geometric|abstract|floating|3d|low ?poly|platonic|polygonal|rotating) (?:\w+ )?(?:shapes?|forms?"
    r"|solids?|polygons?|spheres?)",
}
# These are a picture only as long as nothing else is in it.
WEAK = {
    "particles": r"particles?|gold(?:en)? dust|glitter|fairy dust|stardust|sparkles|fireflies of light"
    r"|dots of light",
    "smoke": r"smoke|vapou?r|fumes",
    "silk": r"silk|satin|velvet|fabric|cloth|veil",
    "bokeh": r"bokeh|lens flares?|blurred lights|defocused|light leaks?",
    "liquid": r"liquid (?:\w+ )?(?:gold|metal|silver|chrome|mercury|glass|bronze|copper|marble)|molten"
    r"|mercury (?:flow|drop)\w*|fluid|marbling|marbled|(?:acrylic|oil|wet|flowing|pouring|mixing"
    r"|swirling) paints?"
    r"|paints? (?:swirl|mix|flow|pour|drip|blend)\w*|liquid|swirls? of (?:\w+ )*(?:paint|colou?r)s?|inks?",
    "solids": r"shapes|spheres?|circles?|triangles?|squares?|cubes?|polygons?|polyhedr\w+|tetrahedr\w+"
    r"|geometry",
    "waveform": r"light trails|lasers?|light beams|beams of light|energy|electricity",
    "plain": r"abstract|gradients?|morphing|textures?|patterns?|psychedelic|plasma|swirl\w*",
}


CLEAR = STRONG.keys() - WEAK.keys()  # which things beside them do not change


def find_pattern(text: str) -> str:
    """Return the pattern that a text in lower case names, or ""."""
    return _find(STRONG, text) or _find(WEAK, text)


def is_strong(text: str) -> bool:
    """Return whether the text describes a pattern rather than a place."""
    return bool(_find(STRONG, text))


def quote(text: str) -> str:
    """Return the words in which a text in lower case describes a pattern such as a galaxy, or ""."""
    found = (re.search(rf"\b(?:{words})\b", text) for words in STRONG.values())
    return next((match[0] for match in found if match), "")


def _find(table: dict[str, str], text: str) -> str:
    return next((name for name, words in table.items() if re.search(rf"\b(?:{words})\b", text)), "")
