# METADATA
# title: Entries of an audience
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lib.audience

# For each endpoint that is written as the profile recommends: the index of its first entry.
# A list that holds several spellings of one endpoint is made so on purpose.
well_spelled contains first if {
	some i, entry in input.credential.audience.entries
	entry.spelling == "uri"
	entry.defects == []
	first := object.get(entry, "same_as", i)
}

# How a product spells what its configuration names, nobody who writes that can change;
# WKF005 tells where a service does not take it.
spelled_by_its_product if input.workflow.composed == true
