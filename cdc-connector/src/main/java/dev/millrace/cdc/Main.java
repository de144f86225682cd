package dev.millrace.cdc;

import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.config.ConfigException;
import dev.millrace.cdc.config.ConfigLoader;
import dev.millrace.contract.process.ParentWatch;
import dev.millrace.contract.topic.TopicException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Starts the connector and stays until it is stopped (exit code 0) or cannot go on (1, or 2 for a wrong setting).
public final class Main {
    private static final String LOG_SETTINGS = "logback.configurationFile";

    private Main() {}

    /// Runs until stopped.
    ///
    /// @param args ignored
    public static void main(String[] args) {
        ParentWatch.startIfAsked();
        if (System.getProperty(LOG_SETTINGS) == null) {
            System.setProperty(LOG_SETTINGS, "cdc-connector-logback.xml");
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install(); // the binlog reader logs by java.util.logging
        System.exit(run(LoggerFactory.getLogger(Main.class)));
    }

    private static int run(Logger log) {
        try {
            CdcConfig config = ConfigLoader.load();
            log.atInfo().addKeyValue("config", config).log("effective settings");
            try (ConnectorProcess process = new ConnectorProcess(config)) {
                Runtime.getRuntime().addShutdownHook(new Thread(process::close, "stop"));
                return process.run();
            }
        } catch (ConfigException e) {
            log.atError().addKeyValue("reason", e.getMessage()).log("wrong setting");
            return 2;
        } catch (CdcException | TopicException e) {
            log.atError().addKeyValue("reason", e.getMessage()).log("connector cannot go on");
            return 1;
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("connector cannot go on: an error that it does not know, see below");
            return 1;
        }
    }
}
