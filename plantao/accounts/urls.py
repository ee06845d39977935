"""Addresses of sign-in. The names of allauth's pages are allauth's; those that we have no use for have no address."""

from allauth.account import views as account
from django.urls import include, path

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
    path("account/password/new/", account.password_set, name="account_set_password"),
    path("account/second-factor/", include("allauth.mfa.urls")),
]
