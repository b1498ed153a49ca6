"""Static files under names that change with their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "js/"


class Assets(CompressedManifestStaticFilesStorage):
    """Our scripts are ES modules that import each other by relative paths; those paths get the new names too.

    Django leaves imports alone by default, and finds only those that end with a semicolon. Other people's
    scripts stay as they are: some name modules that do not exist as files (htmx's extensions do).
    """

    support_js_module_import_aggregation = True

    def url_converter(self, name, *args, **kwargs):
        if name.endswith(".js") and not name.startswith(OURS):
            return lambda matched: matched[0]
        return super().url_converter(name, *args, **kwargs)
