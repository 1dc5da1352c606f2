"""Help: how to do what, the words kheo uses, and how its pages are drawn."""

from flask import Blueprint

from web.help import pages, tour

blueprint = Blueprint("help", __name__)
pages.add_to(blueprint)
tour.add_to(blueprint)
