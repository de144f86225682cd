package dev.millrace.query;

import dev.millrace.contract.process.ParentWatch;
import dev.millrace.query.config.ConfigLoader;
import dev.millrace.query.config.ConfigurationException;
import dev.millrace.query.config.QueryConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The query-service process.
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);
    private static final int BAD_CONFIGURATION = 2;

    private Main() {}

    public static void main(String[] args) {
        ParentWatch.startIfAsked();
        QueryConfig config;
        try {
            config = ConfigLoader.load();
        } catch (ConfigurationException e) {
            log.atError().addKeyValue("reason", e.getMessage()).log("cannot start with these settings");
            System.exit(BAD_CONFIGURATION);
            return;
        }
        log.atInfo().addKeyValue("settings", config).log("query service starts");
        QueryService service = new QueryService(config);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(service::close));
        try {
            service.start();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("query service cannot start");
            System.exit(1);
            return;
        }
        log.atInfo().addKeyValue("port", service.port()).log("query service listens");
    }
}
