# Build: docker build -t clankerbot .
# Run:   docker run --read-only --tmpfs /tmp -v clankerbot:/data -p 8080:8080 --env-file .env clankerbot

FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src

# What changes seldom first: a change of the code alone installs nothing again.
COPY requirements.lock requirements-build.lock ./
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --require-hashes --only-binary :all: -r requirements.lock
RUN python -m venv /opt/build \
 && /opt/build/bin/pip install --require-hashes --only-binary :all: -r requirements-build.lock

COPY pyproject.toml README.md LICENSE CHANGELOG.md ./
COPY docs docs
COPY engine engine
COPY bot bot
COPY http http
# Without isolation, so that the build too uses nothing but what is locked.
RUN /opt/build/bin/pip wheel --no-deps --no-index --no-build-isolation --wheel-dir /wheel . \
 && /opt/venv/bin/pip install --no-deps --no-index /wheel/clankerbot-*.whl \
 && /opt/venv/bin/pip uninstall --yes pip setuptools

FROM python:3.11-slim AS runtime
# The service installs nothing: the image's own pip goes too. /data is made before VOLUME, which keeps its owner.
RUN python -m pip uninstall --yes pip setuptools wheel \
 && rm -rf /usr/local/lib/python3.11/ensurepip \
 && groupadd --gid 1000 clankerbot \
 && useradd --uid 1000 --gid 1000 --no-create-home --home-dir /data --shell /usr/sbin/nologin clankerbot \
 && install -d -o clankerbot -g clankerbot -m 0700 /data
COPY --from=build /opt/venv /opt/venv

# Nothing is written outside /data and /tmp, so the root file system may be read-only.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8080 \
    DATABASE_URL=sqlite:////data/clankerbot.db \
    LOG_JSON=true
WORKDIR /data
VOLUME /data
USER clankerbot
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s --retries=3 \
  CMD ["python", "-c", "import http.client, os, sys; service = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=2); service.request('GET', '/healthz'); sys.exit(service.getresponse().status != 200)"]
ENTRYPOINT ["clankerbot"]
CMD ["serve"]
