# METADATA
# title: Missing capabilities
# description: What several rules say and ask about one entry of comparison.missing.
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lib.missing

# What the credential holds where the operation goes: the list itself, or a word for its absence.
held(_, missing) := "nothing" if count(missing.held) == 0

held(index, missing) := sprintf("#/comparison/missing/%d/held", [index]) if count(missing.held) > 0

# What happens to an operation that the credential does not allow.
# A service of the same run whose configuration lets it pass is named with the line that does,
# else the rows of rules/implementations.yaml by which the declared product lets it pass.
outcome(missing) := sprintf("#/comparison/storages/%d", [missing.storage])

outcome(missing) := "a service that follows the profile refuses it" if {
	not missing.storage
	count(missing.lenient) == 0
}

outcome(missing) := text if {
	not missing.storage
	count(missing.lenient) > 0
	rows := concat(", ", sort(missing.lenient))
	text := concat("", ["it works only because that service allows more than the profile (", rows, ")"])
}

# Where the line is that lets it pass, if there is one.
passing(missing) := [sprintf("/comparison/storages/%d", [missing.storage])]

passing(missing) := [] if not missing.storage

# The capability itself is missing: not the audience, and not undecidable because groups decide.
by_scope(missing) if missing.cause in {"action", "path"}

# A file is staged, and then cannot be read (SCP008).
staged_not_read(missing) if {
	missing.operation == "read"
	"stage" in missing.held
}

# One or two of the three scopes that HTCondor's WRITE needs (SCP016).
half_of_condor_write(missing) if {
	missing.at_htcondor
	missing.operation in {"submit", "modify-job", "cancel"}
	some action in missing.held
	action in {"submit", "modify-job", "cancel"}
}
