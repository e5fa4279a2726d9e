# METADATA
# title: A proxy, or attributes, outside of their time
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prx["proxy-not-valid-now"]

findings contains {
	"rule": "PRX009",
	"at": ["/proxy/lifetime"],
	"args": {"what": "#/proxy", "lifetime": "#/proxy/lifetime"},
} if {
	not _unreadable
	input.proxy.lifetime.state != "valid"
}

findings contains {
	"rule": "PRX009",
	"at": [sprintf("%s/lifetime", [place])],
	"args": {"what": sprintf("#%s", [place]), "lifetime": sprintf("#%s/lifetime", [place])},
} if {
	input.proxy.lifetime.state == "valid"
	some i, held in input.proxy.attributes
	held.lifetime.state != "valid"
	place := sprintf("/proxy/attributes/%d", [i])
}

_unreadable if input.proxy.form == "unreadable"
