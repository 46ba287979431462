"""The web face: public pages, pages for builders, reviewers and leads, and the JSON API."""
