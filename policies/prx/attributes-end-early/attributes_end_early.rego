# METADATA
# title: Attributes that end before the proxy
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prx["attributes-end-early"]

findings contains {
	"rule": "PRX003",
	"at": [sprintf("%s/lifetime", [place])],
	"args": {
		"attributes": sprintf("#%s", [place]),
		"missing": sprintf("#%s/short_seconds", [place]),
	},
} if {
	some i, held in input.proxy.attributes
	held.short_seconds > 0
	held.lifetime.state != "never"
	place := sprintf("/proxy/attributes/%d", [i])
}
