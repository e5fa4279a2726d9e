"""dCache: gPlazma's plugins and their files, `dcache.conf`, layouts and their doors."""
