# Every RUN line is a line of the Makefile, where it is run and tested; tests/test_house.py compares.
# Use:  docker run --rm --user "$(id -u)" -v "$PWD:/data" gptreview migrate plugins --output out
# The web face, beside its database: docker compose up --detach --build web
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements-flows.lock requirements-dev.lock ./
RUN python3 -m venv --clear .venv
RUN .venv/bin/pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
RUN python3 -m venv --clear .venv-flows
RUN .venv-flows/bin/pip install --quiet --no-deps --require-hashes -r requirements-flows.lock
COPY pyproject.toml README.md LICENSE ./
COPY src src
COPY rules rules
RUN .venv/bin/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
RUN .venv-flows/bin/pip install --quiet --no-deps --no-index --force-reinstall dist/*.whl

FROM python:3.11-slim
# The same folder as in the build stage: a virtual environment's scripts name their interpreter.
COPY --from=build /app/.venv-flows /app/.venv-flows
ENV PATH="/app/.venv-flows/bin:${PATH}" PYTHONUNBUFFERED=1 \
    DO_NOT_TRACK=1 PREFECT_SERVER_ANALYTICS_ENABLED=false
# For workers; `python -m flows.deployments` and prefect.yaml find them there.
COPY flows /app/flows
COPY prefect.yaml /app/prefect.yaml
WORKDIR /data
# By number, so that no account has to be made; it owns nothing in the image.
USER 65532:65532
ENTRYPOINT ["gptreview"]
CMD ["--help"]
