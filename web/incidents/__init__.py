"""The incidents of a body: what could not go on, and the buttons that try it again or put it aside."""

from flask import Blueprint

from web.incidents import list_page

blueprint = Blueprint("incidents", __name__)
list_page.add_to(blueprint)
