"""The operators' door as Django sees it."""

from django.apps import AppConfig


class OperateConfig(AppConfig):
    name = "plantao.operate"
    verbose_name = "operators' door"
