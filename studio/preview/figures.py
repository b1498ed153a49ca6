"""List phrases in which a noun is no subject: camera words, figures of speech, ways to look."""

# Regular expressions for the prompt in lower case. Each is blanked before nouns are looked for.
FIGURES = (
    r"\b(?:falling|fallen|autumn|colorful|swirling|golden) leaves\b|\bleaves (?=fall|drift|swirl|are falling)"
    r"|\bcolou?rs\b",
    r"(?<!\ba )(?:(?:drone|crane|fpv|tracking) shot|camera|shot|lens|drone|we) "
    r"(?:slowly |gently |quickly |then )?(?:pan|tilt|dolly|dollies"
    r"|track"
    r"|follow|zoom"
    r"|push|pull|crane|orbit|circle|move|rise|fly|flies|rotate|reveal|drift|glide"
    r"|descend)\w*[^.,;]*?(?=[.,;]|$"
    r"|\b(?:a|an|the|as|over|past|on|across|around|behind|through|around|toward|towards|along|after|while"
    r"|into)\b)",
    r"\b(?:pan|tilt|dolly|crane|truck|pedestal|zoom|push|orbit)(?:s|ning|ing)? (?:left|right|up|down|in"
    r"|out|back)\b",
    r"\b(?:pans?|panning|tilts?|tilting|zooms?|zooming|dollies|cranes?)(?= (?:to|left|right|up|down|across"
    r"|over|in|out|from|around|along|slowly)\b)",
    r"\b(?:crane|dolly|drone|tracking|steadicam|gimbal|fpv|helicopter|pov|rack focus|crash zoom)"
    r"[- ](?:shot|view|footage|move|in|out|up|zoom)\b",
    r"\b(?:wide|low|high|dutch|eye)[- ](?:angle|level)(?: shot)?\b|\bangle\b",
    r"\b(?:bird|worm|fish)'?s?[- ]?eye(?:[- ]view| lens)?\b|\bfisheye\b",
    r"\b(?:\d+ ?mm|anamorphic|imax|kodak|super ?8|vintage|35mm|70mm|polaroid|analog)[- ]*(?:film|lens"
    r"|camera|look)"
    r"(?: grain| stock| look)?\b",
    r"\b\w+ shots?\b|\b(?:at|facing|into|from) the (?:camera|lens|frame)\b"
    r"|\bthe (?:camera|lens)\b"
    r"|\b(?:of|in) (?:the )?frame\b",
    r"\bfilm (?:grain|look|noir|stock|still)\b|\blens flares?\b|\bshot (?:on|with|in|through) [\w ]+",
    r"\bdepth of field\b|\bfield of view\b|\bgolden hour\b|\bblue hour\b|\bmagic hour\b|\bslow[- ]motion\b",
    r"\btime[- ]?lapse\b|\bstop[- ]motion\b|\b(?:in|with) (?:the|a) style of [^.,;]*|\b\w+[- ]style\b",
    r"\bhandheld\b|\bhand[- ]held\b|\bfirst[- ]person\b|\bthird[- ]person\b|\bperson view\b"
    r"|\bpoint of view\b",
    r"\b\w+[- ](?:shaped|colou?red|themed|sized|scented|flavou?red|inspired)\b|\b\w+-like\b",
    r"\b(?:just |much )?like (?:a |an |the |some )?(?:\w+ ){0,2}?\w+(?=[.,;]|$| (?:in|on|at|over|under"
    r"|through|across"
    r"|against|of|with|above|behind)\b)",
    r"\bas (?:\w+ )?as (?:a|an|the) \w+|\bas if [^.,;]*|\bas though [^.,;]*|\breminiscent of [^.,;]*",
    r"\b(?:heart|soul|dawn|edge|end|middle|center|centre|face|mouth|foot|eye|heat|blanket|carpet|ribbon"
    r"|veil|curtain"
    r"|wall|ray|bed|play|dance) of (?=(?:the |a )?(?:city|forest|town|night|storm|mountains?|hill|world"
    r"|light|fog|mist"
    r"|clouds?|smoke|snow|rain|water|battle|day|river|cave|valley|moonlight|sunlight|dust|fire)\b)",
    r"\b(?:cat|dog|bird|piece|apple) of (?:mind|one's eye)\b|\bby hand\b|\bhand in hand\b|\bon foot\b"
    r"|\bat hand\b",
    r"\bhead (?:to toe|over heels)\b|\bface to face\b|\bside by side\b|\bback to back\b|\bin the air\b"
    r"|\bhigh key\b",
    r"\blow key\b|\bkey light\w*\b|\brim light\w*\b|\bbokeh\b|\bhyper-?lapse\b|\bblack[- ]and[- ]white\b",
    r"\btitle cards?\b|\b(?:new york|mexico|kansas|salt lake) city\b|\bice[- ]cold\b"
    r"|\brain(?:y|bow)? (?:season|lights?)\b",
    r"\btraffic jams?\b",
    r"\bcat[- ]?walk\b|\bcross[- ]?walk\b|\bsky[- ]?walk\b|\bspace[- ]?walk\b|\bcar park\b|\bfire ?light\b",
    r"\bchasing (?:the )?(?:light|dreams?|shadows?)\b|\bman[- ]made\b|\bpaint(?:s|ing|ed)? (?=the sky"
    r"|the horizon)",
    r"\bwaves? of (?:his|her|its|their|a|the) (?:\w+ )?hands?\b|\bhold(?:s|ing)? hands\b|\bbarrel (?=wave)",
    r"\b(?:on|onto) (?:one|its|his|her|their|two) (?:hind |back )?legs?\b|\bfalls?(?:ing)? (?=asleep)",
    r"\b(?:bold|big|large|neon|golden|glowing|block|capital) (?:letters|lettering)\b"
    r"|(?<=iceberg) calves\b|(?<=glacier) calves\b|\bdo(?:es|ing)?\b|\bcamera flash\w*",
    r"\b(?:in|with) (?:[\w-]+ ){1,3}(?:letters|text|words|font)\b|\b(?:lettering|text|font|typography)\b"
    r"|\bneon (?=pink|blue|green)|\bball of (?=yarn|wool)",
    r"\bglass (?=surface|floor|wall|building|tower|window|table|door|bottle|ceiling|facade)",
    r"\bproduct (?:shots?|videos?|films?|ads?|reveal|commercials?|spots?|rotation|photo\w*)\b"
    r"|\bcommercials?\b"
    r"|\b(?:on|upon) (?:a|the) (?:[\w-]+ ){0,2}(?:turn ?table|pedestal|plinth|podium|platform"
    r"|display stand)(?! with)\b|\bcountdown\b",
)
