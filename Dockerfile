# One image for web, workers and beat; docker-compose.yml says which is which.

FROM python:3.13-slim-bookworm AS environment
COPY requirements.lock /
RUN python -m venv /environment \
    && /environment/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: -r /requirements.lock

FROM python:3.13-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin crisiswatch \
    && install --directory --owner=crisiswatch /data
COPY --from=environment /environment /environment
COPY . /crisiswatch
WORKDIR /crisiswatch
ENV PATH=/environment/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/static \
    DATA_DIR=/data
RUN python manage.py collectstatic --no-input
USER crisiswatch
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "crisiswatch.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", \
     "--workers=2", "--threads=8", "--worker-tmp-dir=/dev/shm", "--no-control-socket", \
     "--access-logfile=-"]
