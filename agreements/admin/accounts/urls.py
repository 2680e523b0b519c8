"""The addresses of one's own second factor, as (route, view, name); the site adds its permission check."""

from agreements.admin.accounts import second_factor

SECOND_FACTOR = (
    ("second-factor/", second_factor.overview, "second_factor"),
    ("second-factor/enrol/", second_factor.enrol, "second_factor_enrol"),
    ("second-factor/codes/", second_factor.renew_codes, "second_factor_codes"),
    ("second-factor/remove/", second_factor.remove, "second_factor_remove"),
)
