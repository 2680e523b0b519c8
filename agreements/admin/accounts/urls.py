"""The addresses of one's own second factor, as (route, view, name), and of links for passwords."""

from django.urls import path

from agreements.admin.accounts import password_links, second_factor

SECOND_FACTOR = (
    ("second-factor/", second_factor.second_factor_view, "second_factor"),
    ("second-factor/enrol/", second_factor.enrol_view, "second_factor_enrol"),
    ("second-factor/codes/", second_factor.renew_codes_view, "second_factor_codes"),
    ("second-factor/remove/", second_factor.remove_view, "second_factor_remove"),
)

# Open to everyone: whoever forgot the password cannot log in.
PASSWORD_LINKS = (
    path("password_reset/", password_links.password_reset_view, name="password_reset"),
    path(
        "password_reset/<uidb64>/<token>/",
        password_links.PasswordLinkView.as_view(),
        name="password_reset_confirm",
    ),
)
