"""People: who is away and who stands in."""

from flask import Blueprint

from web.people import absence_page

blueprint = Blueprint("people", __name__)
absence_page.add_to(blueprint)
