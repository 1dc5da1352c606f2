"""The deadlines of the year, and the decisions on its days."""

from flask import Blueprint

from web.calendar import decision_page, year_page

blueprint = Blueprint("calendar", __name__)
year_page.add_to(blueprint)
decision_page.add_to(blueprint)
