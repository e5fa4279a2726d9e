# METADATA
# title: What a service configuration is asked by several rules
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lib.service

# An issuer whose address is known, and whose entry counts.
trusted(issuer) if {
	issuer.known
	not issuer.shadowed
}

# The scopes of a token mean something here: at least one issuer's tokens are limited by them.
scopes_count if {
	some issuer in input.service.issuers
	trusted(issuer)
	issuer.scopes == "yes"
}

# It makes, changes or destroys something in the namespace.
writes(way) if way.destructive

writes(way) if {
	some operation in way.operations
	operation in {"create", "mkdir", "rename"}
}

# It lets in more than a named group, person or account: nobody was chosen.
for_everyone(way) if way.kind in {"issuer", "any-token", "anonymous"}

# Every token of an issuer has rights here, or becomes an account.
# Where only groups, persons or accounts have rights, doing without scopes is a choice.
lets_everyone_in if {
	some way in input.service.ways
	way.flat
	for_everyone(way)
}

lets_everyone_in if {
	some mapping in input.service.mappings
	mapping.subjects == "any"
}

# The witness belongs to nobody whom the configuration names.
by_anyone(deletion) if deletion.credential in {"none", "foreign", "unscoped", "read", "create", "stage"}

# These products read tokens with the library scitokens-cpp,
# which takes the wildcards of both profiles whatever the configuration lists.
takes_wildcards_anyway if input.service.product in {"xrootd", "eos", "htcondor", "htcondor-ce", "pelican"}

# XRootD was told of libraries or not, and asks none: `ofs.authorize` is not written.
asks_no_library if {
	some setting in input.service.settings
	setting.name == "ofs.authorize"
	setting.known
	setting.value == "no"
}

# A server of XRootD that loads no authorization library has nothing to do with tokens.
takes_no_tokens if {
	count(input.service.issuers) == 0
	asks_no_library
	some setting in input.service.settings
	setting.name == "ofs.authlib"
	setting.known
	setting.value == "none"
}
