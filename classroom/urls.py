"""Addresses of the classroom."""

from django.conf.urls.i18n import set_language
from django.urls import include, path

from classroom.views import accounts, courses, files, handlers, progress, units

LEARNER = [
    path("", courses.outline, name="outline"),
    path("progress/", progress.progress, name="progress"),
    path("unit/<str:usage_id>/", units.unit, name="unit"),
    path("unit/<str:usage_id>/frame/", units.frame, name="unit-frame"),
    path("unit/<str:usage_id>/done/", units.done, name="unit-done"),
    path("xblock/<str:usage_id>/handler/", handlers.nothing, name="handler-prefix"),
    path("xblock/<str:usage_id>/handler/<str:handler>", handlers.handle, name="handler"),
    path("xblock/<str:usage_id>/handler/<str:handler>/<path:suffix>", handlers.handle),
    path("files/<path:name>", files.asset, name="asset"),
]

AUTHOR = [
    path("<str:course_id>/preview/<str:usage_id>/handler/", handlers.nothing, name="handler-prefix-preview"),
    path("<str:course_id>/preview/<str:usage_id>/handler/<str:handler>", handlers.handle_preview),
    path("<str:course_id>/preview/<str:usage_id>/handler/<str:handler>/<path:suffix>", handlers.handle_preview),
    path("<str:course_id>/studio/<str:usage_id>/handler/", handlers.nothing, name="handler-prefix-studio"),
    path("<str:course_id>/studio/<str:usage_id>/handler/<str:handler>", handlers.handle_studio),
    path("<str:course_id>/studio/<str:usage_id>/handler/<str:handler>/<path:suffix>", handlers.handle_studio),
]

urlpatterns = [
    path("", courses.home, name="home"),
    path("sign-in/", accounts.SignIn.as_view(), name="sign-in"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("password/", accounts.ChangePassword.as_view(), name="password"),
    path("language/", set_language, name="set-language"),
    path("blocks/<str:block_type>/<str:digest>/<path:uri>", files.block_resource, name="resource"),
    path("courses/<str:course_id>/", include(LEARNER)),
    path("author/", include(AUTHOR)),
]

handler400 = "classroom.views.errors.bad_request"
handler403 = "classroom.views.errors.forbidden"
handler404 = "classroom.views.errors.not_found"
handler500 = "classroom.views.errors.failed"
