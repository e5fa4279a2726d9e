"""A catalogue entry of a site, as text, for the tests of the catalogue."""

ENTRY = """\
code: SITE001
name: no-tokens-on-mondays
title: A token on a Monday
family: SITE
axis: none
severity: low
confidence: high
persona: regular
kinds: [token]
since: 0.1.0
message: "{document} was issued on a Monday"
why: Nobody is awake on Mondays, so a leaked token would be noticed on Tuesday.
fix: Ask for {document} on another day.
references:
  - {title: House rules, section: "1"}
examples:
  bad:
    - name: on a Monday
      token:
        claims: {iss: https://issuer.example, iat: now}
  good:
    - name: on another day
      token:
        raw_claims: "nothing"
"""
