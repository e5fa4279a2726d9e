# METADATA
# title: A private key that others of the machine can read
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prx["proxy-key-readable"]

findings contains {
	"rule": "PRX010",
	"at": ["/proxy/private_key"],
	"args": {"who": _who[input.proxy.readable_by]},
} if {
	input.proxy.private_key == "plain"
	input.proxy.readable_by in {"group", "others"}
}

_who := {"group": "the group", "others": "everybody"}
