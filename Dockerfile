# Two images: `site` for web, workers and beat, `proxy` for TLS; docker-compose.yml says which is which.

FROM python:3.13.16-slim-trixie AS environment
COPY requirements.lock /
RUN python -m venv /environment \
    && /environment/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: -r /requirements.lock \
    && /environment/bin/pip uninstall --yes pip

FROM caddy:2.11.4-alpine AS proxy
# The folders in which it keeps certificates are root's there.
RUN adduser -D -H -u 10002 proxy && chown -R 10002:10002 /data /config
COPY deploy/Caddyfile /etc/caddy/Caddyfile
USER 10002:10002

FROM python:3.13.16-slim-trixie AS site
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin crisiswatch \
    && install --directory --owner=10001 --group=10001 /data
COPY --from=environment /environment /environment
COPY . /crisiswatch
WORKDIR /crisiswatch
ENV PATH=/environment/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/static \
    DATA_DIR=/data
# Compiled here: at run time the file system is read-only.
RUN python -m compileall -q crisiswatch reactions \
    && python manage.py collectstatic --no-input
USER 10001:10001
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "--config=python:crisiswatch.serving"]
