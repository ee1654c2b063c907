"""Pages of the `notices` app."""

from django.urls import URLPattern, path

from notices.views import chats, deliveries, mail_files, notices, preferences, webhooks

urlpatterns: list[URLPattern] = [
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/unread/", notices.notices_unread, name="notices_unread"),
    path("notices/<int:pk>/", notices.notice_open, name="notice_open"),
    path("notices/<int:pk>/read/", notices.notice_read, name="notice_read"),
    path("notices/off/<str:token>/", preferences.switch, name="notice_switch"),
    path("profile/notices/", preferences.preferences, name="notice_preferences"),
    path("profile/notices/hours/", preferences.hours_save, name="notice_hours"),
    path("settings/deliveries/", deliveries.deliveries, name="deliveries"),
    path("settings/deliveries/again/", deliveries.all_again, name="deliveries_again"),
    path("settings/deliveries/<int:pk>/again/", deliveries.again, name="delivery_again"),
    path("settings/deliveries/pauses/<int:pk>/", deliveries.try_now, name="pause_try"),
    path("settings/chats/", chats.chats, name="chats"),
    path("settings/chats/new/", chats.chat, name="chat_new"),
    path("settings/chats/<int:pk>/", chats.chat, name="chat"),
    path("settings/chats/<int:pk>/try/", chats.chat_try, name="chat_try"),
    path("settings/webhooks/", webhooks.webhooks, name="webhooks"),
    path("settings/webhooks/new/", webhooks.new, name="webhook_new"),
    path("settings/webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("settings/webhooks/<int:pk>/try/", webhooks.try_out, name="webhook_try"),
    path("settings/webhooks/<int:pk>/secret/", webhooks.rotate, name="webhook_rotate"),
    path("settings/webhooks/<int:pk>/on/", webhooks.switch, name="webhook_switch"),
    path("settings/webhooks/<int:pk>/again/", webhooks.again, name="webhook_again"),
    path("settings/mail/files/", mail_files.files, name="mail_files"),
    path("settings/mail/files/<str:name>", mail_files.file, name="mail_file"),
]
