# METADATA
# title: A chain or attributes that do not fit
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prx["proxy-chain-broken"]

findings contains {
	"rule": "PRX008",
	"at": [place],
	"args": {"defect": sprintf("#%s", [place])},
} if {
	some i, _ in input.proxy.defects
	place := sprintf("/proxy/defects/%d", [i])
}
