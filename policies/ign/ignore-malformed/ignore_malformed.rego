# METADATA
# title: An ignore that names no rule or no real date
# schemas:
#   - input: schema["policy-input"]
package tokenlint.ign["ignore-malformed"]

findings contains {"rule": "IGN004", "at": ["/ignore"], "args": {"codes": "#/ignore/codes", "problem": problem}} if {
	some problem in _problems
}

_problems contains "it names a code that no rule has" if input.ignore.codes == "unknown"

_problems contains "it names no code" if input.ignore.codes == "missing"

_problems contains "its date is no date of the form YYYY-MM-DD" if input.ignore.until == "malformed"
