"""The addresses of one's own second factor, as (route, view, name); the site adds its permission check."""

from agreements.admin.accounts import second_factor

SECOND_FACTOR = (
    ("second-factor/", second_factor.second_factor_view, "second_factor"),
    ("second-factor/enrol/", second_factor.enrol_view, "second_factor_enrol"),
    ("second-factor/codes/", second_factor.renew_codes_view, "second_factor_codes"),
    ("second-factor/remove/", second_factor.remove_view, "second_factor_remove"),
)
