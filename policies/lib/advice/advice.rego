# METADATA
# title: What to write instead, in the words of each product
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lib.advice

# What to write into the product that is judged; a general sentence for any other.
of(subject) := object.get(_words[subject], object.get(input.service, "product", ""), _words[subject].other)

_words := {
	"deletion": {
		"xrootd": _xrootd_deletion,
		"eos": _xrootd_deletion,
		"storm-webdav": concat(" ", [
			"Write `orgsGrantWritePermission=false`, `orgsGrantReadPermission=false`",
			"and `wlcgScopeAuthzEnabled=true` into the storage area.",
		]),
		"alice-token": concat(" ", [
			"End with `RULE PATH:/ AUTHZ:delete|read|write|write-once| NOAUTHZ:| VO:*| CERT:IGNORE`:",
			"each word needs its `|`.",
		]),
		"dcache": "Give the provider `-profile=wlcg`, and map the remaining tokens to a read-only account.",
		"apache-scitokens": concat(" ", [
			"The library reads `storage.create` as `write`:",
			"leave `Dav` off here, or trust only issuers that give out no `storage.create`.",
		]),
		"other": "Leave writing and deleting to the scopes.",
	},
	"area": {
		"xrootd": _xrootd_area,
		"eos": _xrootd_area,
		"dcache": "Give each provider a `-prefix` of its own.",
		"storm-webdav": "Give each issuer a storage area of its own.",
		"nginx-scitokens": "Give each issuer a `base_path` of its own.",
		"apache-scitokens": "Give each issuer a resource of its own.",
		"other": "Give each issuer an area of its own.",
	},
	"root": {
		"xrootd": _xrootd_root,
		"eos": _xrootd_root,
		"dcache": "Write the folder that belongs to the issuer, as in `-prefix=/data/alpha`.",
		"nginx-scitokens": "Write the folder that belongs to the issuer, as in `base_path = /data/alpha`.",
		"other": "Name the folder that belongs to the issuer.",
	},
	"audience": {
		"storm-webdav": concat(" ", [
			"Write `enforce-audience-checks: true`, and the names of the service in `audiences:`,",
			"below the issuer.",
		]),
		"dcache": "Take `-suppress=audience` away, and set `gplazma.oidc.audience-targets`.",
		"arc-ce": concat(" ", [
			"Write the address of the CE in the third field of `authtokens` in the place of `*`,",
			"or as `aud` in `authtokensgen`.",
		]),
		"htcondor": _htcondor_audience,
		"htcondor-ce": _htcondor_audience,
		"other": "Tell the service its own names, and let it check.",
	},
	"flat": {
		"xrootd": "In the authdb give `u *` and `o` lines at most `rl`, and not `a`, `d`, `i`, `n` or `w`.",
		"eos": "In the authdb give `u *` and `o` lines at most `rl`, and not `a`, `d`, `i`, `n` or `w`.",
		"storm-webdav": concat(" ", [
			"Write `orgsGrantWritePermission=false` into the storage area,",
			"and no policy that lets `anyone` or a `jwt-issuer` write.",
		]),
		"other": "Take the right to write out of the line that is shown.",
	},
	"account": {
		"htcondor": _condor_account,
		"htcondor-ce": _condor_account,
		"arc-ce": "Write the subject into the first field of `authtokens`.",
		"dcache": concat(" ", [
			"Write `oidc:SUBJECT@ALIAS username:alpha` into the multimap in the place of `op:ALIAS`,",
			"and no `-non-authz-id` at the provider.",
		]),
		"xrootd": "Name a `sub` in each rule of the `name_mapfile`.",
		"eos": "Name a `sub` in each rule of the `name_mapfile`.",
		"teapot": "Write `mapping = FILE`, and list each subject with its account.",
		"other": "Write one line for each subject.",
	},
	"check": {
		"xrootd": concat(" ", [
			"`ofs.authorize` has to be written where libraries are to be asked;",
			"`xrd.tlsca noverify` and `-tokenlib none` are for tests.",
		]),
		"htcondor": _condor_check,
		"htcondor-ce": _condor_check,
		"other": "If it was to get a test to work, keep it out of the production configuration.",
	},
	"final": {
		"xrootd": _xrootd_final,
		"eos": _xrootd_final,
		"storm-webdav": concat(" ", [
			"Take the policy for the group out of a storage area with `wlcgScopeAuthzEnabled=true`,",
			"or let it only read.",
		]),
		"other": "Let a token that holds scopes be judged by them alone.",
	},
	"scopes": {
		"dcache": "Write `-profile=wlcg` at the provider.",
		"storm-webdav": concat(" ", [
			"Write `wlcgScopeAuthzEnabled=true`, `orgsGrantReadPermission=false`",
			"and `orgsGrantWritePermission=false` into the storage area.",
		]),
		"arc-ce": "Write one `authtokens` line for each `compute.*` scope in the place of `*`.",
		"other": "Let the service ask for the scope.",
	},
	"name": {
		"xrootd": _xrootd_name,
		"eos": _xrootd_name,
		"htcondor": _condor_name,
		"htcondor-ce": _condor_name,
		"dcache": "Write the subjects into the multimap in the place of `-accept=username`.",
		"teapot": "Write `mapping = FILE`, and list each subject with its account.",
		"other": "Map the subjects that need an account by a list that the service keeps.",
	},
	"issuers": {
		"htcondor": _condor_issuers,
		"htcondor-ce": _condor_issuers,
		"arc-ce": "Write the address of the issuer in the second field of `authtokens` in the place of `*`.",
		"other": "Name each issuer in a line of its own.",
	},
	"reading": {
		"storm-webdav": "Write `anonymousReadEnabled=false`.",
		"dcache": "Write `NONE`, the default, at the door.",
		"xrootd": "Name the public path in the line `u *` of the authdb in the place of `/`.",
		"eos": "Name the public path in the line `u *` of the authdb in the place of `/`.",
		"other": "Leave anonymous reading off.",
	},
}

_xrootd_deletion := concat(" ", [
	"Write `ofs.authorize 1`, give `u *` in the authdb at most `rl`, set `onmissing = deny` where there is no authdb,",
	"and write `authorization_strategy = capability` (5.7.0 or newer).",
])

_xrootd_area := "Give each issuer a `base_path` of its own, or narrow one of them with `restricted_path`."

_xrootd_root := concat(" ", [
	"Write the folder that belongs to the issuer, as in `base_path = /data/alpha`;",
	"if scopes have to carry full paths, keep `/` and add `restricted_path = /data/alpha`.",
])

_htcondor_audience := "Write the names of the service into `SCITOKENS_SERVER_AUDIENCE`."

_condor_account := sprintf("Write the subject into the pattern: %s.", [_condor_line])

_condor_check := concat(" ", [
	"Install the certificate authority that is missing,",
	"and write `SEC_DEFAULT_AUTHENTICATION = REQUIRED` with methods that prove something.",
])

_xrootd_final := concat(" ", [
	"From XRootD 5.7.0 on write `authorization_strategy = capability` into the section of the issuer;",
	"older versions pass over that line, so there take the rights out of the authdb.",
])

_xrootd_name := "Write a `name_mapfile` in the place of `map_subject` or `username_claim`."

_condor_name := "Write one line for each subject in the place of `\\1`."

_condor_issuers := sprintf("Name the issuers, one line for each: %s.", [_condor_line])

_condor_line := "`SCITOKENS /^https:\\/\\/issuer\\.example,a1b2c3$/ alphapilot`"
