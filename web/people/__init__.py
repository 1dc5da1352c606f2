"""People: who is away and who stands in, who leaves and who follows."""

from flask import Blueprint

from web.people import absence_page, handover_page

blueprint = Blueprint("people", __name__)
absence_page.add_to(blueprint)
handover_page.add_to(blueprint)
