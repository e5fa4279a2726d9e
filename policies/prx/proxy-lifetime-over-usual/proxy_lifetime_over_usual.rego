# METADATA
# title: A proxy that lasts longer than a working day
# schemas:
#   - input: schema["policy-input"]
package tokenlint.prx["proxy-lifetime-over-usual"]

import data.tokenlint.lib.proxy

findings contains {
	"rule": "PRX002",
	"at": ["/proxy/lifetime"],
	"args": {"lifetime": "#/proxy/lifetime/seconds", "usual": "#/limits/proxy_maximum"},
} if {
	proxy.longer_than(input.limits.proxy_maximum)
	not _over_maximum
}

# PRX001 speaks of these.
_over_maximum if proxy.longer_than(input.limits.proxy_longest)
