"""The site map: pages in Vietnamese at the root and in English under /en/, the API and the probes beside them."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth import views as accounts
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path, re_path

from config.metrics import metrics
from partnerships.website.sitemaps import SECTIONS, robots
from records.api.viewsets import NothingHere
from records.sign_in import ResetForm
from records.view_decorators import read_only
from records.views import healthz, readyz

# A password that was forgotten: Django's own pages, in the look of the admin.
OFFICE = {"extra_context": {"site_header": admin.site.site_header, "site_title": admin.site.site_title}}
forgotten = accounts.PasswordResetView.as_view(form_class=ResetForm, **OFFICE)
choose = accounts.PasswordResetConfirmView.as_view(**OFFICE)

handler500 = "config.middleware.server_error"

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("robots.txt", robots),
    path("sitemap.xml", read_only(index), {"sitemaps": SECTIONS, "sitemap_url_name": "sitemap"}, name="sitemap-index"),
    path("sitemap-<section>.xml", read_only(sitemap), {"sitemaps": SECTIONS}, name="sitemap"),
    path("api/v1/", include("partnerships.api.urls")),
    re_path(r"^api/(.*/)?$", NothingHere.as_view()),
    *i18n_patterns(
        path("admin/", include("partnerships.desk.urls")),  # before the admin, in place of its front page
        path("admin/password_reset/", forgotten, name="admin_password_reset"),
        path(
            "admin/password_reset/sent/", accounts.PasswordResetDoneView.as_view(**OFFICE), name="password_reset_done"
        ),
        path("admin/password_reset/<uidb64>/<token>/", choose, name="password_reset_confirm"),
        path(
            "admin/password_reset/done/",
            accounts.PasswordResetCompleteView.as_view(**OFFICE),
            name="password_reset_complete",
        ),
        path("admin/", admin.site.urls),
        path("", include("partnerships.website.urls")),
        prefix_default_language=False,
    ),
]
