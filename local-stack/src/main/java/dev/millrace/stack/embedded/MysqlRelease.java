package dev.millrace.stack.embedded;

import java.nio.file.Files;
import java.nio.file.Path;

/// A release of MySQL that runs embedded.
public enum MysqlRelease {
    /// 8.0.15, from the class path: there wherever the build is.
    EIGHT {
        @Override
        public boolean isIn(Path cacheDir) {
            return true;
        }

        @Override
        MysqlDistribution in(Path cacheDir) {
            return MysqlDistribution.ofClassPath(cacheDir);
        }
    },
    /// 9.x, where `.ci/mysql9` has unpacked it.
    NINE {
        @Override
        public boolean isIn(Path cacheDir) {
            return Files.isExecutable(cacheDir.resolve(FOLDER).resolve("usr/sbin/mysqld"));
        }

        @Override
        MysqlDistribution in(Path cacheDir) {
            if (!isIn(cacheDir)) {
                throw new EmbeddedException(
                        "no MySQL 9 in " + cacheDir.resolve(FOLDER) + ": run .ci/mysql9, which unpacks it there");
            }
            return MysqlDistribution.ofDebian(cacheDir.resolve(FOLDER));
        }
    };

    private static final String FOLDER = "mysql-9";

    /// Whether it can be started with that cache folder.
    public abstract boolean isIn(Path cacheDir);

    /// Its programs.
    ///
    /// @throws EmbeddedException when they are not to be had or do not run here
    abstract MysqlDistribution in(Path cacheDir);
}
