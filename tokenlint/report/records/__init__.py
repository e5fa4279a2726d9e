"""Records of a scan for other tools: a line, or a row of columns, for each credential."""
