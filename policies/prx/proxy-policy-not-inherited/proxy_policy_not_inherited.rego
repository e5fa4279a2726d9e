# METADATA
# title: A proxy that takes over no rights, or unknown ones
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prx["proxy-policy-not-inherited"]

findings contains {"rule": "PRX006", "at": ["/proxy/policy"], "args": {"policy": "#/proxy/policy"}} if {
	input.proxy.policy in {"independent", "other"}
}
