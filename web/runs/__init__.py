"""The runs: their list with the plans that may be prepared, and the pages of one run."""

from flask import Blueprint

from web.runs import amend_page, diagram_page, event_page, front, log_page, opening, overview_page

blueprint = Blueprint("runs", __name__)
front.add_to(blueprint)
overview_page.add_to(blueprint)
diagram_page.add_to(blueprint)
event_page.add_to(blueprint)
log_page.add_to(blueprint)
amend_page.add_to(blueprint)
opening.add_to(blueprint)
