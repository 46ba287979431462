"""TXT records of a domain, inside a deadline.

Imports dnspython, so import this module where it is used. Only the machine's own name servers are
asked, as for every other name; they ask on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gptreview.errors import DependencyError
from gptreview.net.deadline import Deadline

if TYPE_CHECKING:
    from dns.resolver import Resolver

_MOST: Final = 500
"""Records of one domain that are read; an answer over TCP may hold thousands."""


@dataclass(frozen=True, slots=True)
class TxtRecords:
    """Looks up TXT records."""

    name_server: str = ""
    """IP address of the one to ask; empty for those that the machine asks for everything."""
    port: int = 53

    def __call__(self, domain: str, deadline: Deadline) -> Sequence[str]:
        """The records of a domain, the strings of each joined; none where it has none.

        That a domain has no record, or is none, is an answer like any other.

        Args:
            domain: In its DNS form, as `dns_name` gives it.
            deadline: When to stop asking.

        Raises:
            DependencyError: No name server gave an answer in time.
        """
        import dns.exception
        import dns.resolver

        try:
            answer = self._resolver().resolve(
                f"{domain}.", "TXT", lifetime=deadline.remaining(), search=False
            )
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except dns.resolver.LifetimeTimeout:
            raise deadline.missed() from None
        except dns.exception.DNSException:
            raise DependencyError(
                f"no name server answered for {domain}",
                next_step="check the connection, then try again",
            ) from None
        # Each string has 255 bytes at most; longer texts are several (RFC 1035, section 3.3.14).
        records = [b"".join(each.strings).decode("utf-8", "replace") for each in answer]
        return tuple(records[:_MOST])

    def _resolver(self) -> Resolver:
        """A new one each time: it is cheap, and follows changes of the machine's settings."""
        import dns.resolver

        if not self.name_server:
            return dns.resolver.Resolver()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = [self.name_server]
        resolver.port = self.port
        return resolver
