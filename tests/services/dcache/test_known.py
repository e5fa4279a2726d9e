from tokenlint.services.dcache.known import FAMILIES, OPTION_DEFAULTS, OPTIONS, PROFILES


def test_keys_belong_to_their_family() -> None:
    for family, keys in FAMILIES.items():
        assert all(key.startswith(family) for key in keys)


def test_options_name_profiles_and_what_holds_without_them() -> None:
    assert OPTIONS.keys() == OPTION_DEFAULTS.keys()
    assert all(readers <= set(PROFILES) for readers in OPTIONS.values())
