# METADATA
# title: An ignore that suppresses nothing
# schemas:
#   - input: schema["policy-input"]
package tokenlint.ign["ignore-unused"]

findings contains {"rule": "IGN001", "at": ["/ignore"], "args": {"codes": "#/ignore/codes"}} if {
	input.ignore.used == false
	input.ignore.codes == "known"
	input.ignore.reason
	input.ignore.until in {"none", "future"}
}
