# METADATA
# title: An ignore whose date has passed
# schemas:
#   - input: schema["policy-input"]
package tokenlint.ign["ignore-expired"]

findings contains {
	"rule": "IGN002",
	"at": ["/ignore"],
	"args": {"codes": "#/ignore/codes", "until": "#/ignore/until"},
} if {
	input.ignore.until == "past"
}
