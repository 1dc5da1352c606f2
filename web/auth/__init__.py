"""Sign-in, sign-out, passwords, the language of the pages."""

from flask import Blueprint

from web.auth import passwords, session

blueprint = Blueprint("auth", __name__)
session.add_to(blueprint)
passwords.add_to(blueprint)
