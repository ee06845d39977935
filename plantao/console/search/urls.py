"""Address of the search."""

from django.urls import path

from plantao.console.search import search

urlpatterns = [path("search/", search.search, name="search")]
