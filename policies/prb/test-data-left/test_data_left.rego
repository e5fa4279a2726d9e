# METADATA
# title: The probe could not take away what it made
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prb["test-data-left"]

findings contains {"rule": "PRB020", "at": ["/probe/left"], "args": {"left": "#/probe/left"}} if {
	input.probe.left > 0
}
