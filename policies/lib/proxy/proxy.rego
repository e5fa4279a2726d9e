# METADATA
# title: What a proxy is, and how long it lasts
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lib.proxy

is_one if input.proxy.form in {"rfc3820", "draft", "legacy"}

# Clients let a proxy begin some minutes before it is made, for services whose clock is late.
longer_than(limit) if {
	is_one
	input.proxy.lifetime.seconds > limit + input.limits.backdating_seconds
}
