-- One row that the connector touches, so that a quiet database is told from a broken connection.
CREATE TABLE IF NOT EXISTS millrace_heartbeat (
    id INT NOT NULL PRIMARY KEY,
    beat BIGINT NOT NULL
) ENGINE = InnoDB;

INSERT IGNORE INTO millrace_heartbeat (id, beat) VALUES (1, 0);
