"""The deadlines of the year."""

from flask import Blueprint

from web.calendar import year_page

blueprint = Blueprint("calendar", __name__)
year_page.add_to(blueprint)
