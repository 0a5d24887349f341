# One image for servers, workers, migrations and `checkout:deploy`. See docs/deploy.md.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOSTNAME=0.0.0.0 PORT=3000
WORKDIR /app
# Belongs to root, so what runs can't change itself.
COPY --from=build /build/.next/standalone ./
USER node
EXPOSE 3000
# Whether it answers, whatever it says: to start it again mends neither a node nor a database.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).catch(() => process.exit(1))"]
CMD ["node", "server.js"]
