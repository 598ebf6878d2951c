# One image, many commands: the command says which process it is.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt

FROM python:3.11-slim-bookworm
# Papers are set in a Chinese font. A font is no program: the distribution's newest is as good as any.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-wqy-microhei \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home ccs
WORKDIR /app
COPY --from=build /venv /venv
COPY contracts contracts
COPY chassis chassis
COPY ledger ledger
COPY services services
COPY gateway gateway
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 EVENTLET_NO_GREENDNS=yes
USER 10001
CMD ["python", "-m", "gateway"]
