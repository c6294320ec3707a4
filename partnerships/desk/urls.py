"""The addresses of the desk: pages of the admin that are of no one table."""

from django.contrib import admin
from django.urls import path

from .today import today

app_name = "desk"
urlpatterns = [path("", admin.site.admin_view(today), name="today")]
