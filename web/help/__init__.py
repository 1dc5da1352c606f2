"""Help: how to do what, the words kheo uses, and how its pages are drawn."""

from flask import Blueprint

from web.help import pages

blueprint = Blueprint("help", __name__)
pages.add_to(blueprint)
