-- +goose Up
-- What each raised version of an article changed in its public thread, for open streams. Kept for minutes: where a row
-- is missing (forgotten, or written by an older release that knows none of them), a stream tells its reader to ask anew.
CREATE TABLE article_changes (
  site_id    bigint NOT NULL,
  article_id uuid   NOT NULL,
  version    bigint NOT NULL, -- of the article
  comments   text   NOT NULL, -- JSON: which were added, changed and removed
  created_at bigint NOT NULL,
  PRIMARY KEY (site_id, article_id, version),
  FOREIGN KEY (site_id, article_id) REFERENCES articles (site_id, id)
);
CREATE INDEX article_changes_age ON article_changes (created_at);

-- +goose Down
DROP TABLE article_changes;
