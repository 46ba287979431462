"""Each kind of secret, with what only looks like it.

Keys are made up on the spot, so that no file of this repository looks like a leak.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib

import pytest

from gptreview.model.finding import Confidence, Severity
from gptreview.scan.secrets.detection import Detector
from gptreview.scan.secrets.secret import Secret, Span

ALNUM = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
UPPER32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
LOWER = "abcdefghijklmnopqrstuvwxyz"
HEX = "0123456789abcdef"


def body(size: int, letters: str = ALNUM, seed: str = "gptreview") -> str:
    """Characters that look drawn and are always the same; they open nothing."""
    drawn = hashlib.shake_256(seed.encode()).digest(size)
    return "".join(letters[byte % len(letters)] for byte in drawn)


def checksummed(seed: str = "gptreview") -> str:
    """Thirty characters and their CRC-32 in base 62, as GitHub and npm write tokens."""
    start = body(30, seed=seed)
    number, tail = zlib.crc32(start.encode()), ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        tail = ALNUM[digit] + tail
    return start + tail


def uuid(seed: str = "gptreview") -> str:
    """A UUID's shape."""
    digits = body(32, HEX, seed)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def part(value: object) -> str:
    """A part of a JSON Web Token."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def jwt(header: object, payload: object) -> str:
    """A JSON Web Token whose signature is made up."""
    return f"{part(header)}.{part(payload)}.{body(43)}"


def armour(kind: str, data: bytes, *, line_end: str = "\n", headers: str = "") -> str:
    """Bytes in the armour of a private key."""
    digits = base64.b64encode(data).decode()
    lines = [digits[at : at + 64] for at in range(0, len(digits), 64)]
    name = f"{kind} PRIVATE KEY".strip() + (" BLOCK" if kind == "PGP" else "")
    inside = line_end.join([*([headers, ""] if headers else []), *lines])
    return f"-----BEGIN {name}-----{line_end}{inside}{line_end}-----END {name}-----"


def noise(size: int) -> bytes:
    """Bytes that look drawn."""
    return hashlib.shake_256(b"noise").digest(size)


DETECTOR = Detector()
LOW, MEDIUM, HIGH = Confidence

GITHUB = "ghp_" + checksummed()
AWS_ID = "AKIA" + body(16, UPPER32)
AWS_SECRET = body(40, ALNUM + "+/")
ALIBABA_ID, ALIBABA_SECRET = "LTAI" + body(20), body(30)
TENCENT_ID, TENCENT_SECRET = "AKID" + body(32), body(32, seed="tencent")
ACCOUNT_KEY = base64.b64encode(noise(64)).decode()
BUS_KEY = base64.b64encode(noise(32)).decode()
OPENAI_MARK = "T3Blbk" + "FJ"
TWILIO_TOKEN = body(32, HEX)
DISCORD = part(b"123456789876543210") + "." + body(6) + "." + body(38)
DER = b"\x30\x82" + noise(300)
SESSION = {"alg": "HS256", "typ": "JWT"}

FOUND = [
    (Secret.GITHUB, GITHUB, 4, None, None),
    (Secret.GITHUB, "gho_" + body(36), 4, MEDIUM, None),
    (Secret.GITHUB, "github_pat_" + body(22) + "_" + body(59), 11, None, None),
    (Secret.GITLAB, "glpat-" + body(20), 6, None, None),
    (Secret.GITLAB, "glrt-" + body(20), 5, None, None),
    (Secret.NPM, "npm_" + checksummed("npm"), 4, None, None),
    (Secret.PYPI, "pypi-" + "AgEIcHlwaS5vcmc" + body(120), 20, None, None),
    (Secret.HUGGING_FACE, "hf_" + body(34), 3, None, None),
    (Secret.ANTHROPIC, "sk-ant-" + "api03-" + body(93) + "AA", 7, None, None),
    (Secret.ANTHROPIC, "sk-ant-" + "api03-" + body(93) + "Ax", 7, MEDIUM, None),
    (Secret.OPENAI, "sk-" + "proj-" + body(40) + OPENAI_MARK + body(40), 8, None, None),
    (Secret.OPENAI, "sk-" + "proj-" + body(48), 8, MEDIUM, None),
    (Secret.OPENAI, "sk-" + body(20) + OPENAI_MARK + body(20, seed="b"), 3, None, None),
    (Secret.AI_KEY, "sk-" + body(32, HEX), 3, None, None),
    (Secret.AI_KEY, "sk-or-" + "v1-" + body(64, HEX), 9, None, None),
    (Secret.STRIPE, "sk_live_" + body(24), 8, None, None),
    (Secret.STRIPE, "rk_live_" + body(99), 8, None, None),
    (Secret.STRIPE, "sk_test_" + body(24), 8, MEDIUM, Severity.LOW),
    (Secret.STRIPE, "whsec_" + body(32), 6, None, None),
    (Secret.GOOGLE_API, "AIza" + body(35), 4, None, None),
    (Secret.GOOGLE_OAUTH, "GOCSPX-" + body(28), 7, None, None),
    (Secret.SLACK, "xoxb-" + "123409876512-987612340987-" + body(24), 5, None, None),
    (Secret.SLACK, "xapp-" + "1-A01B2C3D4E5-6593218707654-" + body(64, HEX), 5, None, None),
    (Secret.TELEGRAM, "7483920156:" + "AA" + body(33), 0, None, None),
    (Secret.TELEGRAM, "74839201:" + "AA" + body(33), 0, None, None),
    (Secret.DISCORD, DISCORD, 0, None, None),
    (Secret.SENDGRID, "SG." + body(22) + "." + body(43), 3, None, None),
    (Secret.MAILGUN, "key-" + body(32, HEX), 4, None, None),
    (
        Secret.MAILGUN,
        body(32, HEX) + "-" + body(8, HEX, "m") + "-" + body(8, HEX, "n"),
        0,
        None,
        None,
    ),
    (
        Secret.WEBHOOK,
        "hooks.slack.com/services/" + "T0A1B2C3D/B0E4F5G6H/" + body(24),
        25,
        None,
        None,
    ),
    (
        Secret.WEBHOOK,
        "discord.com/api/webhooks/" + "987650123409876501/" + body(68),
        25,
        None,
        None,
    ),
    (Secret.WEBHOOK, "qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + uuid(), 45, None, None),
    (Secret.WEBHOOK, "oapi.dingtalk.com/robot/send?access_token=" + body(64, HEX), 42, None, None),
    (Secret.WEBHOOK, "open.feishu.cn/open-apis/bot/v2/hook/" + uuid(), 37, None, None),
    (Secret.WEBHOOK, "SEC" + body(64, HEX), 3, None, None),
    (Secret.AZURE, "AccountKey=" + ACCOUNT_KEY, 11, None, None),
    (Secret.AZURE, "SharedAccessKey=" + BUS_KEY, 16, None, None),
    (Secret.AZURE, "a1B8Q~" + body(34), 0, None, None),
    (Secret.AWS_ID, AWS_ID, 4, None, None),
    (Secret.PRIVATE_KEY, armour("", DER), 27, None, None),
    (Secret.PRIVATE_KEY, armour("RSA", DER), 31, None, None),
    (Secret.PRIVATE_KEY, armour("RSA", DER, line_end="\\n"), 31, None, None),
    (Secret.PRIVATE_KEY, armour("RSA", noise(300)), 31, MEDIUM, None),
    (Secret.PRIVATE_KEY, armour("ENCRYPTED", DER), 37, None, Severity.MEDIUM),
    (
        Secret.PRIVATE_KEY,
        armour("RSA", noise(300), headers="Proc-Type: 4,ENCRYPTED"),
        31,
        MEDIUM,
        Severity.MEDIUM,
    ),
    (Secret.PRIVATE_KEY, armour("OPENSSH", b"openssh-key-v1\0" + noise(200)), 35, None, None),
    (Secret.PRIVATE_KEY, armour("PGP", b"\x94" + noise(200), headers="Version: 1"), 37, None, None),
    (Secret.PRIVATE_KEY, armour("EC", DER).partition("\n-----END")[0], 30, None, None),
    (Secret.JWT, jwt(SESSION, {"sub": "u1"}), 3, MEDIUM, Severity.HIGH),
    (Secret.JWT, jwt(SESSION, {"iat": 1_700_000_000, "exp": 1_900_000_000}), 3, None, None),
    (
        Secret.JWT,
        jwt(SESSION, {"iat": 1_700_000_000, "exp": 1_700_003_600}),
        3,
        MEDIUM,
        Severity.LOW,
    ),
    (Secret.JWT, jwt({"alg": "none"}, {"sub": "u1"}), 3, LOW, Severity.LOW),
    (Secret.JWT, jwt(SESSION, {"role": "anon"}), 3, LOW, Severity.LOW),
    (Secret.JWT, jwt(SESSION, {"role": "service_role"}), 3, HIGH, Severity.CRITICAL),
    (
        Secret.DATABASE_URL,
        "postgres://stock:" + body(14) + "@db.warehouse.internal",
        11,
        None,
        None,
    ),
    (
        Secret.DATABASE_URL,
        "mongodb+srv://app:" + body(14) + "@cluster0.shop.example",
        14,
        None,
        None,
    ),
    (Secret.DATABASE_URL, "mysql://stock:" + body(14) + "@localhost", 8, LOW, None),
    (
        Secret.URL_CREDENTIALS,
        "https://ops:" + body(14) + "@intra.warehouse.internal",
        8,
        None,
        None,
    ),
]


def spans(text: str) -> list[Span]:
    """What is found in one text."""
    found, complete = DETECTOR.spans(text)
    assert complete
    return found


@pytest.mark.parametrize(("secret", "value", "public", "confidence", "severity"), FOUND)
@pytest.mark.parametrize(
    "frame", ["{}", "Use {}, please.", '{{"value": "{}"}}', "凭据（{}）勿外传"]
)
def test_a_key_is_found_whole(
    secret: Secret,
    value: str,
    public: int,
    confidence: Confidence | None,
    severity: Severity | None,
    frame: str,
) -> None:
    """A key is found from its first to its last character, whatever stands around it."""
    text = frame.format(value)
    start = text.index(value)
    assert spans(text) == [Span(secret, start, start + len(value), public, confidence, severity)]


BESIDE = [
    (f"id {AWS_ID}\nsecret {AWS_SECRET}", AWS_SECRET, Secret.AWS_SECRET, None),
    (f"{AWS_SECRET} belongs to {AWS_ID}", AWS_SECRET, Secret.AWS_SECRET, None),
    (f"固定传 {ALIBABA_ID}，{ALIBABA_SECRET}", ALIBABA_SECRET, Secret.ALIBABA_SECRET, None),
    (f"{TENCENT_ID} / {TENCENT_SECRET}", TENCENT_SECRET, Secret.TENCENT_SECRET, None),
    (f"aws_secret_access_key = {AWS_SECRET}", AWS_SECRET, Secret.AWS_SECRET, HIGH),
    (f"AC{body(32, HEX, 'sid')} and {TWILIO_TOKEN}", TWILIO_TOKEN, Secret.TWILIO, None),
    (f"{TWILIO_TOKEN} of AC{body(32, HEX, 'sid')}", TWILIO_TOKEN, Secret.TWILIO, None),
]


@pytest.mark.parametrize(("text", "value", "secret", "confidence"), BESIDE)
def test_a_secret_without_a_mark_is_known_by_what_stands_beside_it(
    text: str, value: str, secret: Secret, confidence: Confidence | None
) -> None:
    """The second half of a key pair has no prefix of its own; the first half gives it away."""
    start = text.index(value)
    assert Span(secret, start, start + len(value), 0, confidence) in spans(text)


VALUES = [
    ("Authorization: Bearer {}", body(40), Secret.BEARER, None),
    (
        "authorization: basic {}",
        base64.b64encode(b"ops:" + body(12, seed="p").encode()).decode(),
        Secret.BASIC,
        None,
    ),
    ("Basic {}", base64.b64encode(b"ops:summertime").decode(), Secret.BASIC, LOW),
    ("GET https://api.shop.example/v1?key={}&page=2", body(24), Secret.URL_CREDENTIALS, None),
    ("https://api.shop.example/?a=1&access_token={}", body(24), Secret.URL_CREDENTIALS, None),
    (
        "https://acme.blob.core.windows.net/c?sv=2022-11-02&se=2030-01-01&sig={}",
        body(43) + "%3D",
        Secret.AZURE,
        LOW,
    ),
    ("api_key = '{}'", body(32), Secret.ASSIGNMENT, MEDIUM),
    ("password: {}", "K7m" + "!HTCx9", Secret.ASSIGNMENT, MEDIUM),
    ("The password is {}.", "tulip" + "2931", Secret.ASSIGNMENT, LOW),
    ("数据库密码：{}。", "Zx9" + "#qLm42", Secret.ASSIGNMENT, MEDIUM),
    ("管理员口令为{}", "80417" + "52", Secret.ASSIGNMENT, LOW),
    ("密钥是“{}”", body(32), Secret.ASSIGNMENT, MEDIUM),
]


@pytest.mark.parametrize(("frame", "value", "secret", "confidence"), VALUES)
def test_a_value_is_known_by_its_name(
    frame: str, value: str, secret: Secret, confidence: Confidence | None
) -> None:
    """What has no shape of its own is a secret where its name says so; only the value is hit."""
    start = frame.index("{")
    assert spans(frame.format(value)) == [Span(secret, start, start + len(value), 0, confidence)]


HARMLESS = [
    "ghp_" + "x" * 36,
    "ghp_" + "0123456789" * 3 + "abcdef",
    "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a",
    "ghp_short",
    "task-" + body(40),
    "sk-...",
    "sk-proj-" + "your-key-here-" * 4,
    "sk-" + "lowercase-words-of-a-long-slug-without-digits",
    "AKIA" + "IOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY=" + "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    f"commit {body(40, HEX)}",
    "AC" + body(32, HEX),
    "Authorization: Bearer YOUR_API_KEY",
    "Authorization: Bearer {{token}}",
    "Authorization: Bearer <token>",
    "Authorization: Bearer ${TOKEN}",
    "bearer of good news and authentication",
    "basic principles and techniques",
    "Basic " + base64.b64encode(b"user:password").decode(),
    "Basic " + base64.b64encode(b"Aladdin:open sesame").decode(),
    "Basic " + base64.b64encode(noise(24)).decode(),
    "Basic " + base64.b64encode(b"no colon in 1 of these").decode(),
    body(25) + "." + body(6) + "." + body(38),
    f"{AWS_ID[:-1]}9 and {AWS_SECRET}",
    "postgres://USER:PASSWORD@localhost:5432/stock",
    "postgres://postgres:postgres@localhost/stock",
    "mysql://root:${DB_PASSWORD}@db.warehouse.internal",
    "https://shop.example:8443/path@home",
    "see http://user@shop.example/",
    "https://api.shop.example/?key=YOUR_API_KEY_GOES_HERE",
    "https://api.shop.example/?key=weather-forecast-daily",
    "https://storage.shop.example/o/a.png?alt=media&token=" + uuid(),
    "?token=" + body(24),
    "https://x.example/?sig=" + body(43) + "%3D",
    "https://x.example/?sv=1&se=2&sig=" + "A" * 43 + "%3D",
    "password: changeme123",
    "password: your_password_1",
    "password: <password1>",
    "password: ********",
    "password: admin123",
    "password: config.get_1",
    "password: settings['pw1']",
    "the password is required",
    "token: request.headers.x1",
    "max_tokens: 2048, token = 1234567890123",
    "secret: my-app-secret-2023",
    "api_key: os.environ.API_KEY_1",
    "api_key = process.env.KEY_12345678",
    "密码：请输入8位以上密码1",
    "密钥在后台配置，例如 access_secret=<在此填写>",
    "token https://shop.example/t0ken12345",
    "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\n" + "abcd" * 40 + "\n-----END PRIVATE KEY-----",
    "END PRIVATE KEY-----",
    jwt({"alg": "HS256"}, {"sub": "1234567890", "name": "John Doe"}),
    jwt({"typ": "JWT"}, {"sub": "u1"}),
    "eyJ" + body(20) + ".eyJ" + body(20) + "." + body(20),
    body(24) + "." + body(6) + "." + body(38),
    "Ā" * 3 + "." + body(6) + "." + body(38),
    "hooks.slack.com/services/" + "T00000000/B00000000/" + "X" * 24,
    "-----BEGIN PRIVATE KEY-----" + " word" * 20 + "-----",
    "-----BEGIN RSA PRIVATE KEY-----\n" + "(" + body(80, LOWER[:12]) + ")",
    jwt({"alg": "HS256"}, ["no object"]).replace("eyJ", "eyK", 1),
    "AccountKey=" + "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/"
    "K1SZFPTOtr/KBHBeksoGMGw==",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_opens_nothing_is_not_told(text: str) -> None:
    """Placeholders, published examples, templates, digests and prose are no secrets."""
    assert spans(text) == []


@pytest.mark.parametrize(
    "comment", ["# pragma: allowlist secret", "// nosec", "<!-- example, ignore -->", "仅为示例"]
)
def test_a_comment_switches_nothing_off(comment: str) -> None:
    """Whoever leaks a key can also write a comment, so it clears nothing."""
    assert [span.secret for span in spans(f"{comment}\n{GITHUB}  {comment}")] == [Secret.GITHUB]


def test_a_digest_beside_a_key_id_is_no_secret() -> None:
    """A key ID beside the number of a commit is told alone."""
    text = f"{AWS_ID} at revision {body(40, HEX)} {'a1B' * 13}c"
    assert [span.secret for span in spans(text)] == [Secret.AWS_ID]


def test_the_more_telling_kind_wins() -> None:
    """Of the kinds that one place could be, the one that says most is told."""
    text = f"Authorization: Bearer {GITHUB}\npassword: {GITHUB}"
    assert [span.secret for span in spans(text)] == [Secret.GITHUB, Secret.GITHUB]


def test_a_service_account_is_told_as_such() -> None:
    """The private key inside Google's JSON file is named for what it opens."""
    text = json.dumps({"type": "service_account", "private_key": armour("", DER)})
    assert [span.secret for span in spans(text)] == [Secret.GOOGLE_SERVICE_ACCOUNT]


def test_a_key_across_two_passes_is_found_once() -> None:
    """Long texts are read in stretches; no key is lost or doubled where two of them meet."""
    for shift in range(59_950, 60_010, 7):
        text = " " * shift + GITHUB + " " * 300
        assert [(span.start, span.end) for span in spans(text)] == [(shift, shift + 40)]
