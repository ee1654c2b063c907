"""Pages of the `notices` app."""

from django.urls import URLPattern, path

from notices.views import mail, notices

urlpatterns: list[URLPattern] = [
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/<int:pk>/", notices.notice_open, name="notice_open"),
    path("notices/<int:pk>/read/", notices.notice_read, name="notice_read"),
    path("settings/mail/", mail.outgoing, name="mail"),
    path("settings/mail/<int:pk>/again/", mail.send_again, name="mail_again"),
    path("settings/mail/files/", mail.files, name="mail_files"),
    path("settings/mail/files/<str:name>", mail.file, name="mail_file"),
]
