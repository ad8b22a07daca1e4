"""URLs of the test project: the admin, which our apps register tables with."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
