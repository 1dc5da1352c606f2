"""The inbox: the list of tasks, the task page with its form, notices."""

from flask import Blueprint

from web.inbox import (
    acts,
    board,
    bulk,
    capacity,
    desk,
    files,
    notice_list,
    onward,
    own_page,
    paper_page,
    signature_page,
    taking,
    views_page,
    vote_list,
    vote_pages,
)

blueprint = Blueprint("inbox", __name__)
acts.add_to(blueprint)
board.add_to(blueprint)
bulk.add_to(blueprint)
capacity.add_to(blueprint)
desk.add_to(blueprint)
files.add_to(blueprint)
notice_list.add_to(blueprint)
paper_page.add_to(blueprint)
signature_page.add_to(blueprint)
taking.add_to(blueprint)
vote_list.add_to(blueprint)
vote_pages.add_to(blueprint)
own_page.add_to(blueprint)
views_page.add_to(blueprint)
blueprint.url_defaults(onward.keep_view)
