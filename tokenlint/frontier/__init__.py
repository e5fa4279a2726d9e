"""The price of lifetime: load of the issuer, work lost in an outage, exposure of a leak."""
