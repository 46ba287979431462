"""Where the rules of the GPT builder can be read: the vendor's pages and public reports."""

from __future__ import annotations

from typing import Final

PRODUCTION_NOTES: Final = "https://developers.openai.com/api/docs/actions/production"
"""OpenAI, Production notes on GPT Actions: limits, headers, OAuth domains, consequential flag."""

CONFIGURING_ACTIONS: Final = (
    "https://help.openai.com/en/articles/9442513-configuring-actions-in-gpts"
)
"""OpenAI, Configuring actions in GPTs: what a schema has to say."""

DESCRIPTION_REPORT: Final = "https://github.com/robocorp/robocorp/issues/250"
OPERATION_ID_REPORT: Final = "https://github.com/outline/openapi/issues/3"
REFERENCE_REPORT: Final = "https://github.com/DeepLcom/openapi/issues/7"
ORIGIN_REPORT: Final = "https://github.com/Altinity/altinity-mcp/issues/16"
HEADER_REPORT: Final = (
    "https://community.openai.com/t/openai-not-supporting-request-headers-for-chatgpt-plugins-"
    "parameter-x-has-location-header-ignoring/182897"
)
OPERATION_COUNT_REPORT: Final = (
    "https://community.openai.com/t/openapi-spec-can-have-a-maximum-of-30-operations/586484"
)
SIZE_REPORT: Final = "https://github.com/kovartravis/tripkit/issues/12"
BODY_REPORT: Final = (
    "https://github.com/ApiLogicServer/ApiLogicServer-src/blob/main/api_logic_server_cli/"
    "prototypes/nw_no_cust/integration/openai_function/README_functon.md"
)
METHOD_REPORT: Final = (
    "https://github.com/splinter93/abrege/blob/main/docs/api/CORRECTIONS-OPENAPI.md"
)
SCHEMA_REPORT: Final = "https://github.com/munozedg/mcp-redmine/blob/main/SCHEMA_FIXES_COMPLETED.md"
"""Version, circular components, security schemes and parameter references in one import."""

VERSION_REPORT: Final = "https://github.com/rcz87/cryptozz/blob/main/CHATGPT_OPENAPI_VERSION_FIX.md"
VALIDATOR_REPORT: Final = (
    "https://github.com/mckaywrigley/chatbot-ui/blob/main/lib/openapi-conversion.ts"
)
"""An importer of the same schemas that repeats the GPT builder's messages."""

PROPERTIES_REPORT: Final = "https://github.com/mark3labs/mcphost/pull/90"
ITEMS_REPORT: Final = "https://github.com/sigoden/aichat/pull/1049"

OPENAPI_31: Final = "https://spec.openapis.org/oas/v3.1.0.html"
JSON_DUPLICATES: Final = "https://www.rfc-editor.org/rfc/rfc8259#section-4"
