# The work is in server/internal/suite (test, quick, soak), server/internal/bench, server/internal/release and widget/build.mjs.

GOLANGCI_LINT := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.PHONY: run dev quick test soak bench release generate lint fmt

run: ## the server with the example newspaper, on http://127.0.0.1:8080
	go run ./server

dev: widget/node_modules ## the front end is built, and the server started, again at every change
	@mkdir -p tmp && rm -f tmp/started; trap 'kill 0' EXIT; (cd widget && npm run dev) & \
	while sleep 1; do \
	  if [ ! -e tmp/started ] || find server migrations examples widget/dist -newer tmp/started | grep -q .; then \
	    touch tmp/started; \
	    go build -o tmp/understory ./server && { [ -z "$$pid" ] || { kill $$pid; wait $$pid; }; tmp/understory & pid=$$!; }; \
	  fi; \
	done

quick: ## what needs nothing but Go, in under a minute
	go run ./server/internal/suite quick

test: ## every check and test
	go run ./server/internal/suite test

soak: ## the failure tests, long
	go run ./server/internal/suite soak

bench: widget/node_modules ## the tables of BENCHMARKS.md (needs Chromium)
	go run ./server/internal/bench

release: ## static binaries for every system with their sums in release/, each built twice and compared
	go run ./server/internal/release

generate: widget/node_modules ## everything that is generated and committed
	UPDATE=1 go test -count=1 -run 'README|Trackers' ./server ./server/internal/suite
	go test -count=1 -run OpenAPIJSON ./server/internal/httpapi -update
	cd widget && npm run build

lint: widget/node_modules
	go vet ./...
	$(GOLANGCI_LINT) run
	cd widget && npm run check

fmt: widget/node_modules
	$(GOLANGCI_LINT) fmt
	cd widget && npm run format

widget/node_modules: widget/package-lock.json
	cd widget && npm ci --ignore-scripts --no-audit --no-fund
	touch $@
