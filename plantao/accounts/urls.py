"""Addresses of sign-in. The names of allauth's pages are allauth's; those that we have no use for have no address."""

from allauth.account import views as account
from django.urls import include, path, re_path

from plantao.accounts import views

urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("account/", views.account, name="account"),
    path("account/time-zone/", views.time_zone, name="account-time-zone"),
    path("account/sign-in/", account.login, name="account_login"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/sign-up/", account.signup, name="account_signup"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/first/", account.password_set, name="account_set_password"),
    path("account/password/forgotten/", account.password_reset, name="account_reset_password"),
    path("account/password/forgotten/told/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        "^account/password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/password/new/set/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("account/second-factor/webauthn/", views.passkeys, name="mfa_list_webauthn"),
    path("account/second-factor/", include("allauth.mfa.urls")),
]
