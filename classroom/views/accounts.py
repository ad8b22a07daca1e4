"""Signing in and out, and the own password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

TRIES = 10
WINDOW = 300


class SignInForm(AuthenticationForm):
    """User name and password. After ten wrong passwords for one name within five minutes it waits, whoever asks."""

    error_messages = {
        "invalid_login": gettext_lazy(
            "The user name or the password is not right. In passwords, small and capital letters differ."
        ),
        "inactive": gettext_lazy("This account is closed. Please ask your course staff."),
        "too_many": gettext_lazy("Too many wrong passwords for this name. Wait five minutes, then try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["password"].label = _("Password")
        for field in self.fields.values():
            field.widget.attrs["class"] = "hv-input"
        self.fields["username"].widget.attrs.update(autocapitalize="none", autocomplete="username", spellcheck="false")

    def clean(self) -> dict[str, Any]:
        name = f"sign-in:{(self.cleaned_data.get('username') or '').lower()[:150]}"
        if cache.get(name, 0) >= TRIES:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many")
        try:
            found = super().clean()
        except forms.ValidationError:
            if not cache.add(name, 1, WINDOW):
                cache.incr(name)
            raise
        cache.delete(name)
        return found  # type: ignore[no-any-return]


class SignIn(LoginView):
    """The sign-in page."""

    template_name = "classroom/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class OwnPasswordForm(PasswordChangeForm):
    """Old password, and the new one once: people may look at what they type instead of typing it twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Your password now")
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _("At least 8 letters or digits, not only digits of your birthday.")
        self.fields["new_password2"].label = _("New password once more")
        for field in self.fields.values():
            field.widget.attrs["class"] = "hv-input"


class ChangePassword(PasswordChangeView):
    """The own password. Other sessions of the account end."""

    template_name = "classroom/password.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        profile = getattr(self.request.user, "profile", None)
        if profile is not None and profile.must_change_password:
            profile.must_change_password = False
            profile.save(update_fields=["must_change_password"])
        messages.success(self.request, _("Your new password is saved."))
        return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session on this device."""
    logout(request)
    return redirect("sign-in")
