# METADATA
# title: A proxy that lasts longer than a day
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prx["proxy-lifetime-over-maximum"]

import data.tokenlint.lib.proxy

findings contains {
	"rule": "PRX001",
	"at": ["/proxy/lifetime"],
	"args": {"lifetime": "#/proxy/lifetime/seconds", "maximum": "#/limits/proxy_longest"},
} if proxy.longer_than(input.limits.proxy_longest)
