"""The register of initiatives, the page of one, and the form that proposes one."""

from flask import Blueprint

from web.entries import entry_views, nomination_views

blueprint = Blueprint("entries", __name__)
nomination_views.add_to(blueprint)
entry_views.add_to(blueprint)
