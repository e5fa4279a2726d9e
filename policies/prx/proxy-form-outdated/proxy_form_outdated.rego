# METADATA
# title: A proxy of a form from before RFC 3820
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prx["proxy-form-outdated"]

findings contains {"rule": "PRX005", "at": ["/proxy/form"], "args": {"form": "#/proxy/form"}} if {
	input.proxy.form in {"draft", "legacy"}
}
