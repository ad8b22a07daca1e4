"""Addresses of the classroom."""

from django.conf.urls.i18n import set_language
from django.urls import include, path
from django.views.generic import RedirectView

from classroom.views import (
    accounts,
    author,
    courses,
    editing,
    files,
    gradebook,
    handlers,
    people,
    progress,
    statistics,
    units,
)

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
    path("", author.course_list, name="author"),
    path("import/", author.import_course, name="author-import"),
    path("<str:course_id>/", author.structure, name="author-course"),
    path("<str:course_id>/backups/<str:name>", author.backup, name="author-backup"),
    path("<str:course_id>/export/", author.export_course, name="author-export"),
    path("<str:course_id>/unit/<str:usage_id>/preview/", editing.preview, name="author-preview"),
    path("<str:course_id>/unit/<str:usage_id>/forget/", editing.forget, name="author-forget"),
    path("<str:course_id>/block/<str:usage_id>/edit/", editing.edit, name="author-edit"),
    path("<str:course_id>/block/<str:usage_id>/editor/", editing.editor, name="author-editor"),
    path("<str:course_id>/block/<str:usage_id>/export/", author.export_block, name="author-export-block"),
    path("<str:course_id>/preview/<str:usage_id>/handler/", handlers.nothing, name="handler-prefix-preview"),
    path("<str:course_id>/preview/<str:usage_id>/handler/<str:handler>", handlers.handle_preview),
    path("<str:course_id>/preview/<str:usage_id>/handler/<str:handler>/<path:suffix>", handlers.handle_preview),
    path("<str:course_id>/studio/<str:usage_id>/handler/", handlers.nothing, name="handler-prefix-studio"),
    path("<str:course_id>/studio/<str:usage_id>/handler/<str:handler>", handlers.handle_studio),
    path("<str:course_id>/studio/<str:usage_id>/handler/<str:handler>/<path:suffix>", handlers.handle_studio),
]

STAFF = [
    path("people/", people.people, name="people"),
    path("people/new/", people.new, name="people-new"),
    path("people/paste/", people.paste, name="people-paste"),
    path("people/<int:user_id>/", people.person, name="person"),
    path("people/<int:user_id>/password/", people.reset_password, name="person-password"),
    path("<str:course_id>/gradebook/", gradebook.gradebook, name="gradebook"),
    path("<str:course_id>/completions.csv", gradebook.completions_csv, name="completions-csv"),
    path("<str:course_id>/enrolments/", people.enrolments, name="enrolments"),
    path("<str:course_id>/quiz/<str:usage_id>/statistics/", statistics.statistics, name="statistics"),
    path("<str:course_id>/quiz/<str:usage_id>/statistics.csv", statistics.statistics_csv, name="statistics-csv"),
    path("<str:course_id>/learner/<int:user_id>/", gradebook.learner, name="learner"),
    path("<str:course_id>/learner/<int:user_id>/act/", gradebook.act, name="learner-act"),
    path("<str:course_id>/learner/<int:user_id>/look/", gradebook.look_as, name="look-as"),
    path("<str:course_id>/look/stop/", gradebook.stop_looking, name="look-stop"),
]

urlpatterns = [
    path("", courses.home, name="home"),
    # Where blocks send a learner whose session has ended: the platform's address.
    path("login", RedirectView.as_view(pattern_name="sign-in", query_string=True)),
    path("sign-in/", accounts.SignIn.as_view(), name="sign-in"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("password/", accounts.ChangePassword.as_view(), name="password"),
    path("language/", set_language, name="set-language"),
    path("blocks/<str:block_type>/<str:digest>/<path:uri>", files.block_resource, name="resource"),
    path("courses/<str:course_id>/", include(LEARNER)),
    path("author/", include(AUTHOR)),
    path("staff/", include(STAFF)),
]

handler400 = "classroom.views.errors.bad_request"
handler403 = "classroom.views.errors.forbidden"
handler404 = "classroom.views.errors.not_found"
handler500 = "classroom.views.errors.failed"
