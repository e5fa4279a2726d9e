# METADATA
# title: How long a service lets credentials live
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lib.lifetimes

# Settings that say how old a credential may get that the service issues or accepts.
_of_credentials := {
	"macaroons.maxduration",
	"sec_token_max_age",
	"sec_issued_token_expiration",
	"local_credmon_token_lifetime",
	"job_router_create_idtoken.lifetime",
	"storm.authz-server.max-token-lifetime-sec",
	"storm.redirector.max-token-lifetime-secs",
	"dcache.macaroons.max-lifetime",
	"dcache.macaroons.default-lifetime",
	"webdav.macaroons.max-lifetime",
	"webdav.macaroons.default-lifetime",
	"frontend.macaroons.max-lifetime",
	"frontend.macaroons.default-lifetime",
}

too_long(setting) if {
	setting.known
	setting.name in _of_credentials
	_over(setting)
}

_over(setting) if setting.unlimited

_over(setting) if setting.seconds > input.limits.lifetime_maximum

# The index is given beside the setting, because looking it up takes long in one of the engines.
length(_, setting) := "without an end" if setting.unlimited

length(i, setting) := sprintf("#/service/settings/%d/seconds", [i]) if not setting.unlimited
