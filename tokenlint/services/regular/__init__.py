"""Regular expressions as data: their structure, and what they match, without running them."""
