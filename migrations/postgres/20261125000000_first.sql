-- +goose Up
-- Times are microseconds since 1970 UTC, so that both databases sort and compare them alike.
-- Tables up to `sessions` are the installation's own; every later one belongs to a site and its keys begin with site_id.

CREATE TABLE installation (
  name       text   NOT NULL PRIMARY KEY,
  value      bytea NOT NULL,
  created_at bigint NOT NULL
);

CREATE TABLE sites (
  id         bigint NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key        text   NOT NULL UNIQUE,
  name       text   NOT NULL,
  origins    text   NOT NULL, -- JSON list of allowed origins, patterns as in package site
  settings   text   NOT NULL, -- JSON
  created_at bigint NOT NULL
);

CREATE TABLE accounts (
  id            uuid  NOT NULL PRIMARY KEY,
  email         text   NOT NULL UNIQUE,
  password_hash text   NOT NULL,
  role          text   NOT NULL DEFAULT '', -- on every site; '' is none
  created_at    bigint NOT NULL
);

CREATE TABLE sessions (
  token_hash bytea  NOT NULL PRIMARY KEY,
  account_id uuid   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at bigint  NOT NULL,
  expires_at bigint  NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Who works on a site. An account with a role of its own works on every site and needs no row.
CREATE TABLE memberships (
  site_id    bigint NOT NULL REFERENCES sites (id),
  account_id uuid  NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  role       text   NOT NULL,
  PRIMARY KEY (site_id, account_id)
);
CREATE INDEX memberships_account ON memberships (account_id);

CREATE TABLE readers (
  site_id    bigint NOT NULL REFERENCES sites (id),
  id         uuid  NOT NULL,
  key_hash   bytea NOT NULL, -- SHA-256 of the guest's device key
  name       text   NOT NULL,
  email      text   NOT NULL DEFAULT '', -- unverified, grants nothing
  created_at bigint NOT NULL,
  PRIMARY KEY (site_id, id),
  UNIQUE (site_id, key_hash)
);

CREATE TABLE articles (
  site_id         bigint  NOT NULL REFERENCES sites (id),
  id              uuid   NOT NULL,
  identity        text    NOT NULL, -- 't:' and the thread id, or 'u:' and the normalised address
  url             text    NOT NULL,
  title           text    NOT NULL,
  status          text    NOT NULL,
  comment_count   bigint  NOT NULL DEFAULT 0, -- published ones
  version         bigint  NOT NULL DEFAULT 0, -- raised by every visible change, under this row's lock
  last_comment_at bigint  NOT NULL DEFAULT 0,
  created_at      bigint  NOT NULL,
  PRIMARY KEY (site_id, id),
  UNIQUE (site_id, identity)
);
CREATE INDEX articles_recent ON articles (site_id, last_comment_at, id);

CREATE TABLE comments (
  site_id       bigint   NOT NULL,
  id            uuid    NOT NULL,
  article_id    uuid    NOT NULL,
  parent_id     uuid,
  level         smallint NOT NULL, -- a root is 1
  reader_id     uuid    NOT NULL,
  author_name   text     NOT NULL, -- the name it was posted under
  status        text     NOT NULL,
  -- shown is 1 for what the public thread holds: published, or a tombstone with shown replies.
  shown         smallint NOT NULL,
  shown_replies bigint   NOT NULL DEFAULT 0, -- direct ones
  reply_count   bigint   NOT NULL DEFAULT 0, -- direct and published
  repliers      bigint   NOT NULL DEFAULT 0, -- distinct others among those
  respects      bigint   NOT NULL DEFAULT 0,
  rank          bigint   NOT NULL, -- see comment.Rank
  report_count  bigint   NOT NULL DEFAULT 0, -- not yet answered by a decision
  version       bigint   NOT NULL DEFAULT 1, -- raised by every change of text or status
  decision_id   uuid,   -- the decision in force
  reason        text     NOT NULL DEFAULT '', -- why it is held or rejected, for its author
  created_at    bigint   NOT NULL,
  edited_at     bigint,
  renderer      smallint NOT NULL, -- version of the renderer that made the tree
  findings      text     NOT NULL DEFAULT '[]', -- JSON, for moderators
  tree          text     NOT NULL, -- JsonML
  source        text     NOT NULL, -- Markdown as typed
  PRIMARY KEY (site_id, id),
  FOREIGN KEY (site_id, article_id) REFERENCES articles (site_id, id),
  FOREIGN KEY (site_id, parent_id) REFERENCES comments (site_id, id),
  FOREIGN KEY (site_id, reader_id) REFERENCES readers (site_id, id)
);
CREATE INDEX comments_roots_by_rank ON comments (site_id, article_id, rank, id) WHERE parent_id IS NULL AND shown = 1;
CREATE INDEX comments_roots_by_time ON comments (site_id, article_id, created_at, id) WHERE parent_id IS NULL AND shown = 1;
CREATE INDEX comments_replies ON comments (site_id, parent_id, created_at, id) WHERE parent_id IS NOT NULL AND shown = 1;
CREATE INDEX comments_of_reader ON comments (site_id, reader_id, article_id, created_at);
CREATE INDEX comments_held ON comments (site_id, id) WHERE status = 'held';
-- Most reports first, then oldest: the negative count lets one index and one cursor walk both.
CREATE INDEX comments_reported ON comments (site_id, (-report_count), id) WHERE report_count > 0 AND status = 'published';

CREATE TABLE respects (
  site_id    bigint NOT NULL,
  comment_id uuid  NOT NULL,
  reader_id  uuid  NOT NULL,
  article_id uuid  NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (site_id, comment_id, reader_id),
  FOREIGN KEY (site_id, comment_id) REFERENCES comments (site_id, id),
  FOREIGN KEY (site_id, reader_id) REFERENCES readers (site_id, id)
);
CREATE INDEX respects_of_reader ON respects (site_id, reader_id, article_id);

CREATE TABLE reports (
  site_id    bigint NOT NULL,
  comment_id uuid  NOT NULL,
  reader_id  uuid  NOT NULL,
  reason     text   NOT NULL,
  detail     text   NOT NULL,
  created_at bigint NOT NULL,
  answered   uuid,  -- the decision that answered it
  PRIMARY KEY (site_id, comment_id, reader_id),
  FOREIGN KEY (site_id, comment_id) REFERENCES comments (site_id, id),
  FOREIGN KEY (site_id, reader_id) REFERENCES readers (site_id, id)
);
CREATE INDEX reports_open ON reports (site_id, comment_id, created_at, reader_id) WHERE answered IS NULL;

-- Append-only: an undo is another row.
CREATE TABLE decisions (
  site_id    bigint NOT NULL,
  id         uuid  NOT NULL,
  account_id uuid  NOT NULL REFERENCES accounts (id),
  article_id uuid  NOT NULL,
  comment_id uuid,
  action     text   NOT NULL,
  reason     text   NOT NULL DEFAULT '',
  note       text   NOT NULL DEFAULT '',
  before     text   NOT NULL, -- status
  after      text   NOT NULL,
  before_reason text NOT NULL DEFAULT '', -- what the author was told before
  before_decision uuid, -- the decision it replaced
  undoes     uuid,
  created_at bigint NOT NULL,
  PRIMARY KEY (site_id, id),
  UNIQUE (site_id, undoes),
  FOREIGN KEY (site_id, article_id) REFERENCES articles (site_id, id),
  FOREIGN KEY (site_id, comment_id) REFERENCES comments (site_id, id)
);
CREATE INDEX decisions_of_comment ON decisions (site_id, comment_id, id);
CREATE INDEX decisions_of_article ON decisions (site_id, article_id, id) WHERE comment_id IS NULL;

CREATE TABLE idempotency_keys (
  site_id    bigint NOT NULL REFERENCES sites (id),
  actor      bytea NOT NULL,
  route      text   NOT NULL,
  key        text   NOT NULL,
  body_hash  bytea NOT NULL,
  answer     bytea NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (site_id, actor, route, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

CREATE TABLE outbox (
  site_id    bigint   NOT NULL REFERENCES sites (id),
  id         uuid    NOT NULL,
  kind       text     NOT NULL,
  row_id     uuid    NOT NULL,
  created_at bigint   NOT NULL,
  due_at     bigint   NOT NULL,
  attempts   smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (site_id, id)
);
CREATE INDEX outbox_due ON outbox (due_at, id);

-- +goose Down
DROP TABLE outbox;
DROP TABLE idempotency_keys;
DROP TABLE decisions;
DROP TABLE reports;
DROP TABLE respects;
DROP TABLE comments;
DROP TABLE articles;
DROP TABLE readers;
DROP TABLE memberships;
DROP TABLE sessions;
DROP TABLE accounts;
DROP TABLE sites;
DROP TABLE installation;
