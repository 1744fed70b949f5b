-- +goose Up
-- What several processes must count together. On SQLite one process serves, and counts in its memory.

CREATE TABLE limits (
  site_id  bigint NOT NULL, -- 0 is the whole installation
  cell     blob   NOT NULL, -- keyed hash of a network and of what it does: no address is kept
  empty_at bigint NOT NULL, -- from when on nothing of it counts any more
  PRIMARY KEY (site_id, cell)
);
CREATE INDEX limits_empty ON limits (empty_at);

CREATE TABLE failures (
  subject blob   NOT NULL PRIMARY KEY, -- keyed hash of a network or an e-mail address
  count   bigint NOT NULL,
  until   bigint NOT NULL -- when they are forgotten
);
CREATE INDEX failures_until ON failures (until);

-- Programs that know this schema or a newer one may run on the database. A later migration that they could not bear
-- raises it: see CONTRIBUTING.md.
INSERT INTO installation (name, value, created_at) VALUES ('oldest_program', '20261125000000', 0);

-- +goose Down
DELETE FROM installation WHERE name = 'oldest_program';
DROP TABLE failures;
DROP TABLE limits;
