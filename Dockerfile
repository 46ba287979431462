# Every RUN line is a line of the Makefile, where it is run and tested; tests/test_house.py compares.
# Use:  docker run --rm --user "$(id -u)" -v "$PWD:/data" gptreview migrate plugins --output out
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.lock requirements-dev.lock ./
RUN python3 -m venv --clear .venv
RUN .venv/bin/pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
RUN python3 -m venv --clear .venv-run
RUN .venv-run/bin/pip install --quiet --no-deps --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY src src
COPY rules rules
RUN .venv/bin/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
RUN .venv-run/bin/pip install --quiet --no-deps --no-index --force-reinstall dist/*.whl

FROM python:3.11-slim
# The same folder as in the build stage: a virtual environment's scripts name their interpreter.
COPY --from=build /app/.venv-run /app/.venv-run
ENV PATH="/app/.venv-run/bin:${PATH}" PYTHONUNBUFFERED=1
WORKDIR /data
# By number, so that no account has to be made; it owns nothing in the image.
USER 65532:65532
ENTRYPOINT ["gptreview"]
CMD ["--help"]
