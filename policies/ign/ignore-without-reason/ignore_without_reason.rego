# METADATA
# title: An ignore that does not say why
# schemas:
#   - input: schema["policy-input"]
package tokenlint.ign["ignore-without-reason"]

findings contains {"rule": "IGN003", "at": ["/ignore"], "args": {"codes": "#/ignore/codes"}} if {
	not input.ignore.reason
}
