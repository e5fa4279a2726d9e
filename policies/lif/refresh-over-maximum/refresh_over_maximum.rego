# METADATA
# title: The refresh token outlives the maximum
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lif["refresh-over-maximum"]

findings contains {"rule": "LIF011", "at": ["/credential/lifetime/refresh_seconds"], "args": args} if {
	input.credential.lifetime.refresh_seconds > input.limits.refresh_maximum
	args := {"lifetime": "#/credential/lifetime/refresh_seconds", "maximum": "#/limits/refresh_maximum"}
}
