"""What an operation's inputs take, by their names."""

from __future__ import annotations

import pytest

from gptreview.scan.actions.inputs import Taken, taken_by


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("password", Taken.CREDENTIALS),
        ("onlineBankingPassword", Taken.CREDENTIALS),
        ("user-passwd", Taken.CREDENTIALS),
        ("one_time_code", Taken.CREDENTIALS),
        ("OTP", Taken.CREDENTIALS),
        ("verificationCode", Taken.CREDENTIALS),
        ("seed_phrase", Taken.CREDENTIALS),
        ("wallet_private_key", Taken.CREDENTIALS),
        ("验证码", Taken.CREDENTIALS),
        ("助记词", Taken.CREDENTIALS),
        ("cardNumber", Taken.PAYMENT),
        ("cvv", Taken.PAYMENT),
        ("iban", Taken.PAYMENT),
        ("银行卡号", Taken.PAYMENT),
        ("chat_history", Taken.CONVERSATION),
        ("conversation", Taken.CONVERSATION),
        ("userInput", Taken.CONVERSATION),
        ("聊天记录", Taken.CONVERSATION),
        ("api_key", Taken.KEY),
        ("accessToken", Taken.KEY),
        ("next_page_token", None),
        ("maxTokens", None),
        ("password_strength", None),
        ("conversation_id", None),
        ("pin", None),
        ("city", None),
        ("", None),
    ],
)
def test_a_name_says_what_is_taken(name: str, taken: Taken | None) -> None:
    """Names are read word by word, in snake, camel and kebab case, and in Chinese."""
    assert taken_by(name, "") is taken


@pytest.mark.parametrize(
    ("description", "taken"),
    [
        ("Full conversation with every detail", Taken.CONVERSATION),
        ("完整对话", Taken.CONVERSATION),
        ("Full name", None),
        ("A summary of the conversation", None),
    ],
)
def test_a_description_may_say_that_it_is_the_conversation(
    description: str, taken: Taken | None
) -> None:
    """A harmless name takes the conversation all the same where its description says so."""
    assert taken_by("text", description) is taken
