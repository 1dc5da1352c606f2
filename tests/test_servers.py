"""The servers that tests stand on are real."""

import smtplib
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page

from tests.mail_server import MailServer


def test_the_mail_server_keeps_a_letter(smtp: MailServer) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@example.vn", "b@example.vn", "Việc đến hạn"
    letter.set_content("Mở kheo.")

    with smtplib.SMTP(smtp.host, smtp.port) as client:
        client.send_message(letter)

    assert [(got["Subject"], got.get_content()) for got in smtp.letters] == [("Việc đến hạn", "Mở kheo.\r\n")]


@pytest.mark.browser
def test_the_browser_reads_vietnamese(page: Page) -> None:
    page.set_content("<title>kheo</title><p>Mô hình Dân vận khéo</p>")

    assert page.inner_text("p") == "Mô hình Dân vận khéo"
