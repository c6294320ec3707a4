"""The site map: pages in Vietnamese at the root and in English under /en/, the API and the probes beside them."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path, re_path

from partnerships.website.sitemaps import SECTIONS, robots
from records.api.viewsets import NothingHere
from records.view_decorators import read_only
from records.views import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("robots.txt", robots),
    path("sitemap.xml", read_only(index), {"sitemaps": SECTIONS, "sitemap_url_name": "sitemap"}, name="sitemap-index"),
    path("sitemap-<section>.xml", read_only(sitemap), {"sitemaps": SECTIONS}, name="sitemap"),
    path("api/v1/", include("partnerships.api.urls")),
    re_path(r"^api/.*/$", NothingHere.as_view()),
    *i18n_patterns(
        path("admin/", include("partnerships.desk.urls")),  # before the admin, in place of its front page
        path("admin/", admin.site.urls),
        path("", include("partnerships.website.urls")),
        prefix_default_language=False,
    ),
]
