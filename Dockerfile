# syntax=docker/dockerfile:1

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=
ARG COMMIT=
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -X main.release=${VERSION} -X main.commit=${COMMIT}" -o /out/understory ./server \
 && mkdir -p /out/data /out/tmp

# The binary holds everything but the certificates that PostgreSQL over TLS is checked against.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/understory /understory
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build --chown=65532:65532 /out/tmp /tmp
USER 65532:65532
WORKDIR /data
ENV UNDERSTORY_ADDR=0.0.0.0:8080 \
    DATABASE_URL=sqlite:/data/understory.db
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["/understory", "doctor", "--ready"]
ENTRYPOINT ["/understory"]
